// Whether every bucket of a histogram has exactly the requests that took at most its upper bound: which lengths show it,
// and the mistake behind what they added. Pure.
import type { Fail } from '../../../model/verdict.ts';
import { sumOf } from '../../metrics/registries.ts';
import { failed } from './facts.ts';
import type { HistogramGains } from './reading.ts';

/** A length is so far from each bound, in seconds: some clocks show whole milliseconds. */
const MARGIN = 0.002;
/** So much may be missing or too much for each request, in seconds. */
const TOLERANCE = 0.005;
/** Of so many buckets each gets a request. */
const MAX_LENGTHS = 50;
/** In seconds. A request that takes longer shows nothing new. */
const LONGEST = 600;

/** The upper bounds as numbers, without the last one, infinity. */
const finite = (bounds: readonly string[]): number[] => bounds.map(Number).filter(Number.isFinite);

/**
 * In seconds, the longest first: one between each bound and the next, and one above all. Bounds that are too close to
 * each other have none between them.
 */
export function lengthsFor(bounds: readonly string[]): number[] {
  const sorted = [...new Set(finite(bounds))]
    .filter((bound) => bound > 0 && bound <= LONGEST)
    .toSorted((a, b) => a - b);
  const last = sorted.at(-1);
  if (last === undefined) return [];
  const between = sorted.flatMap((bound, index) => {
    const below = sorted[index - 1] ?? 0;
    return bound - below < 2 * MARGIN ? [] : [(bound + below) / 2];
  });
  return [...between.slice(0, MAX_LENGTHS), last + Math.max(last / 3, 5 * MARGIN)].toReversed();
}

/** What is wrong with the order of the bounds, whatever they are; undefined where each is above the one before. */
function diagnoseOrder(metric: string, found: readonly string[]): Fail | undefined {
  const bounds = finite(found);
  const twice = bounds.find((bound, index) => bounds.indexOf(bound) !== index);
  if (twice !== undefined) return failed('buckets-twice', { metric, bound: twice, found });
  const isSorted = bounds.every((bound, index) => index === 0 || bound > (bounds[index - 1] ?? 0));
  return isSorted ? undefined : failed('buckets-unsorted', { metric, found });
}

/** The mistake behind requests of these lengths, in seconds; undefined where each bucket has those that belong there. */
export function diagnoseBounds(
  metric: string,
  lengths: readonly number[],
  gains: HistogramGains,
): Fail | undefined {
  const order = diagnoseOrder(metric, gains.bounds);
  // Two series with the same labels: no page of metrics may have them.
  if (order?.fact?.kind === 'buckets-twice') return order;
  for (const le of gains.bounds) {
    const bound = le === '+Inf' ? Infinity : Number(le);
    const wanted = lengths.filter((length) => length <= bound).length;
    const found = sumOf(gains.buckets.filter(({ labels }) => labels['le'] === le));
    if (found !== wanted)
      return order ?? failed('buckets-differ', { metric, le, requests: lengths.length, wanted, found });
  }
  const wanted = lengths.reduce((sum, length) => sum + length, 0);
  const found = sumOf(gains.sum);
  return Math.abs(found - wanted) <= TOLERANCE * lengths.length
    ? undefined
    : failed('durations-differ-together', { metric, requests: lengths.length, wanted, found });
}
