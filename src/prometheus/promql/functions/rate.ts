// rate, increase, delta and their two-sample kin. Source of the rules: Prometheus's documentation of rate() and its
// extrapolation: to the window's edges where the samples come within 1.1 intervals of them, else by half an interval,
// and for a counter never below zero.
import { perWindow, type RangeFrame, type RangeKernel, type RowWriter } from './kernel.ts';
import type { RangeSeries } from '../vectors/range.ts';

/** Where a counter was reset: the indexes of samples lower than the one before. Found once per series. */
function findResets(values: Float64Array): number[] {
  const resets: number[] = [];
  let previous = values[0] ?? NaN;
  for (let i = 1; i < values.length; i++) {
    const value = values[i] ?? NaN;
    if (value < previous) resets.push(i);
    previous = value;
  }
  return resets;
}

const THRESHOLD = 1.1;

function extrapolated(isCounter: boolean, isRate: boolean): RangeKernel {
  return ({ timestamps, values }: RangeSeries, { windows, vector, context }: RangeFrame, row: RowWriter) => {
    const resets = isCounter ? findResets(values) : [];
    const { low, high, steps } = windows;
    let firstReset = 0;
    for (let step = 0; step < steps; step++) {
      const from = low[step] ?? 0;
      const last = (high[step] ?? 0) - 1;
      if (last <= from) continue;
      const firstValue = values[from] ?? NaN;
      let result = (values[last] ?? NaN) - firstValue;
      while ((resets[firstReset] ?? Infinity) <= from) firstReset++;
      for (let i = firstReset; (resets[i] ?? Infinity) <= last; i++)
        result += values[(resets[i] ?? 0) - 1] ?? NaN;

      const firstMs = timestamps[from] ?? 0;
      const lastMs = timestamps[last] ?? 0;
      const endMs = vector.firstEndMs + step * vector.stepMs;
      let toStart = (firstMs - (endMs - vector.rangeMs)) / 1000;
      let toEnd = (endMs - lastMs) / 1000;
      const sampled = (lastMs - firstMs) / 1000;
      const interval = sampled / (last - from);
      if (toStart >= interval * THRESHOLD) toStart = interval / 2;
      if (isCounter && result > 0 && firstValue >= 0)
        toStart = Math.min(toStart, sampled * (firstValue / result));
      if (toEnd >= interval * THRESHOLD) toEnd = interval / 2;
      let factor = (sampled + toStart + toEnd) / sampled;
      if (isRate) factor /= vector.rangeMs / 1000;
      row.values[row.base + step] = result * factor;
      row.present[row.base + step] = 1;
    }
    context.work(steps + resets.length);
  };
}

function lastTwo(isRate: boolean): RangeKernel {
  return perWindow(2, ({ timestamps, values }, _low, high) => {
    const [before = NaN, last = NaN] = [values[high - 2], values[high - 1]];
    const difference = isRate && last < before ? last : last - before;
    return isRate
      ? difference / (((timestamps[high - 1] ?? 0) - (timestamps[high - 2] ?? 0)) / 1000)
      : difference;
  });
}

export const rate = extrapolated(true, true);
export const increase = extrapolated(true, false);
export const delta = extrapolated(false, false);
export const irate = lastTwo(true);
export const idelta = lastTwo(false);
