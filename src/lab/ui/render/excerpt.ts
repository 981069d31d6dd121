// A line of a file and the caret below it, cut so that both still point at the same place in a narrow terminal.
import stringWidth from 'fast-string-width';

const CARET = /^\s*\^$/;
/** What stays visible to the right of the caret. */
const AFTER_CARET = 12;

/**
 * The lines, each no wider than `columns` if the next one is a caret; others are left for wrapping. If a
 * line was cut, `...` says so.
 */
export function fitExcerpt(lines: readonly string[], columns: number): readonly string[] {
  return lines.flatMap((line, index) => {
    const caretLine = lines[index + 1];
    if (CARET.test(line) && index > 0) return [];
    if (caretLine === undefined || !CARET.test(caretLine)) return [line];
    return fitPair(line, caretLine.length - 1, Math.max(20, columns));
  });
}

function fitPair(line: string, caret: number, columns: number): readonly string[] {
  const indent = line.length - line.trimStart().length;
  const start = Math.min(indent, caret);
  if (stringWidth(line) - start <= columns) return [line.slice(start), `${' '.repeat(caret - start)}^`];
  const room = columns - 6;
  const from = Math.max(start, Math.min(caret - room + AFTER_CARET, line.length - room));
  const before = from > start ? '...' : '';
  const shown = line.slice(from, from + room);
  const after = from + room < line.length ? '...' : '';
  return [`${before}${shown}${after}`, `${' '.repeat(before.length + caret - from)}^`];
}
