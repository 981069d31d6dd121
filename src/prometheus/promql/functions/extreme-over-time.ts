// max_over_time and min_over_time, in one pass over a series however much its windows overlap.
import type { RangeKernel } from './kernel.ts';

/** The best value of each window; NaN only where there is nothing else. */
function extreme(isBetter: (value: number, than: number) => boolean): RangeKernel {
  return ({ values }, { windows, context }, row) => {
    // Indexes of the samples that are the best from themselves on; the first of them is the window's best.
    const candidates = new Int32Array(values.length);
    let head = 0;
    let tail = 0;
    let next = 0;
    for (let step = 0; step < windows.steps; step++) {
      const from = windows.low[step] ?? 0;
      const to = windows.high[step] ?? 0;
      for (; next < to; next++) {
        const value = values[next] ?? NaN;
        if (value !== value) continue;
        while (tail > head && isBetter(value, values[candidates[tail - 1] ?? 0] ?? NaN)) tail--;
        candidates[tail++] = next;
      }
      while (head < tail && (candidates[head] ?? 0) < from) head++;
      if (to <= from) continue;
      row.values[row.base + step] = head < tail ? (values[candidates[head] ?? 0] ?? NaN) : NaN;
      row.present[row.base + step] = 1;
    }
    context.work(values.length + windows.steps);
  };
}

export const maxOverTime = extreme((value, than) => value > than);
export const minOverTime = extreme((value, than) => value < than);
