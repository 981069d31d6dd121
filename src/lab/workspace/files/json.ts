// Reads JSON that may be cut, garbled or something else entirely.

export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object and no array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of JSON text, or that it cannot be read. */
function parseJson(
  text: string,
): { readonly status: 'ok'; readonly value: unknown } | { readonly status: 'unreadable' } {
  try {
    const value: unknown = JSON.parse(text);
    return { status: 'ok', value };
  } catch {
    return { status: 'unreadable' };
  }
}

/** The object that JSON text holds, undefined where it holds none. */
export function parseJsonObject(text: string): JsonObject | undefined {
  const parsed = parseJson(text);
  return parsed.status === 'ok' && isObject(parsed.value) ? parsed.value : undefined;
}
