// Compares the answer of a query with that of the reference, by values.
import type { InstantValue } from '../../model/simulation/simulator.ts';
import { groupsOf, isUnlabeled, type Group, type RowLabels } from './rows.ts';
import type { Alike, WorldSpec } from './spec.ts';

/** What two values may differ by where the reference is 0. */
const TINY = 1e-9;

export type DifferenceKind = 'missing' | 'extra' | 'split' | 'unlabeled' | 'value' | 'not-finite';

/** One row that is not as it should be. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly labels: RowLabels;
  /** The reference's value; undefined where it has no such row. */
  readonly expected: number | undefined;
  /** The values of the query's rows with these labels. */
  readonly observed: readonly number[];
}

export interface Terms {
  readonly by: readonly string[];
  readonly tolerance: number;
  readonly world: Pick<WorldSpec, 'alike' | 'between' | 'ignoreUnlabeled'>;
}

/** An answer with rows, or one number. */
export type Comparable = Extract<InstantValue, { kind: 'vector' | 'scalar' }>;

/** The rows that differ: first those of the reference, in its order. */
export function differencesOf(
  expected: Comparable,
  observed: Comparable,
  { by, tolerance, world }: Terms,
): readonly Difference[] {
  const wanted = groupsOf(expected, by);
  const found = groupsOf(observed, by);
  const keys = new Set([...wanted.keys(), ...found.keys()]);
  return [...keys].flatMap((key): readonly Difference[] => {
    const reference = wanted.get(key);
    const group = found.get(key);
    const labels = (reference ?? group)?.labels ?? {};
    const [row] = reference?.rows ?? [];
    const said = {
      labels,
      expected: row?.value,
      observed: group?.rows.map(({ value }) => value) ?? [],
    };
    if (row === undefined && group !== undefined && isUnlabeled(group))
      return world.ignoreUnlabeled === true ? [] : [{ kind: 'unlabeled', ...said }];
    if (said.observed.length > 1) return [{ kind: 'split', ...said }];
    const [value] = said.observed;
    if (isRight(row?.value, value, tolerance, world)) return [];
    if (value === undefined) return [{ kind: 'missing', ...said }];
    if (row === undefined) return [{ kind: Number.isFinite(value) ? 'extra' : 'not-finite', ...said }];
    return [{ kind: Number.isFinite(value) ? 'value' : 'not-finite', ...said }];
  });
}

/** Whether a row of the reference is one that several rows share: then nothing can be compared with it. */
export const isAmbiguous = (expected: Comparable, by: readonly string[]): boolean =>
  [...groupsOf(expected, by).values()].some(({ rows }: Group) => rows.length > 1);

function isRight(
  expected: number | undefined,
  observed: number | undefined,
  tolerance: number,
  { alike = [], between }: Terms['world'],
): boolean {
  const [a, b] = [classOf(expected), classOf(observed)];
  if (a !== undefined && b !== undefined && alike.includes(a) && alike.includes(b)) return true;
  if (expected === undefined || observed === undefined) return expected === observed;
  if (between !== undefined) return observed >= between.min && observed <= between.max;
  return isSameValue(expected, observed, tolerance);
}

/** Whether two values are the same within a relative tolerance; NaN and infinities are values. */
export function isSameValue(expected: number, observed: number, tolerance: number): boolean {
  if (!Number.isFinite(expected) || !Number.isFinite(observed)) return Object.is(expected, observed);
  return Math.abs(expected - observed) <= Math.max(Math.abs(expected) * tolerance, TINY);
}

function classOf(value: number | undefined): Alike | undefined {
  if (value === undefined) return 'nothing';
  if (Number.isNaN(value)) return 'nan';
  return Math.abs(value) <= TINY ? 'zero' : undefined;
}
