// What an operator may ask of the evaluation around it. The one implementation is in `evaluate-expr.ts`.
import type { Expr } from '../ast/nodes.ts';
import type { Block } from './block.ts';
import type { QueryContext } from './context.ts';
import type { Grid } from './grid.ts';
import type { RangeVector } from './range.ts';

export interface Evaluator {
  readonly context: QueryContext;
  /** One value a step. */
  scalar(expr: Expr, grid: Grid): Float64Array;
  vector(expr: Expr, grid: Grid): Block;
  /** The rows of a vector some at a time, where they can be had so. A block is valid until the next one is asked for. */
  vectorParts(expr: Expr, grid: Grid): Iterable<Block>;
  rangeVector(expr: Expr, grid: Grid): RangeVector;
}
