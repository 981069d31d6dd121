// Searches the smallest timeline on which a query and its reference differ in the same way.
import type { TimelineSeries } from '../../../model/simulation/simulator.ts';
import { continueAfterRestarts, cutBefore, fromZero, simplify, thin, withoutSeries } from './smaller.ts';

/** So many timelines are tried at most. */
const MOST_TRIES = 150;
/** A heavy query is tried on fewer, so that a verdict comes soon; only what is shown depends on it. */
const TIME_LIMIT_MS = 400;
/** Each with fewer samples is easy to read. */
const ENOUGH_SAMPLES = 12;

/** Whether the answers differ in the same way on these series. */
export type StillDiffers = (series: readonly TimelineSeries[]) => Promise<boolean>;

type Series = readonly TimelineSeries[];

/** A timeline that is as small as the search could make it; the one that it began with where nothing can go. */
export async function shrink(
  begin: Series,
  { atMs, windowMs }: { readonly atMs: number; readonly windowMs: number },
  stillDiffers: StillDiffers,
): Promise<Series> {
  let best = begin;
  let tries = 0;
  const until = performance.now() + TIME_LIMIT_MS;
  /** Keeps a smaller timeline if it shows the same. */
  async function attempt(smaller: Series): Promise<boolean> {
    if (tries >= MOST_TRIES || performance.now() > until) return false;
    if (smaller.every(({ values }) => values.length === 0)) return false;
    tries += 1;
    if (!(await stillDiffers(smaller))) return false;
    best = smaller;
    return true;
  }

  await dropSeries(() => best, attempt);
  // What no window reaches back to changes nothing.
  await attempt(cutBefore(best, atMs - windowMs));
  // Fewer scrapes leave the growth in a window as it is; a shorter past does not.
  while (longest(best) > ENOUGH_SAMPLES) if (!(await attempt(thin(best, atMs)))) break;
  for (const part of [2, 4, 8])
    while (longest(best) > ENOUGH_SAMPLES) {
      const first = Math.min(...best.map(({ timestamps }) => timestamps[0] ?? Infinity));
      if (!(await attempt(cutBefore(best, first + (atMs - first) / part)))) break;
    }
  for (const change of [continueAfterRestarts, simplify, fromZero])
    if (!(await attempt(change(best)))) await eachSeries(() => best, change, attempt);
  await dropSeries(() => best, attempt);
  return best;
}

const longest = (series: Series): number =>
  series.reduce((most, { values }) => Math.max(most, values.length), 0);

type Attempt = (smaller: Series) => Promise<boolean>;

/** Leaves out halves, quarters and single series, as long as something can go. */
async function dropSeries(current: () => Series, attempt: Attempt): Promise<void> {
  for (let size = Math.ceil(current().length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < current().length;) {
      const smaller = withoutSeries(current(), from, size);
      if (!(await attempt(smaller))) from += size;
    }
  }
}

/** Makes one series after the other simpler. */
async function eachSeries(
  current: () => Series,
  change: (series: Series) => Series,
  attempt: Attempt,
): Promise<void> {
  for (const index of current().keys())
    await attempt(current().map((one, at) => (at === index ? (change([one])[0] ?? one) : one)));
}
