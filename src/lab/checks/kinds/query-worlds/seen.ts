// What a verdict shows of one world: the row that differs, and the smallest timeline that shows it.
import type { CheckContext } from '../../contract/context.ts';
import type { InstantAnswer, InstantValue, TimelineSeries } from '../../../model/simulation/simulator.ts';
import { differencesOf, isAmbiguous, type Difference } from '../../worlds/compare.ts';
import { groupsOf } from '../../worlds/rows.ts';
import { exampleOf, valueText } from './example.ts';
import type { Example, Seen, ShownRow } from './facts.ts';
import type { Found, WorldResult } from './diagnosis.ts';
import { shrink } from './shrink.ts';
import type { QueryWorldsSpec } from './spec.ts';

const MOST_ROWS = 4;

export interface Sight {
  readonly query: string;
  readonly spec: QueryWorldsSpec;
  readonly found: Found;
  readonly result: WorldResult;
  readonly context: CheckContext;
  /** How far the queries look back, in ms. */
  readonly windowMs: number;
  readonly tolerance: number;
  /** Labels of the example that are shown although all its series have the same value. */
  readonly shown: readonly string[];
}

/** What is shown of a world, but for what the live Prometheus says. */
export async function seenIn(sight: Sight): Promise<Omit<Seen, 'live'>> {
  const { spec, found, result } = sight;
  const { world, expected, observed } = result;
  const difference =
    found.difference !== undefined && result.differences.includes(found.difference)
      ? found.difference
      : result.differences[0];
  const [row] = groupsOf(expected, spec.by).values();
  const labels = difference?.labels ?? row?.labels ?? {};
  const wanted = difference === undefined ? row?.rows[0]?.value : difference.expected;
  return {
    about: world.spec.about,
    by: spec.by,
    expected: shownRow(labels, wanted === undefined ? [] : [wanted]),
    observed: shownRow(labels, difference?.observed ?? valuesOf(observed, spec.by, labels)),
    range: world.spec.between,
    example: await smallestExample(sight, difference),
  };
}

const shownRow = (labels: ShownRow['labels'], values: readonly number[]): ShownRow => ({
  labels,
  values: values.slice(0, MOST_ROWS).map(valueText),
});

function valuesOf(value: InstantValue, by: readonly string[], labels: ShownRow['labels']): readonly number[] {
  const key = JSON.stringify(Object.values(labels));
  if (value.kind !== 'vector' && value.kind !== 'scalar') return [];
  return (
    groupsOf(value, by)
      .get(key)
      ?.rows.map((one) => one.value) ?? []
  );
}

interface Said {
  readonly series: readonly TimelineSeries[];
  readonly answers: readonly InstantAnswer[];
}

/** Undefined where nothing is seen in samples. */
async function smallestExample(
  { query, spec, result, context, windowMs, tolerance, found, shown }: Sight,
  difference: Difference | undefined,
): Promise<Example | undefined> {
  const { world } = result;
  const { timeline, atMs } = world;
  const isRefused = found.kind === 'labels-do-not-match/ambiguous' || found.kind === 'evaluation-failed';
  if (difference === undefined && !isRefused) return undefined;
  const ask = (series: readonly TimelineSeries[]): Promise<readonly InstantAnswer[]> =>
    context.simulator.ask(
      [spec.reference, query].map((text) => ({ query: text, series, atMs })),
      context.signal,
    );
  let best: Said | undefined;
  const differs = async (series: readonly TimelineSeries[]): Promise<boolean> => {
    const answers = await ask(series);
    if (!isSameIn(answers)) return false;
    best = { series, answers };
    return true;
  };
  function isSameIn([reference, observed]: readonly InstantAnswer[]): boolean {
    const wanted = comparableOf(reference);
    if (wanted === undefined || isAmbiguous(wanted, spec.by)) return false;
    if (difference === undefined)
      return observed?.status === 'rejected' && groupsOf(wanted, spec.by).size > 0;
    const got = comparableOf(observed);
    if (got === undefined) return false;
    const terms = { by: spec.by, tolerance, world: world.spec };
    return differencesOf(wanted, got, terms).some((one) => isAlike(difference, one));
  }
  // A range fits one world only: it is shown as it is.
  if (world.spec.between === undefined) await shrink(timeline.series, { atMs, windowMs }, differs);
  best ??= { series: timeline.series, answers: await ask(timeline.series) };
  const [reference, observed] = best.answers;
  return {
    ...exampleOf(best.series, shown, atMs),
    expected: rowsShown(comparableOf(reference), spec.by),
    observed: rowsShown(comparableOf(observed), spec.by),
  };
}

function comparableOf(answer: InstantAnswer | undefined): WorldResult['expected'] | undefined {
  if (answer?.status !== 'answered') return undefined;
  const { value } = answer;
  return value.kind === 'vector' || value.kind === 'scalar' ? value : undefined;
}

const rowsShown = (value: WorldResult['expected'] | undefined, by: readonly string[]): readonly ShownRow[] =>
  value === undefined
    ? []
    : [...groupsOf(value, by).values()].slice(0, MOST_ROWS).map(({ labels, rows }) =>
        shownRow(
          labels,
          rows.map((row) => row.value),
        ),
      );

/** Whether a row of a smaller timeline differs for the reason for which it differed before. */
function isAlike(before: Difference, now: Difference): boolean {
  if (before.kind !== now.kind || JSON.stringify(before.labels) !== JSON.stringify(now.labels)) return false;
  if ((before.expected === undefined) !== (now.expected === undefined)) return false;
  if ((before.expected === 0) !== (now.expected === 0)) return false;
  if (Number.isFinite(before.expected) && !Number.isFinite(now.expected)) return false;
  if (before.kind === 'not-finite') return Object.is(before.observed[0], now.observed[0]);
  if (before.kind !== 'value' || before.expected === undefined || now.expected === undefined) return true;
  const [was = NaN, is = NaN] = [before.observed[0], now.observed[0]];
  if (Math.sign(was - before.expected) !== Math.sign(is - now.expected)) return false;
  return before.expected === 0 || apart(now.expected, is) >= Math.min(apart(before.expected, was), 1) / 2;
}

/** How far a value is from the one expected, as a share of that. */
const apart = (expected: number, observed: number): number =>
  Math.abs(observed - expected) / Math.abs(expected);
