// Smaller or simpler timelines. Stale markers keep their bits: values are copied between typed arrays.
import type { TimelineSeries } from '../../../model/simulation/simulator.ts';

type Series = readonly TimelineSeries[];

/** Without some series. */
export const withoutSeries = (series: Series, from: number, count: number): Series =>
  series.filter((_, index) => index < from || index >= from + count);

function kept(one: TimelineSeries, isKept: (time: number, index: number) => boolean): TimelineSeries {
  const mask = one.timestamps.map((time, index) => (isKept(time, index) ? 1 : 0));
  const filter = (from: Float64Array): Float64Array => {
    const to = new Float64Array(mask.reduce((sum, bit) => sum + bit, 0));
    let at = 0;
    // Through `set`, which keeps the bits of a NaN.
    for (const [index, bit] of mask.entries()) if (bit === 1) to.set(from.subarray(index, index + 1), at++);
    return to;
  };
  return { ...one, timestamps: filter(one.timestamps), values: filter(one.values) };
}

/** Without the samples before a moment. */
export const cutBefore = (series: Series, timeMs: number): Series =>
  series.map((one) => kept(one, (time) => time >= timeMs)).filter(({ values }) => values.length > 0);

/** The time between most samples, in ms; 0 where there are too few. */
export function stepOf(series: Series): number {
  const counts = new Map<number, number>();
  for (const { timestamps } of series)
    for (const [index, time] of timestamps.entries()) {
      if (index === 0) continue;
      const gap = time - (timestamps[index - 1] ?? time);
      counts.set(gap, (counts.get(gap) ?? 0) + 1);
    }
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
}

/** With every second scrape only, that at `atMs` included. */
export function thin(series: Series, atMs: number): Series {
  const stepMs = stepOf(series);
  if (stepMs === 0) return series;
  return series.map((one) => kept(one, (time) => Math.round((atMs - time) / stepMs) % 2 === 0));
}

/** Where a value falls, it continues to rise instead. */
export const continueAfterRestarts = (series: Series): Series =>
  series.map((one) => {
    let lost = 0;
    return mapped(one, (value, before) => {
      if (before !== undefined && value < before) lost += before;
      return value + lost;
    });
  });

/** Even steps of round numbers from 0: what is between two restarts rises evenly. */
export const simplify = (series: Series): Series =>
  series.map((one) => {
    const runs: { start: number; length: number }[] = [];
    for (const [index, value] of one.values.entries()) {
      const before = one.values[index - 1];
      const run = runs.at(-1);
      if (run === undefined || before === undefined || value < before || Number.isNaN(value - before))
        runs.push({ start: index, length: 1 });
      else run.length += 1;
    }
    const simple = one.values.slice();
    for (const { start, length } of runs) {
      const first = one.values[start] ?? 0;
      const last = one.values[start + length - 1] ?? 0;
      if (Number.isNaN(first) || length < 2) continue;
      const step = round((last - first) / (length - 1));
      const from = start === 0 ? round(first) : 0;
      for (let index = 0; index < length; index++) simple[start + index] = from + step * index;
    }
    return { ...one, values: simple };
  });

/** What rises without a restart begins at 0. */
export const fromZero = (series: Series): Series =>
  series.map((one) => {
    const first = one.values.find((value) => !Number.isNaN(value)) ?? 0;
    let before = first;
    const falls = one.values.some((value) => {
      const isFall = value < before;
      before = value;
      return isFall;
    });
    return falls ? one : mapped(one, (value) => value - first);
  });

/** Two digits are enough. */
const round = (value: number): number => Number(value.toPrecision(2));

function mapped(
  one: TimelineSeries,
  change: (value: number, before: number | undefined) => number,
): TimelineSeries {
  const values = one.values.slice();
  let before: number | undefined;
  for (const [index, value] of one.values.entries()) {
    if (Number.isNaN(value)) continue;
    values[index] = change(value, before);
    before = value;
  }
  return { ...one, values };
}
