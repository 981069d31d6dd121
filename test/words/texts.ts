// The texts of an entry, each with the field that it is in.

/** One text; the field is that of the object, or `text` where the entry is a text itself. */
export interface Text {
  readonly field: string;
  readonly text: string;
}

/** Every text in what an entry gave. */
export function textsOf(rendered: unknown, field = 'text'): readonly Text[] {
  if (typeof rendered === 'string') return [{ field, text: rendered }];
  if (Array.isArray(rendered)) return rendered.flatMap((one) => textsOf(one, field));
  if (typeof rendered !== 'object' || rendered === null) return [];
  return Object.entries(rendered).flatMap(([inner, value]) => textsOf(value, inner));
}
