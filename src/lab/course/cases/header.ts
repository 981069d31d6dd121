// The first lines of a case: what it is, what it shows, and the numbers that it stands for.

/** `// mistake: code — what it shows` or `# variant: what it shows`. */
export interface CaseHeader {
  readonly kind: 'mistake' | 'variant';
  /** The code that a mistake must fail with; undefined for a variant. */
  readonly code: string | undefined;
  readonly shows: string;
}

/** `// family: 200 -> 50..400 by 5` */
export interface Family {
  /** The number in the text. */
  readonly own: number;
  /** The numbers that take its place. */
  readonly numbers: readonly number[];
}

const MAX_MEMBERS = 1000;

/** The header of the first text that has one, with any dash. */
export function readHeader(texts: readonly string[]): CaseHeader | undefined {
  for (const text of texts) {
    const [line = ''] = text.replace(/^\ufeff/, '').split(/\r?\n/, 1);
    const mistake = /^(?:\/\/|#) mistake: ([a-z0-9-]+) (?:—|–|--?) (.+)$/.exec(line);
    if (mistake !== null) return { kind: 'mistake', code: mistake[1] ?? '', shows: mistake[2] ?? '' };
    const variant = /^(?:\/\/|#) variant: (.+)$/.exec(line);
    if (variant !== null) return { kind: 'variant', code: undefined, shows: variant[1] ?? '' };
  }
  return undefined;
}

/** The second line of a case that names a family; at most 1,000 members. */
export function readFamily(texts: readonly string[]): Family | undefined {
  for (const text of texts) {
    const found = /^.*\r?\n(?:\/\/|#) family: (\d{1,6}) -> (\d{1,6})\.\.(\d{1,6}) by (\d{1,6})\r?$/m.exec(
      text.slice(0, 500),
    );
    if (found === null || found.index > 0) continue;
    const [own = 0, from = 0, to = 0, by = 0] = found.slice(1).map(Number);
    if (by === 0 || from > to || (to - from) / by >= MAX_MEMBERS) continue;
    const length = Math.floor((to - from) / by) + 1;
    return { own, numbers: Array.from({ length }, (_, index) => from + index * by) };
  }
  return undefined;
}

/** The seed of the workspace that a case is about: `# seed: 1` below its first line. Undefined where it names none. */
export function readSeed(text: string): number | undefined {
  const found = /^(?:\/\/|#) seed: (\d{1,6})$/m.exec(splitHeader(text).header);
  return found === null ? undefined : Number(found[1]);
}

/** The header's lines, and what follows them without the empty lines between. */
export function splitHeader(text: string): { readonly header: string; readonly body: string } {
  const [header = ''] = /^(?:(?:\/\/|#) (?:mistake|variant|family|seed): .*\n)*/.exec(text) ?? [];
  return { header, body: text.slice(header.length).replace(/^\n+/, '') };
}

/** The text with another number in the place of a family's own. */
export function withNumber(text: string, own: number, number: number): string {
  return text.replaceAll(new RegExp(`\\b${own}\\b`, 'g'), String(number));
}
