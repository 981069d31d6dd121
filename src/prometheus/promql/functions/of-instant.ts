// Calls of functions over instant vectors and numbers.
import type { Call, Expr } from '../ast/nodes.ts';
import { withoutParens } from '../ast/nodes.ts';
import { absentLabels } from './absent.ts';
import { allocateBlock, dropNames, pickRows, singleRow, trimBlock, type Block } from '../vectors/block.ts';
import type { Evaluator } from '../vectors/evaluator.ts';
import { max, min } from '../math/go.ts';
import { timeAt, type Grid } from '../vectors/grid.ts';
import { histogramFraction, histogramQuantile } from './histograms.ts';
import { labelJoin, labelReplace } from './labels.ts';
import { DATE_FUNCTIONS, MATH_FUNCTIONS } from '../math/functions.ts';
import { selectInstant, timesOf } from '../vectors/instant.ts';

type VectorFunction = (evaluator: Evaluator, call: Call, grid: Grid) => Block;

function argument(call: Call, index: number): Expr {
  const arg = call.args[index];
  if (arg === undefined) throw new Error(`${call.func.name} passed the check without argument ${index + 1}`);
  return arg;
}

/** A function of each sample's value, and of numbers that may differ from step to step. */
function mapped(compute: (value: number, step: number) => number, evaluator: Evaluator, block: Block): Block {
  const { steps, values } = block;
  for (let row = 0, cell = 0; row < block.labels.length; row++) {
    for (let step = 0; step < steps; step++, cell++) values[cell] = compute(values[cell] ?? NaN, step);
  }
  evaluator.context.work(values.length);
  return dropNames(evaluator.context, block);
}

/** The bound at a step, or `none` if there is no bound. */
function boundAt(bounds: Float64Array | undefined, step: number, none: number): number {
  return bounds === undefined ? none : (bounds[step] ?? NaN);
}

function clamp(evaluator: Evaluator, call: Call, grid: Grid, lower?: Expr, upper?: Expr): Block {
  const block = evaluator.vector(argument(call, 0), grid);
  const least = lower === undefined ? undefined : evaluator.scalar(lower, grid);
  const most = upper === undefined ? undefined : evaluator.scalar(upper, grid);
  const { steps, present } = block;
  // Where the bounds are the wrong way round there is nothing between them.
  for (let cell = 0; cell < present.length; cell++) {
    if (boundAt(most, cell % steps, Infinity) < boundAt(least, cell % steps, -Infinity)) present[cell] = 0;
  }
  return mapped(
    (value, step) => max(boundAt(least, step, -Infinity), min(boundAt(most, step, Infinity), value)),
    evaluator,
    block,
  );
}

function round(evaluator: Evaluator, call: Call, grid: Grid): Block {
  const block = evaluator.vector(argument(call, 0), grid);
  const nearest = call.args[1] === undefined ? undefined : evaluator.scalar(call.args[1], grid);
  return mapped(
    (value, step) => {
      // By the inverse: fewer values come out with a tail of digits.
      const inverse = 1 / (nearest === undefined ? 1 : (nearest[step] ?? NaN));
      return Math.floor(value * inverse + 0.5) / inverse;
    },
    evaluator,
    block,
  );
}

function dateFunction(compute: (unixSeconds: number) => number): VectorFunction {
  return (evaluator, call, grid) => {
    const [arg] = call.args;
    if (arg !== undefined) return mapped(compute, evaluator, evaluator.vector(arg, grid));
    return singleRow(evaluator.context, timesOf(grid).map(compute));
  };
}

/** When the samples of a selector were taken; of anything else, when it is evaluated. */
function timestamp(evaluator: Evaluator, call: Call, grid: Grid): Block {
  const inner = withoutParens(argument(call, 0));
  if (inner.kind === 'vectorSelector') {
    return dropNames(evaluator.context, selectInstant(evaluator.context, inner, grid, 'timestamps'));
  }
  return mapped((_, step) => timeAt(grid, step) / 1000, evaluator, evaluator.vector(inner, grid));
}

