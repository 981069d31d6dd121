// A query as it was written, each of its lines a little to the right.
import { wrapLine } from './layout.ts';
import { cleanText } from './style.ts';

/** The query, ready to print. */
export const formatQuery = (text: string, columns: number): string =>
  cleanText(text.trim())
    .split('\n')
    .map((line) => wrapLine(line.trimEnd(), columns, '  '))
    .join('\n');
