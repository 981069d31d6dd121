// An expression at every moment of a schedule, evaluated over many moments at once. Where that fails, the moments are
// divided until it is known which of them fail by themselves.
import { Labels, type Queryable, type SeriesSamples, type TimestampMs } from '../model/samples.ts';
import { evaluateRange, PromqlError, type Expr, type QueryOptions } from '../promql/index.ts';
import { evaluateExpression, RuleError } from '../rules/evaluate/expression.ts';
import type { RuleSample } from '../rules/model/rule.ts';
import { unreachable } from '../../unreachable.ts';
import { SimulationFault, type Budget } from './budget.ts';

/** The moments at which an expression is evaluated. */
export interface Moments {
  readonly firstMs: TimestampMs;
  readonly stepMs: number;
  readonly count: number;
}

export interface SlidingResult {
  /** Different label sets, each with the moments at which it has a value. */
  readonly rows: readonly SeriesSamples[];
  /** Messages by the index of the moment. */
  readonly failures: ReadonlyMap<number, string>;
}

interface Part {
  readonly from: number;
  readonly end: number;
}

export function evaluateSliding(
  samples: Queryable,
  expr: Expr,
  moments: Moments,
  budget: Budget,
): SlidingResult {
  const { firstMs, stepMs, count } = moments;
  const failures = new Map<number, string>();
  const pieces = new Map<string, SeriesSamples[]>();
  const todo: Part[] = count > 0 ? [{ from: 0, end: count }] : [];
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    budget.look();
    const { from, end } = part;
    const startMs = firstMs + from * stepMs;
    const options = budget.queryOptions();
    try {
      const found =
        end - from === 1
          ? instant(samples, expr, startMs, options)
          : range(samples, expr, { startMs, endMs: startMs + (end - from - 1) * stepMs, stepMs }, options);
      for (const piece of found) {
        const same = pieces.get(piece.labels.key);
        if (same === undefined) pieces.set(piece.labels.key, [piece]);
        else same.push(piece);
      }
    } catch (error) {
      const message = messageOf(error, budget);
      if (end - from === 1) {
        failures.set(from, message);
        continue;
      }
      const middle = (from + end) >> 1;
      // The earlier half is taken first.
      todo.push({ from: middle, end }, { from, end: middle });
    }
  }
  return { rows: Array.from(pieces.values(), joined), failures };
}

function range(
  samples: Queryable,
  expr: Expr,
  grid: { readonly startMs: TimestampMs; readonly endMs: TimestampMs; readonly stepMs: number },
  options: QueryOptions,
): readonly SeriesSamples[] {
  const { value } = evaluateRange(samples, expr, grid, options);
  return value.kind === 'matrix' ? value.series : [];
}

function instant(
  samples: Queryable,
  expr: Expr,
  timeMs: TimestampMs,
  options: QueryOptions,
): readonly SeriesSamples[] {
  return evaluateExpression(samples, expr, timeMs, options).map(({ labels, value }) => ({
    labels,
    timestamps: Float64Array.of(timeMs),
    values: Float64Array.of(value),
  }));
}

/** What a server would say of the rule. @throws {SimulationFault} where the simulation itself has to end */
function messageOf(error: unknown, budget: Budget): string {
  if (error instanceof RuleError) return error.message;
  if (!(error instanceof PromqlError)) throw error;
  switch (error.kind) {
    case 'timeout':
    case 'canceled':
      budget.look();
      throw new SimulationFault(error.message);
    case 'bad_data':
    case 'execution':
      return error.message;
    default:
      return unreachable(error.kind);
  }
}

function joined(pieces: readonly SeriesSamples[]): SeriesSamples {
  const [first] = pieces;
  if (first === undefined) throw new Error('a series of no pieces');
  if (pieces.length === 1) return first;
  const length = pieces.reduce((sum, { values }) => sum + values.length, 0);
  const timestamps = new Float64Array(length);
  const values = new Float64Array(length);
  let at = 0;
  for (const piece of pieces) {
    timestamps.set(piece.timestamps, at);
    values.set(piece.values, at);
    at += piece.values.length;
  }
  return { labels: first.labels, timestamps, values };
}

const NO_ROW: SeriesSamples = {
  labels: Labels.empty,
  timestamps: new Float64Array(0),
  values: new Float64Array(0),
};

/** The rows that have a value at each moment, in turn. */
export class Cursor {
  readonly #rows: readonly SeriesSamples[];
  readonly #next: Int32Array;

  constructor(rows: readonly SeriesSamples[]) {
    this.#rows = rows;
    this.#next = new Int32Array(rows.length);
  }

  /** The values at a moment that is later than that of the call before. */
  at(timeMs: TimestampMs): { readonly row: number; readonly sample: RuleSample }[] {
    const found: { readonly row: number; readonly sample: RuleSample }[] = [];
    for (let row = 0; row < this.#rows.length; row++) {
      const { labels, timestamps, values } = this.#rows[row] ?? NO_ROW;
      let index = this.#next[row] ?? 0;
      while (index < timestamps.length && (timestamps[index] ?? 0) < timeMs) index++;
      this.#next[row] = index;
      if (timestamps[index] === timeMs) found.push({ row, sample: { labels, value: values[index] ?? NaN } });
    }
    return found;
  }
}