function absent(evaluator: Evaluator, call: Call, grid: Grid): Block {
  const block = evaluator.vector(argument(call, 0), grid);
  const result = singleRow(evaluator.context, new Float64Array(grid.steps).fill(1));
  result.labels[0] = absentLabels(argument(call, 0));
  for (let cell = 0; cell < block.present.length; cell++) {
    if (block.present[cell] === 1) result.present[cell % grid.steps] = 0;
  }
  return result;
}

/** By value at an instant, NaN last either way; the answer to a range is ordered by labels whatever is asked. */
function sorted(direction: 1 | -1): VectorFunction {
  return (evaluator, call, grid) => {
    const block = evaluator.vector(argument(call, 0), grid);
    if (grid.steps > 1) {
      evaluator.context.annotations.ineffectiveSort(call.span);
      return block;
    }
    const rows = [...block.labels.keys()].filter((row) => block.present[row] === 1);
    const valueOf = (row: number): number => block.values[row] ?? NaN;
    rows.sort((a, b) => {
      const [left, right] = [valueOf(a), valueOf(b)];
      if (Number.isNaN(left) || Number.isNaN(right))
        return Number(Number.isNaN(left)) - Number(Number.isNaN(right));
      return left === right ? 0 : left < right ? -direction : direction;
    });
    return pickRows(evaluator.context, block, rows);
  };
}

/** Over samples that are numbers the functions of native histograms give nothing. */
function nothing(evaluator: Evaluator, call: Call, grid: Grid): Block {
  evaluator.vector(argument(call, 0), grid);
  return trimBlock(allocateBlock(evaluator.context, 0, grid.steps));
}

const FUNCTIONS: ReadonlyMap<string, VectorFunction> = new Map<string, VectorFunction>([
  ...Array.from(MATH_FUNCTIONS, ([name, compute]): [string, VectorFunction] => [
    name,
    (evaluator, call, grid) => mapped(compute, evaluator, evaluator.vector(argument(call, 0), grid)),
  ]),
  ...Array.from(DATE_FUNCTIONS, ([name, compute]): [string, VectorFunction] => [name, dateFunction(compute)]),
  ['absent', absent],
  ['clamp', (evaluator, call, grid) => clamp(evaluator, call, grid, argument(call, 1), argument(call, 2))],
  ['clamp_max', (evaluator, call, grid) => clamp(evaluator, call, grid, undefined, argument(call, 1))],
  ['clamp_min', (evaluator, call, grid) => clamp(evaluator, call, grid, argument(call, 1))],
  ['histogram_avg', nothing],
  ['histogram_count', nothing],
  ['histogram_fraction', histogramFraction],
  ['histogram_quantile', histogramQuantile],
  ['histogram_stddev', nothing],
  ['histogram_stdvar', nothing],
  ['histogram_sum', nothing],
  ['label_join', labelJoin],
  ['label_replace', labelReplace],
  ['round', round],
  ['sort', sorted(1)],
  ['sort_desc', sorted(-1)],
  ['timestamp', timestamp],
  [
    'vector',
    (evaluator, call, grid) =>
      singleRow(evaluator.context, evaluator.scalar(argument(call, 0), grid).slice()),
  ],
]);

/** Evaluates a call that gives an instant vector and takes no range. */
export function callVectorFunction(evaluator: Evaluator, call: Call, grid: Grid): Block {
  const implementation = FUNCTIONS.get(call.func.name);
  if (implementation === undefined) throw new Error(`no implementation of the function ${call.func.name}`);
  return implementation(evaluator, call, grid);
}

/** Evaluates a call that gives a number. */
export function callScalarFunction(evaluator: Evaluator, call: Call, grid: Grid): Float64Array {
  switch (call.func.name) {
    case 'time':
      return timesOf(grid);
    case 'pi':
      return new Float64Array(grid.steps).fill(Math.PI);
    case 'scalar': {
      const { values, present } = evaluator.vector(argument(call, 0), grid);
      const counts = new Uint32Array(grid.steps);
      const result = new Float64Array(grid.steps).fill(NaN);
      for (let cell = 0; cell < present.length; cell++) {
        if (present[cell] !== 1) continue;
        const step = cell % grid.steps;
        counts[step] = (counts[step] ?? 0) + 1;
        result[step] = counts[step] === 1 ? (values[cell] ?? NaN) : NaN;
      }
      return result;
    }
    default:
      throw new Error(`no implementation of the function ${call.func.name}`);
  }
}
