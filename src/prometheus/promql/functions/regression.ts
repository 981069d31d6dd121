// deriv and predict_linear: a straight line through the samples of a window, by least squares.
import { compensated } from '../math/kahan.ts';
import { perWindow, type RangeKernel } from './kernel.ts';
import { timeAt } from '../vectors/grid.ts';

/** Slope per second, and value at `atMs`, of the line through `[low, high)`. */
function fitLine(
  timestamps: Float64Array,
  values: Float64Array,
  low: number,
  high: number,
  atMs: number,
): { slope: number; intercept: number } {
  const first = values[low] ?? NaN;
  let isConstant = true;
  let [sumX, sumY, sumXY, sumX2] = [0, 0, 0, 0];
  let [lostX, lostY, lostXY, lostX2] = [0, 0, 0, 0];
  for (let i = low; i < high; i++) {
    const x = ((timestamps[i] ?? 0) - atMs) / 1000;
    const y = values[i] ?? NaN;
    if (i > low && y !== first) isConstant = false;
    let total = sumX + x;
    lostX = compensated(x, sumX, total, lostX);
    sumX = total;
    total = sumY + y;
    lostY = compensated(y, sumY, total, lostY);
    sumY = total;
    total = sumXY + x * y;
    lostXY = compensated(x * y, sumXY, total, lostXY);
    sumXY = total;
    total = sumX2 + x * x;
    lostX2 = compensated(x * x, sumX2, total, lostX2);
    sumX2 = total;
  }
  if (isConstant)
    return Number.isFinite(first) || Number.isNaN(first)
      ? { slope: 0, intercept: first }
      : { slope: NaN, intercept: NaN };
  const count = high - low;
  sumX += lostX;
  sumY += lostY;
  sumXY += lostXY;
  sumX2 += lostX2;
  const slope = (sumXY - (sumX * sumY) / count) / (sumX2 - (sumX * sumX) / count);
  return { slope, intercept: sumY / count - (slope * sumX) / count };
}

export const deriv: RangeKernel = perWindow(2, ({ timestamps, values }, low, high) => {
  return fitLine(timestamps, values, low, high, timestamps[low] ?? 0).slope;
});

export const predictLinear: RangeKernel = perWindow(
  2,
  ({ timestamps, values }, low, high, { grid, scalars }, step) => {
    const { slope, intercept } = fitLine(timestamps, values, low, high, timeAt(grid, step));
    return slope * (scalars[0]?.[step] ?? NaN) + intercept;
  },
);
