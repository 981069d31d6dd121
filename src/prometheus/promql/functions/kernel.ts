// The form of a function over ranges: it gets one series with all its windows and writes one row of the result.
import type { Span } from '../ast/nodes.ts';
import type { QueryContext } from '../vectors/context.ts';
import type { Grid } from '../vectors/grid.ts';
import type { RangeSeries, RangeVector, Windows } from '../vectors/range.ts';

export interface RangeFrame {
  readonly context: QueryContext;
  readonly grid: Grid;
  readonly vector: RangeVector;
  /** The windows of the series at hand. */
  readonly windows: Windows;
  /** The other arguments of the call, in order, one value a step. */
  readonly scalars: readonly Float64Array[];
  /** Where the call's first argument is in the text. */
  readonly firstArgument: Span;
}

/** One row of the result; steps without a result stay unchanged. */
export interface RowWriter {
  readonly values: Float64Array;
  readonly present: Uint8Array;
  readonly base: number;
}

export type RangeKernel = (series: RangeSeries, frame: RangeFrame, row: RowWriter) => void;

/** A kernel out of a function of one window, asked where the window has at least `least` samples. */
export function perWindow(
  least: number,
  compute: (series: RangeSeries, low: number, high: number, frame: RangeFrame, step: number) => number,
): RangeKernel {
  return (series, frame, { values, present, base }) => {
    const { low, high, steps } = frame.windows;
    for (let step = 0; step < steps; step++) {
      const from = low[step] ?? 0;
      const to = high[step] ?? 0;
      if (to - from < least) continue;
      values[base + step] = compute(series, from, to, frame, step);
      present[base + step] = 1;
      frame.context.work(to - from);
    }
  };
}
