// The moments that an expression is evaluated at.
import type { TimestampMs } from '../../model/samples.ts';

/** `steps` moments from `startMs` on, `stepMs` apart; an instant is a grid of one. */
export interface Grid {
  readonly startMs: TimestampMs;
  readonly stepMs: number;
  readonly steps: number;
}

/** The moment of a step. */
export function timeAt(grid: Grid, step: number): TimestampMs {
  return grid.startMs + step * grid.stepMs;
}

/** The last moment. */
export function endOf(grid: Grid): TimestampMs {
  return timeAt(grid, grid.steps - 1);
}

/** The grid from `startMs` to at most `endMs`; no moment at all where the end is before the start. */
export function gridBetween(startMs: TimestampMs, endMs: TimestampMs, stepMs: number): Grid {
  const steps = endMs < startMs ? 0 : Math.floor((endMs - startMs) / stepMs) + 1;
  return { startMs, stepMs, steps };
}
