// YAML as a document, and the lines of its parts.
import { LineCounter, parseDocument, type Document } from 'yaml';

export interface PlacedYaml {
  /** With its errors; reading never throws. */
  readonly document: Document.Parsed;
  /** The 1-based line of an offset. */
  readonly lineAt: (offset: number) => number;
  /** The 1-based line where a node begins, 1 for one that was not parsed. */
  readonly lineOf: (node: unknown) => number;
  /** The line and the column where a node begins, both 1-based. */
  readonly placeOf: (node: unknown) => Place;
}

export interface Place {
  readonly line: number;
  readonly column: number;
}

type Options = NonNullable<Parameters<typeof parseDocument>[1]>;

/** Parses one document. The caller limits the length of the text: the parser takes seconds for a megabyte. */
export function parseYaml(text: string, options?: Options): PlacedYaml {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    // An excerpt for each of thousands of errors takes time.
    prettyErrors: false,
    // Not `silent`: that would leave out everything below a second `---` without an error.
    logLevel: 'error',
    ...options,
  });
  const placeOf = (node: unknown): Place => {
    const { line, col } = lineCounter.linePos(spanOf(node)?.[0] ?? 0);
    return { line, column: col };
  };
  const lineAt = (offset: number): number => lineCounter.linePos(offset).line;
  return { document, lineAt, lineOf: (node) => placeOf(node).line, placeOf };
}

/** Offsets in the text. */
export type Span = readonly [start: number, end: number];

/** Where the value of a node is in the text, undefined for one that was not parsed. */
export function spanOf(node: unknown): Span | undefined {
  const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : undefined;
  return Array.isArray(range) ? [Number(range[0]), Number(range[1])] : undefined;
}
