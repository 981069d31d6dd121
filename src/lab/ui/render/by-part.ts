// What is said of steps, part by part.
import { ui } from '../../words/index.ts';
import { wrap } from './layout.ts';
import { cleanText } from './style.ts';

/** A part of a course, as a heading names it. */
export interface PartTitle {
  readonly id: string;
  readonly title: string;
}

/** Formats rows below the title of their part; all of them at once if there are not several parts. */
export function formatByPart<T extends { readonly part?: string }>(
  parts: readonly PartTitle[],
  rows: readonly T[],
  columns: number,
  format: (rows: readonly T[]) => string,
): string {
  if (parts.length < 2) return format(rows);
  return parts
    .flatMap(({ id, title }, index) => {
      const own = rows.filter(({ part }) => part === id);
      const heading = wrap(ui.step.part(index + 1, cleanText(title)), columns);
      return own.length === 0 ? [] : [`${heading}\n\n${format(own)}`];
    })
    .join('\n\n');
}
