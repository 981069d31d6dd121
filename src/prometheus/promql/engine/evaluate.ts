// Instant queries and range queries. Turns blocks into results.
import type { Queryable, Selection, TimestampMs } from '../../model/samples.ts';
import { selectorsOf, type Expr, valueTypeOf, withoutParens } from '../ast/nodes.ts';
import { finishNames, singleRow, type Block } from '../vectors/block.ts';
import { QueryContext, SAMPLE_BYTES, type QueryBounds } from '../vectors/context.ts';
import { PromqlError } from '../ast/errors.ts';
import { ExprEvaluator } from './evaluate-expr.ts';
import { gridBetween, timeAt, type Grid } from '../vectors/grid.ts';
import { compareLabels } from '../text/labels.ts';
import { sourceOf } from '../parser/parse.ts';
import { resolveDurations } from './resolve-durations.ts';
import { Windows, type RangeVector } from '../vectors/range.ts';
import type {
  MatrixSeries,
  QueryOptions,
  QueryResult,
  QueryValue,
  RangeGrid,
  VectorSample,
} from '../vectors/result.ts';
import { unreachable } from '../../../unreachable.ts';

function evaluateWith(
  queryable: Queryable,
  expr: Expr,
  bounds: QueryBounds,
  stepMs: number,
  options: QueryOptions,
  evaluate: (evaluator: ExprEvaluator, resolved: Expr) => QueryValue,
): QueryResult {
  const context = new QueryContext(queryable, sourceOf(expr), bounds, options);
  try {
    const resolved = resolveDurations(expr, { stepMs, rangeMs: bounds.endMs - bounds.startMs });
    if (queryable.selectAll !== undefined && selectorsOf(resolved).length > 1) {
      const selections = findSelections(sourceOf(expr), bounds, options, (evaluator) =>
        evaluate(evaluator, resolved),
      );
      context.preload(selections, queryable.selectAll(selections));
    }
    const value = evaluate(new ExprEvaluator(context), resolved);
    return { value, warnings: context.annotations.warnings, infos: context.annotations.infos };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PromqlError('execution', `the query needs more memory than there is: ${error.message}`);
  }
}

/** How long finding out what a query reads may take; what is found by then is read at one moment. */
const FINDING_LIMIT_MS = 100;

/** What a query reads, found by evaluating it over nothing: which samples are read does not depend on their values. */
function findSelections(
  text: string,
  bounds: QueryBounds,
  options: QueryOptions,
  evaluate: (evaluator: ExprEvaluator) => unknown,
): Selection[] {
  const selections: Selection[] = [];
  const nothing: Queryable = {
    select(matchers, minT, maxT) {
      selections.push({ matchers, minT, maxT });
      return [];
    },
  };
  try {
    evaluate(
      new ExprEvaluator(new QueryContext(nothing, text, bounds, { ...options, timeoutMs: FINDING_LIMIT_MS })),
    );
  } catch (error) {
    // Errors of the query are reported when it is evaluated over its samples.
    if (!(error instanceof PromqlError || error instanceof RangeError)) throw error;
  }
  return selections;
}

function vectorSamples(block: Block, timeMs: TimestampMs): VectorSample[] {
  const samples: VectorSample[] = [];
  for (const [row, labels] of block.labels.entries()) {
    if (block.present[row] === 1) samples.push({ labels, timeMs, value: block.values[row] ?? NaN });
  }
  return samples;
}

function matrixOfBlock(context: QueryContext, block: Block, grid: Grid): MatrixSeries[] {
  const series: MatrixSeries[] = [];
  const { steps, present, values } = block;
  for (const [row, labels] of block.labels.entries()) {
    const base = row * steps;
    let count = 0;
    for (let step = 0; step < steps; step++) count += present[base + step] ?? 0;
    if (count === 0) continue;
    context.work(steps);
    context.holdTable(count * SAMPLE_BYTES);
    const times = new Float64Array(count);
    const kept = new Float64Array(count);
    for (let step = 0, at = 0; step < steps; step++) {
      if (present[base + step] !== 1) continue;
      times[at] = timeAt(grid, step);
      kept[at++] = values[base + step] ?? NaN;
    }
    series.push({ labels, timestamps: times, values: kept });
  }
  return series;
}

/** The samples of a range vector's one window, as they are. */
function matrixOfRange(vector: RangeVector): MatrixSeries[] {
  const windows = new Windows(1);
  const series: MatrixSeries[] = [];
  for (const { labels, dropsName, timestamps, values } of vector.series) {
    windows.slide(timestamps, vector);
    const [low = 0] = windows.low;
    const [high = 0] = windows.high;
    if (high <= low) continue;
    series.push({
      labels: dropsName ? labels.nameless : labels,
      timestamps: timestamps.slice(low, high),
      values: values.slice(low, high),
    });
  }
  return series;
}

function byLabels(a: MatrixSeries, b: MatrixSeries): number {
  return compareLabels(a.labels, b.labels);
}

/** Evaluates a query at one instant. @throws {PromqlError} */
export function evaluateInstant(
  queryable: Queryable,
  expr: Expr,
  timeMs: TimestampMs,
  options: QueryOptions = {},
): QueryResult {
  const grid: Grid = { startMs: timeMs, stepMs: 1, steps: 1 };
  return evaluateWith(
    queryable,
    expr,
    { startMs: timeMs, endMs: timeMs },
    0,
    options,
    (evaluator, resolved): QueryValue => {
      const inner = withoutParens(resolved);
      const type = valueTypeOf(inner);
      switch (type) {
        case 'string':
          return { kind: 'string', timeMs, value: inner.kind === 'string' ? inner.value : '' };
        case 'scalar':
          return { kind: 'scalar', timeMs, value: evaluator.scalar(inner, grid)[0] ?? NaN };
        case 'matrix':
          return {
            kind: 'matrix',
            series: matrixOfRange(evaluator.rangeVector(inner, grid)).toSorted(byLabels),
          };
        case 'vector': {
          const block = finishNames(evaluator.context, evaluator.vector(inner, grid));
          return { kind: 'vector', samples: vectorSamples(block, timeMs) };
        }
        default:
          return unreachable(type);
      }
    },
  );
}

/** Evaluates a query at every step of a range; the result is always a matrix, ordered by labels. @throws {PromqlError} */
export function evaluateRange(
  queryable: Queryable,
  expr: Expr,
  { startMs, endMs, stepMs }: RangeGrid,
  options: QueryOptions = {},
): QueryResult {
  const type = valueTypeOf(expr);
  if (type !== 'scalar' && type !== 'vector') {
    const got = type === 'matrix' ? 'range vector' : type;
    throw new PromqlError(
      'bad_data',
      `invalid expression type "${got}" for range query, must be Scalar or instant Vector`,
    );
  }
  const grid = gridBetween(startMs, endMs, stepMs);
  return evaluateWith(
    queryable,
    expr,
    { startMs, endMs },
    stepMs,
    options,
    (evaluator, resolved): QueryValue => {
      if (grid.steps === 0) return { kind: 'matrix', series: [] };
      const { context } = evaluator;
      const block =
        type === 'scalar'
          ? singleRow(context, evaluator.scalar(resolved, grid))
          : finishNames(context, evaluator.vector(resolved, grid));
      return { kind: 'matrix', series: matrixOfBlock(context, block, grid).toSorted(byLabels) };
    },
  );
}
