// Lines, indents and tables that fit a terminal of any width.
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';

/** The widest that prose is set, in columns: longer lines are hard to read. */
const PROSE_COLUMNS = 88;
const NARROWEST_COLUMNS = 10;

/** Columns to write in, for a terminal of so many (undefined: not a terminal). */
export function proseColumns(terminalColumns: number | undefined): number {
  return Math.max(NARROWEST_COLUMNS, Math.min(PROSE_COLUMNS, (terminalColumns ?? 80) - 1));
}

/** A word that can be opened: a web address, or a path from the root of a disk. */
const ADDRESS = /^["'`(]*(?:[a-z]+:\/\/|\/|[A-Z]:\\)/;

/**
 * Wraps at words and indents; `first` starts the first line (a bullet), later lines align below it. A word that is
 * too long is broken, but not an address: the terminal continues it, and it can still be opened and copied whole.
 */
export function wrap(text: string, columns: number, indent = '', first = indent): string {
  const inner = Math.max(8, columns - stringWidth(indent));
  const isLongAddress = (word: string): boolean =>
    stringWidth(word) > inner && ADDRESS.test(stripVTControlCharacters(word));
  const broken = (part: string): string[] => wrapAnsi(part, inner, { hard: true }).split('\n');
  const lines = text.split(/\s/).some(isLongAddress)
    ? wrapAnsi(text, inner)
        .split('\n')
        .flatMap((line) => (isLongAddress(line) ? [line] : broken(line)))
    : broken(text);
  return lines.map((line, index) => (index === 0 ? first : indent) + line).join('\n');
}

/** Code of so many columns stays on one line in a sentence: `up == 0` on two looks like two things. */
const SHORT_CODE_COLUMNS = 22;
/** A space at which no line ends. */
const UNBROKEN_SPACE = '\u00a0';

/** Code as it is put into a sentence that is then wrapped: short code without spaces at which a line could end. */
export const unbroken = (code: string): string =>
  stringWidth(code) > SHORT_CODE_COLUMNS ? code : code.replaceAll(' ', UNBROKEN_SPACE);

/** The wrapped text, with spaces that can be copied. */
export const withSpaces = (text: string): string => text.replaceAll(UNBROKEN_SPACE, ' ');

/** What a line of output or code is made of: text in double quotes is in one piece, and a comma ends a piece. */
const PIECE = /(?:"[^"]*"|[^\s,])+,*\s*|[\s,]+/g;
/** How much further to the right the rest of a line stands. */
const CONTINUED = '    ';

/**
 * Wraps a line of output or code after a space or a comma, and keeps the spaces in it and before it. The rest stands
 * further to the right, so that it does not look like the next line. A longer piece is broken as {@link wrap} does it.
 */
export function wrapLine(line: string, columns: number, indent = '', first = indent): string {
  const own = /^\s*/.exec(line)?.[0] ?? '';
  const rows = [own];
  for (const piece of line.slice(own.length).match(PIECE) ?? []) {
    const row = rows.at(-1) ?? '';
    if (row.trim() === '' || stringWidth(indent + row + piece.trimEnd()) <= columns)
      rows.splice(-1, 1, row + piece);
    else rows.push(own + CONTINUED + piece);
  }
  return rows
    .map((row, index) => {
      const start = index === 0 ? first : indent;
      if (stringWidth(indent + row.trimEnd()) <= columns) return start + row.trimEnd();
      const below = own + CONTINUED;
      return wrap(row.trim(), columns, indent + below, start + (index === 0 ? own : below));
    })
    .join('\n');
}

/** Pads to a width in columns, counting wide characters as two. */
export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - stringWidth(text)));
}

/** Made at its first use: it reads the rules of all scripts, which the first prompt does not need. */
let graphemes: Intl.Segmenter | undefined;

/** Cuts to a width in columns; three dots in the middle replace what is left out, because the end often says more. */
export function cutTo(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text;
  graphemes ??= new Intl.Segmenter();
  const parts = [...graphemes.segment(text)].map(({ segment }) => segment);
  const end = asMuchAs(parts.toReversed(), Math.floor((columns - 3) / 2))
    .toReversed()
    .join('');
  const begin = asMuchAs(parts, columns - 3 - stringWidth(end)).join('');
  return `${begin}...${end}`;
}

function asMuchAs(parts: readonly string[], columns: number): readonly string[] {
  let width = 0;
  const first = parts.findIndex((part) => (width += stringWidth(part)) > columns);
  return first === -1 ? parts : parts.slice(0, first);
}

/** The width of a table in columns, as {@link formatTable} sets it. */
export const tableWidth = (head: readonly string[], rows: readonly (readonly string[])[]): number =>
  widthsOf(head, rows).reduce((sum, width) => sum + width + 2, -2);

const widthsOf = (head: readonly string[], rows: readonly (readonly string[])[]): readonly number[] =>
  head.map((title, i) => Math.max(stringWidth(title), ...rows.map((row) => stringWidth(row[i] ?? ''))));

/** A table without borders. Where it would be wider than `columns`, each row becomes a small block of `name: value`, without the values that are empty. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  columns: number,
): string {
  const widths = widthsOf(head, rows);
  if (tableWidth(head, rows) <= columns) {
    const line = (cells: readonly string[]): string =>
      cells
        .map((cell, i) => padTo(cell, widths[i] ?? 0))
        .join('  ')
        .trimEnd();
    return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map((row) => line(row))].join(
      '\n',
    );
  }
  return rows
    .map((row) =>
      head
        .flatMap((title, i) => {
          const value = row[i] ?? '';
          return value === '' ? [] : [wrap(title === '' ? value : `${title}: ${value}`, columns, '  ', '')];
        })
        .join('\n'),
    )
    .join('\n\n');
}
