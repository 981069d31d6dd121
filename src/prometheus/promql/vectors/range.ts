// Range vectors: the samples of each series over all windows of a query at once, and where each step's window lies in them.
import { isStaleAt, type Labels, type SeriesSamples } from '../../model/samples.ts';
import type { MatrixSelector, Subquery } from '../ast/nodes.ts';
import type { Block } from './block.ts';
import { SAMPLE_BYTES, type QueryContext } from './context.ts';
import { endOf, gridBetween, timeAt, type Grid } from './grid.ts';
import { pinnedTime } from './pinned-time.ts';

export interface RangeSeries {
  readonly labels: Labels;
  /** As in {@link Block}. */
  readonly dropsName: boolean;
  readonly timestamps: Float64Array;
  /** Without stale markers. */
  readonly values: Float64Array;
}

/** Series with all their windows. What is read of one may be valid only until the next one is taken. */
export interface RangeSeriesList extends Iterable<RangeSeries> {
  /** At most so many are given. */
  readonly length: number;
}

export interface RangeVector {
  readonly series: RangeSeriesList;
  readonly rangeMs: number;
  /** The end of the first step's window. */
  readonly firstEndMs: number;
  /** How far a step moves the window; 0 where it is pinned. */
  readonly stepMs: number;
}

/** Where the windows of one series lie: `[low, high)` at every step. Used again for each series. */
export class Windows {
  readonly steps: number;
  readonly low: Int32Array;
  readonly high: Int32Array;

  constructor(steps: number) {
    this.steps = steps;
    this.low = new Int32Array(steps);
    this.high = new Int32Array(steps);
  }

  /** Slides over one series. A window is open on the left: it holds the samples with start < t <= end. */
  slide(timestamps: Float64Array, vector: RangeVector): void {
    const { low, high, steps } = this;
    const { length } = timestamps;
    let from = 0;
    let to = 0;
    for (let step = 0; step < steps; step++) {
      const endMs = vector.firstEndMs + step * vector.stepMs;
      const startMs = endMs - vector.rangeMs;
      while (to < length && (timestamps[to] ?? Infinity) <= endMs) to++;
      while (from < to && (timestamps[from] ?? Infinity) <= startMs) from++;
      low[step] = from;
      high[step] = to;
    }
  }
}

/** The series without its stale markers; the same arrays if it has none. */
function withoutStale({ labels, timestamps, values }: SeriesSamples): RangeSeries {
  let stale = 0;
  for (let i = 0; i < values.length; i++) if (isStaleAt(values, i)) stale++;
  if (stale === 0) return { labels, dropsName: false, timestamps, values };
  const keptTimes = new Float64Array(values.length - stale);
  const keptValues = new Float64Array(values.length - stale);
  let kept = 0;
  for (let i = 0; i < values.length; i++) {
    if (isStaleAt(values, i)) continue;
    keptTimes[kept] = timestamps[i] ?? 0;
    keptValues[kept++] = values[i] ?? NaN;
  }
  return { labels, dropsName: false, timestamps: keptTimes, values: keptValues };
}

/** The most samples that a window of that length can have. */
function longestWindow(timestamps: Float64Array, rangeMs: number): number {
  let longest = 0;
  let from = 0;
  for (let to = 0; to < timestamps.length; to++) {
    while ((timestamps[from] ?? 0) <= (timestamps[to] ?? 0) - rangeMs) from++;
    longest = Math.max(longest, to - from + 1);
  }
  return longest;
}

/** Reads the samples of a range selector for all steps. */
export function selectRange(context: QueryContext, node: MatrixSelector, grid: Grid): RangeVector {
  const { selector, rangeMs } = node;
  const pinnedMs = pinnedTime(context, selector.at);
  const firstEndMs = (pinnedMs ?? grid.startMs) - selector.offsetMs;
  const lastEndMs = (pinnedMs ?? endOf(grid)) - selector.offsetMs;
  const found = context.select(selector.matchers, firstEndMs - rangeMs + 1, lastEndMs);
  const series: RangeSeriesList = {
    length: found.length,
    *[Symbol.iterator]() {
      for (const each of found) {
        if (each.values.length === 0) continue;
        context.work(each.values.length);
        const selected = withoutStale(each);
        // As in Prometheus, one window is held at a time. Looked for only where it can matter.
        const held = context.isNearLimit(selected.values.length)
          ? longestWindow(selected.timestamps, rangeMs)
          : 0;
        context.hold(held);
        yield selected;
        context.letGo(held);
      }
    },
  };
  return { series, rangeMs, firstEndMs, stepMs: pinnedMs === undefined ? grid.stepMs : 0 };
}

/** The moments that the inside of a subquery is evaluated at: multiples of its step, over all windows. */
export function subqueryGrid(context: QueryContext, node: Subquery, grid: Grid): Grid {
  const pinnedMs = pinnedTime(context, node.at);
  const stepMs = node.stepMs === 0 ? context.defaultSubqueryStepMs : node.stepMs;
  const windowStartMs = (pinnedMs ?? grid.startMs) - node.offsetMs - node.rangeMs;
  const lastEndMs = (pinnedMs ?? endOf(grid)) - node.offsetMs;
  // Division towards zero, as in Prometheus: before 1970 the first multiple is found by the second line.
  let startMs = stepMs * Math.trunc(windowStartMs / stepMs);
  if (startMs <= windowStartMs) startMs += stepMs;
  return gridBetween(startMs, lastEndMs, stepMs);
}

/** The inside of a subquery, evaluated, as a range vector. */
export function rangeOfBlock(
  context: QueryContext,
  node: Subquery,
  grid: Grid,
  inner: Block,
  innerGrid: Grid,
): RangeVector {
  const pinnedMs = pinnedTime(context, node.at);
  const series = inner.labels.map((labels, row): RangeSeries => {
    const base = row * inner.steps;
    let count = 0;
    for (let step = 0; step < inner.steps; step++) count += inner.present[base + step] ?? 0;
    context.holdTable(count * SAMPLE_BYTES);
    const timestamps = new Float64Array(count);
    const values = new Float64Array(count);
    for (let step = 0, at = 0; step < inner.steps; step++) {
      if (inner.present[base + step] !== 1) continue;
      timestamps[at] = timeAt(innerGrid, step);
      values[at++] = inner.values[base + step] ?? NaN;
    }
    context.work(inner.steps);
    return { labels, dropsName: inner.dropsName[row] === 1, timestamps, values };
  });
  return {
    series: series.filter(({ values }) => values.length > 0),
    rangeMs: node.rangeMs,
    firstEndMs: (pinnedMs ?? grid.startMs) - node.offsetMs,
    stepMs: pinnedMs === undefined ? grid.stepMs : 0,
  };
}
