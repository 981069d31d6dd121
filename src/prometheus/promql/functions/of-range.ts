// Calls of functions over ranges: which kernel, what becomes of the names, and what is remarked on the way.
import type { Call } from '../ast/nodes.ts';
import { withoutParens } from '../ast/nodes.ts';
import { absentLabels } from './absent.ts';
import { singleRow, type Block } from '../vectors/block.ts';
import { blocksOf } from '../vectors/block-parts.ts';
import type { Evaluator } from '../vectors/evaluator.ts';
import type { Grid } from '../vectors/grid.ts';
import { metricNameOf } from '../text/labels.ts';
import { maxOverTime, minOverTime } from './extreme-over-time.ts';
import * as overTime from './over-time.ts';
import type { RangeFrame, RangeKernel } from './kernel.ts';
import { Windows, type RangeVector } from '../vectors/range.ts';
import { delta, idelta, increase, irate, rate } from './rate.ts';
import { deriv, predictLinear } from './regression.ts';
import { StrictNames } from '../vectors/strict-names.ts';
import { avgOverTime, sumOverTime } from './sum-over-time.ts';

const KERNELS: ReadonlyMap<string, RangeKernel> = new Map([
  ['rate', rate],
  ['increase', increase],
  ['delta', delta],
  ['irate', irate],
  ['idelta', idelta],
  ['deriv', deriv],
  ['predict_linear', predictLinear],
  ['changes', overTime.changes],
  ['resets', overTime.resets],
  ['avg_over_time', avgOverTime],
  ['count_over_time', overTime.countOverTime],
  ['last_over_time', overTime.lastOverTime],
  ['first_over_time', overTime.firstOverTime],
  ['max_over_time', maxOverTime],
  ['min_over_time', minOverTime],
  ['present_over_time', overTime.presentOverTime],
  ['absent_over_time', overTime.presentOverTime],
  ['quantile_over_time', overTime.quantileOverTime],
  ['stddev_over_time', overTime.stddevOverTime],
  ['stdvar_over_time', overTime.stdvarOverTime],
  ['sum_over_time', sumOverTime],
]);

/** The first or the last sample is still a sample of its metric; whether there is one is asked of all. */
const KEEPS_NAMES: ReadonlySet<string> = new Set(['first_over_time', 'last_over_time', 'absent_over_time']);

const COUNTER_NAME = /(?:_total|_sum|_count|_bucket)$/;

/** One row for each series, its empty ones left out. */
function runKernel(
  evaluator: Evaluator,
  kernel: RangeKernel,
  vector: RangeVector,
  call: Call,
  grid: Grid,
  mostRows: number,
): Iterable<Block> {
  const { context } = evaluator;
  const scalars = call.args
    .filter((_, index) => call.func.args[index] === 'scalar')
    .map((arg) => evaluator.scalar(arg, grid));
  const windows = new Windows(grid.steps);
  const firstArgument = withoutParens(call.args[0] ?? call).span;
  const frame: RangeFrame = { context, grid, vector, windows, scalars, firstArgument };
  return blocksOf(context, vector.series, grid.steps, mostRows, (series, block, base) => {
    windows.slide(series.timestamps, vector);
    kernel(series, frame, { values: block.values, present: block.present, base });
    context.work(series.timestamps.length);
    const at = block.present.indexOf(1, base);
    if (at < 0 || at >= base + grid.steps) return undefined;
    if (series.dropsName) block.dropsName[block.labels.length] = 1;
    context.hold(grid.steps);
    return series.labels;
  });
}

function remarkNonCounters(evaluator: Evaluator, block: Block, call: Call): void {
  const names = new Set(block.labels.map(metricNameOf));
  for (const name of names) {
    if (name === '' || COUNTER_NAME.test(name)) continue;
    evaluator.context.annotations.possibleNonCounter(name, withoutParens(call.args[0] ?? call).span);
  }
}

/** 1 at the steps where no series has a sample in its window. */
function absentOverTime(evaluator: Evaluator, block: Block, call: Call, grid: Grid): Block {
  const found = new Uint8Array(grid.steps);
  for (let cell = 0; cell < block.present.length; cell++) {
    if (block.present[cell] === 1) found[cell % grid.steps] = 1;
  }
  const absent = singleRow(evaluator.context, new Float64Array(grid.steps).fill(1));
  absent.labels[0] = absentLabels(call.args[0] ?? call);
  for (let step = 0; step < grid.steps; step++) absent.present[step] = found[step] === 1 ? 0 : 1;
  return absent;
}

/** Evaluates a call whose argument is a range vector, some series at a time. */
export function* rangeFunctionParts(
  evaluator: Evaluator,
  call: Call,
  grid: Grid,
  mostRows: number,
): Generator<Block, void, void> {
  const { name } = call.func;
  const kernel = KERNELS.get(name);
  const argument = call.args[call.func.args.indexOf('matrix')];
  if (kernel === undefined || argument === undefined)
    throw new Error(`no implementation of the function ${name}`);
  const vector = evaluator.rangeVector(argument, grid);
  const names = new StrictNames(evaluator.context);
  for (const block of runKernel(evaluator, kernel, vector, call, grid, mostRows)) {
    if (name === 'rate' || name === 'increase') remarkNonCounters(evaluator, block, call);
    if (!KEEPS_NAMES.has(name)) names.drop(block);
    yield block;
  }
}

/** Evaluates a call whose argument is a range vector. */
export function callRangeFunction(evaluator: Evaluator, call: Call, grid: Grid): Block {
  const [block] = rangeFunctionParts(evaluator, call, grid, Infinity);
  if (block === undefined) throw new Error('a function over a range gave nothing');
  return call.func.name === 'absent_over_time' ? absentOverTime(evaluator, block, call, grid) : block;
}
