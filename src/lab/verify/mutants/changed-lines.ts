// Which lines of a solution the step itself brings: what was there before is proven by the steps before.
import { diffLines } from 'diff';
import { applyEdits, type Edit } from '../../runtimes/contract/mutants.ts';

/** The lines of `after` (1-based) that `before` does not have. */
export function changedLines(before: string, after: string): ReadonlySet<number> {
  const changed = new Set<number>();
  let line = 1;
  for (const { count = 0, added, removed } of diffLines(before, after)) {
    if (removed) continue;
    if (added) for (let i = 0; i < count; i += 1) changed.add(line + i);
    line += count;
  }
  return changed;
}

/** A change over so many lines is shown whole: lines that only changed places would else say little. */
const SHOWN_WHOLE = 6;

/** What a mutant changes, each line begun by `-` or `+`, without indentation. */
export function shortDiff(before: string, edits: readonly Edit[]): readonly string[] {
  const after = applyEdits(before, edits);
  const start = before.lastIndexOf('\n', Math.min(...edits.map((edit) => edit.start)) - 1) + 1;
  const lastEnd = Math.max(...edits.map((edit) => edit.end));
  const end = before.indexOf('\n', lastEnd) === -1 ? before.length : before.indexOf('\n', lastEnd);
  const old = before.slice(start, end);
  const parts =
    old.split('\n').length <= SHOWN_WHOLE
      ? [
          { sign: '-', value: old },
          { sign: '+', value: after.slice(start, after.length - (before.length - end)) },
        ]
      : diffLines(before, after).flatMap(({ value, added, removed }) =>
          added || removed ? [{ sign: added ? '+' : '-', value }] : [],
        );
  return parts.flatMap(({ sign, value }) =>
    value
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .map((line) => `${sign} ${line}`),
  );
}

/** Line of an offset, 1-based. */
export const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;
