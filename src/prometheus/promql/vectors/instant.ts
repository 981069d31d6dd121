// Instant selectors: the newest sample of each series that is not older than the lookback, at every step.
import { isStaleAt, type SeriesSamples } from '../../model/samples.ts';
import type { VectorSelector } from '../ast/nodes.ts';
import type { Block } from './block.ts';
import { blocksOf } from './block-parts.ts';
import type { QueryContext } from './context.ts';
import { endOf, timeAt, type Grid } from './grid.ts';
import { pinnedTime } from './pinned-time.ts';

/** Index of the last timestamp <= `time`, from `from` on; `from - 1` if there is none. */
export function lastIndexUpTo(timestamps: Float64Array, time: number, from: number): number {
  let low = from;
  let high = timestamps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((timestamps[middle] ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Fills one row; gives how many cells got a sample. `wanted` says what goes into a cell. */
function fillRow(
  series: SeriesSamples,
  block: Block,
  base: number,
  firstMs: number,
  stepMs: number,
  lookbackMs: number,
  wanted: 'values' | 'timestamps',
): number {
  const { timestamps, values } = series;
  const { length } = timestamps;
  let index = -1;
  let count = 0;
  for (let step = 0; step < block.steps; step++) {
    const time = firstMs + step * stepMs;
    // A step rarely passes many samples; where it does, search.
    if (index + 8 < length && (timestamps[index + 8] ?? Infinity) <= time)
      index = lastIndexUpTo(timestamps, time, index + 8);
    else while (index + 1 < length && (timestamps[index + 1] ?? Infinity) <= time) index++;
    if (index < 0) continue;
    const sampleMs = timestamps[index] ?? 0;
    if (sampleMs <= time - lookbackMs || isStaleAt(values, index)) continue;
    block.values[base + step] = wanted === 'values' ? (values[index] ?? NaN) : sampleMs / 1000;
    block.present[base + step] = 1;
    count++;
  }
  return count;
}

/** Evaluates an instant selector, some series at a time. */
export function selectInstantParts(
  context: QueryContext,
  selector: VectorSelector,
  grid: Grid,
  mostRows: number,
  wanted: 'values' | 'timestamps' = 'values',
): Generator<Block, void, void> {
  const pinnedMs = pinnedTime(context, selector.at);
  const firstMs = (pinnedMs ?? grid.startMs) - selector.offsetMs;
  const lastMs = (pinnedMs ?? endOf(grid)) - selector.offsetMs;
  const stepMs = pinnedMs === undefined ? grid.stepMs : 0;
  const found = context.select(selector.matchers, firstMs - context.lookbackMs + 1, lastMs);
  return blocksOf(context, found, grid.steps, mostRows, (series, block, base) => {
    const count = fillRow(series, block, base, firstMs, stepMs, context.lookbackMs, wanted);
    context.work(grid.steps);
    if (count === 0) return undefined;
    context.hold(count);
    return series.labels;
  });
}

/** Evaluates an instant selector. With `timestamps`, the cells hold when the samples were taken, in seconds. */
export function selectInstant(
  context: QueryContext,
  selector: VectorSelector,
  grid: Grid,
  wanted: 'values' | 'timestamps' = 'values',
): Block {
  const [block] = selectInstantParts(context, selector, grid, Infinity, wanted);
  if (block === undefined) throw new Error('a selector gave nothing');
  return block;
}

/** The moments of a grid in seconds: `time()`. */
export function timesOf(grid: Grid): Float64Array {
  return Float64Array.from({ length: grid.steps }, (_, step) => timeAt(grid, step) / 1000);
}
