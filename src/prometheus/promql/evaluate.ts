// The two ways to ask: at one instant, and over a range of steps.
import type { Queryable, TimestampMs } from '../model.ts';
import type { Expr } from './ast.ts';
import { PromqlError } from './errors.ts';
import type { QueryOptions, QueryResult, RangeGrid } from './result.ts';

/** Evaluates a query at one instant. @throws {PromqlError} */
export function evaluateInstant(
  queryable: Queryable,
  expr: Expr,
  timeMs: TimestampMs,
  options: QueryOptions = {},
): QueryResult {
  void [queryable, expr, timeMs, options];
  throw new PromqlError('execution', 'evaluation is still being built');
}

/** Evaluates a query at every step of a range; the answer is always a matrix. @throws {PromqlError} */
export function evaluateRange(
  queryable: Queryable,
  expr: Expr,
  grid: RangeGrid,
  options: QueryOptions = {},
): QueryResult {
  void [queryable, expr, grid, options];
  throw new PromqlError('execution', 'evaluation is still being built');
}
