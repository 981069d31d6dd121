// The one error that a query can end in, with the kind the HTTP API answers it as. Refuses to hide bugs: those stay plain Errors.

export type PromqlErrorKind = 'bad_data' | 'execution' | 'timeout' | 'canceled';

/** What is wrong with a query, in Prometheus's words. */
export class PromqlError extends Error {
  override readonly name = 'PromqlError';
  readonly kind: PromqlErrorKind;
  /** Offset into the query text (UTF-16 code units), where the error has one. */
  readonly position: number | undefined;

  constructor(kind: PromqlErrorKind, message: string, position?: number) {
    super(message);
    this.kind = kind;
    this.position = position;
  }
}

/** `line:column` of an offset as Prometheus counts them: both from 1, the column in bytes. */
export function formatPosition(text: string, offset: number): string {
  if (text === '') return 'unknown position';
  if (offset < 0 || offset > text.length) return 'invalid position';
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = Buffer.byteLength(before.slice(before.lastIndexOf('\n') + 1)) + 1;
  return `${line}:${column}`;
}

/** A parse error as Prometheus words it: `1:8: parse error: …`. */
export function parseError(text: string, offset: number, message: string): PromqlError {
  return new PromqlError('bad_data', `${formatPosition(text, offset)}: parse error: ${message}`, offset);
}
