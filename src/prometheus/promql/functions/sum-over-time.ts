// sum_over_time and avg_over_time. Where every sum is exact anyway, as it is for whole numbers, windows are differences of
// one running sum; everywhere else each window is added up with compensation.
import { KahanSum, kahanMean } from '../math/kahan.ts';
import { perWindow, type RangeKernel } from './kernel.ts';

/** Running sums before each index, or undefined where one of them would be rounded. */
function exactSums(values: Float64Array): Float64Array | undefined {
  const sums = new Float64Array(values.length + 1);
  let sum = 0;
  let magnitude = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? NaN;
    magnitude += Math.abs(value);
    // Also ends at infinities and NaN. A negative zero would be lost in a difference.
    if (!(magnitude <= Number.MAX_SAFE_INTEGER) || !Number.isInteger(value) || Object.is(value, -0))
      return undefined;
    sum += value;
    sums[i + 1] = sum;
  }
  return sums;
}

const running = new KahanSum();

const compensatedSum = perWindow(1, ({ values }, low, high) => {
  running.reset();
  for (let i = low; i < high; i++) running.add(values[i] ?? NaN);
  return running.value;
});

const compensatedMean = perWindow(1, ({ values }, low, high) => kahanMean(values, low, high));

function exactOr(otherwise: RangeKernel, result: (sum: number, count: number) => number): RangeKernel {
  return (series, frame, row) => {
    const sums = exactSums(series.values);
    if (sums === undefined) return otherwise(series, frame, row);
    const { low, high, steps } = frame.windows;
    for (let step = 0; step < steps; step++) {
      const from = low[step] ?? 0;
      const to = high[step] ?? 0;
      if (to <= from) continue;
      row.values[row.base + step] = result((sums[to] ?? 0) - (sums[from] ?? 0), to - from);
      row.present[row.base + step] = 1;
    }
    frame.context.work(series.values.length + steps);
  };
}

export const sumOverTime = exactOr(compensatedSum, (sum) => sum);
export const avgOverTime = exactOr(compensatedMean, (sum, count) => sum / count);
