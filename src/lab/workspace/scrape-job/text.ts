// The text of a prometheus.yml: where its nodes stand in it, how it is written, and splices of it. Pure.
import { spanOf } from '../../../yaml/index.ts';

export interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text with all splices made; they must not overlap. */
export function applySplices(text: string, splices: readonly Splice[]): string {
  let result = text;
  for (const { start, end, text: inserted } of splices.toSorted((a, b) => b.start - a.start)) {
    result = result.slice(0, start) + inserted + result.slice(end);
  }
  return result;
}

/** The line ending that most lines of the text have. */
export function eolOf(text: string): '\n' | '\r\n' {
  const windows = text.split('\r\n').length - 1;
  return windows * 2 > text.split('\n').length - 1 ? '\r\n' : '\n';
}

/** How a node is written to look like the rest of the text: no line is wrapped, brackets are padded where others are. */
export function writingLike(text: string): { lineWidth: number; flowCollectionPadding: boolean } {
  return { lineWidth: 0, flowCollectionPadding: /[[{] +[^\s\]}]/.test(text) };
}

/** A splice that takes nothing away. */
export function insertion(at: number, text: string): Splice {
  return { start: at, end: at, text };
}

/** Offset of the `-` that begins a block list's item: on the item's own line, or on one above it. */
export function dashOf(text: string, item: unknown): number | undefined {
  const range = spanOf(item);
  if (range === undefined) return undefined;
  let lineStart = text.lastIndexOf('\n', range[0] - 1) + 1;
  const before = text.slice(lineStart, range[0]);
  if (before.includes('-')) return lineStart + before.lastIndexOf('-');
  // The `-` stands alone, perhaps with a comment, and its item follows below.
  while (lineStart > 0) {
    const above = text.lastIndexOf('\n', lineStart - 2) + 1;
    const line = text.slice(above, lineStart).trim();
    if (line.startsWith('-')) return above + text.slice(above, lineStart).indexOf('-');
    if (line !== '' && !line.startsWith('#')) return undefined;
    lineStart = above;
  }
  return undefined;
}

/** The 0-based column of an offset. */
export function columnOf(text: string, offset: number): number {
  return offset - (text.lastIndexOf('\n', offset - 1) + 1);
}

/** Double quotes where the file's targets have them. */
export function quoteOf(text: string): '"' | "'" {
  return /targets:\s*(\[|-)\s*"/.test(text) ? '"' : "'";
}

/** A name as a plain scalar where that is safe. */
export function scalarText(name: string): string {
  return /^[A-Za-z][\w-]*$/.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(name);
}

/** So many spaces. */
export const spaces = (count: number): string => ' '.repeat(count);
