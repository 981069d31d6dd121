// The `_over_time` family, changes and resets: one number out of the samples of a window.
import { compensated } from '../math/kahan.ts';
import { isQuantile, quantileOf } from '../math/quantile.ts';
import { perWindow, type RangeKernel } from './kernel.ts';
import type { RangeSeries } from '../vectors/range.ts';

/** How often something happened between a sample and the one before, counted up from the series' start. */
function countingKernel(happened: (value: number, previous: number) => boolean): RangeKernel {
  return ({ values }: RangeSeries, { windows, context }, row) => {
    const counts = new Int32Array(values.length);
    for (let i = 1; i < values.length; i++) {
      counts[i] = (counts[i - 1] ?? 0) + (happened(values[i] ?? NaN, values[i - 1] ?? NaN) ? 1 : 0);
    }
    for (let step = 0; step < windows.steps; step++) {
      const from = windows.low[step] ?? 0;
      const to = windows.high[step] ?? 0;
      if (to <= from) continue;
      row.values[row.base + step] = (counts[to - 1] ?? 0) - (counts[from] ?? 0);
      row.present[row.base + step] = 1;
    }
    context.work(values.length + windows.steps);
  };
}

export const changes = countingKernel(
  (value, previous) => value !== previous && !(value !== value && previous !== previous),
);
export const resets = countingKernel((value, previous) => value < previous);

export const countOverTime = perWindow(1, (_series, low, high) => high - low);
export const presentOverTime = perWindow(1, () => 1);
export const firstOverTime = perWindow(1, ({ values }, low) => values[low] ?? NaN);

export const lastOverTime = perWindow(1, ({ values }, _low, high) => values[high - 1] ?? NaN);
/** Variance by Welford's method, its mean and its sum compensated. */
function varianceOf(values: Float64Array, low: number, high: number): number {
  let [mean, lostMean, sum, lostSum] = [0, 0, 0, 0];
  for (let i = low; i < high; i++) {
    const value = values[i] ?? NaN;
    const difference = value - (mean + lostMean);
    const step = difference / (i - low + 1);
    let total = mean + step;
    lostMean = compensated(step, mean, total, lostMean);
    mean = total;
    const square = difference * (value - (mean + lostMean));
    total = sum + square;
    lostSum = compensated(square, sum, total, lostSum);
    sum = total;
  }
  return (sum + lostSum) / (high - low);
}

export const stdvarOverTime = perWindow(1, ({ values }, low, high) => varianceOf(values, low, high));
export const stddevOverTime = perWindow(1, ({ values }, low, high) =>
  Math.sqrt(varianceOf(values, low, high)),
);

export const quantileOverTime = perWindow(
  1,
  ({ values }, low, high, { scalars, context, firstArgument }, step) => {
    const quantile = scalars[0]?.[step] ?? NaN;
    // Sorting costs more than a look at each.
    context.work((high - low) * 4);
    if (!isQuantile(quantile)) context.annotations.invalidQuantile(quantile, firstArgument);
    return quantileOf(quantile, values.subarray(low, high));
  },
);
