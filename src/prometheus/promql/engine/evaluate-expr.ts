// The evaluation of an expression, node by node, over all steps at once.
import { type Expr, valueTypeOf, withoutParens } from '../ast/nodes.ts';
import { evaluateAggregate } from '../operators/aggregate.ts';
import { evaluateMixedBinary, evaluateScalarBinary, evaluateVectorBinary } from '../operators/binary.ts';
import { allocateBlock, dropNames, heldBy, type Block } from '../vectors/block.ts';
import { rowsOfPart } from '../vectors/block-parts.ts';
import { CELL_BYTES, type QueryContext } from '../vectors/context.ts';
import type { Evaluator } from '../vectors/evaluator.ts';
import type { Grid } from '../vectors/grid.ts';
import { callRangeFunction, rangeFunctionParts } from '../functions/of-range.ts';
import { rangeOfBlock, selectRange, subqueryGrid, type RangeVector } from '../vectors/range.ts';
import { selectInstant, selectInstantParts } from '../vectors/instant.ts';
import { isStepInvariant } from './step-invariant.ts';
import { unreachable } from '../../../unreachable.ts';
import { callScalarFunction, callVectorFunction } from '../functions/of-instant.ts';

export class ExprEvaluator implements Evaluator {
  readonly context: QueryContext;

  constructor(context: QueryContext) {
    this.context = context;
  }

  scalar(expr: Expr, grid: Grid): Float64Array {
    const before = this.context.held;
    const tableBytes = grid.steps * Float64Array.BYTES_PER_ELEMENT;
    this.context.holdTable(tableBytes);
    this.context.work(grid.steps);
    const numbers = this.#scalarAt(withoutParens(expr), grid);
    this.context.settle(before, { samples: 0, tableBytes });
    return numbers;
  }

  #scalarAt(inner: Expr, grid: Grid): Float64Array {
    switch (inner.kind) {
      case 'number':
        return new Float64Array(grid.steps).fill(inner.value);
      case 'unary': {
        const values = this.scalar(inner.expr, grid);
        return inner.op === '-' ? values.map((value) => -value) : values;
      }
      case 'binary':
        return evaluateScalarBinary(this, inner, grid);
      case 'call':
        return callScalarFunction(this, inner, grid);
      case 'string':
      case 'vectorSelector':
      case 'matrixSelector':
      case 'subquery':
      case 'aggregate':
      case 'paren':
        throw new Error(`a ${inner.kind} passed the check as a number`);
      default:
        return unreachable(inner);
    }
  }

  vector(expr: Expr, grid: Grid): Block {
    const inner = withoutParens(expr);
    if (grid.steps > 1 && isStepInvariant(inner)) return this.#broadcast(inner, grid.steps, grid);
    const before = this.context.held;
    const block = this.#vectorAt(inner, grid);
    this.context.settle(before, heldBy(block));
    return block;
  }

  vectorParts(expr: Expr, grid: Grid): Iterable<Block> {
    const inner = withoutParens(expr);
    if (grid.steps === 1 || !isStepInvariant(inner)) {
      const mostRows = rowsOfPart(grid.steps);
      if (inner.kind === 'vectorSelector') return selectInstantParts(this.context, inner, grid, mostRows);
      if (
        inner.kind === 'call' &&
        inner.func.args.includes('matrix') &&
        inner.func.name !== 'absent_over_time'
      )
        return rangeFunctionParts(this, inner, grid, mostRows);
    }
    return [this.vector(inner, grid)];
  }

  #vectorAt(expr: Expr, grid: Grid): Block {
    switch (expr.kind) {
      case 'vectorSelector':
        return selectInstant(this.context, expr, grid);
      case 'aggregate':
        return evaluateAggregate(this, expr, grid);
      case 'call':
        return expr.func.args.includes('matrix')
          ? callRangeFunction(this, expr, grid)
          : callVectorFunction(this, expr, grid);
      case 'unary': {
        const block = this.vector(expr.expr, grid);
        if (expr.op === '+') return block;
        for (let cell = 0; cell < block.values.length; cell++)
          block.values[cell] = -(block.values[cell] ?? NaN);
        return dropNames(this.context, block);
      }
      case 'binary':
        if (valueTypeOf(expr.lhs) === 'scalar') return evaluateMixedBinary(this, expr, grid, 'rhs');
        if (valueTypeOf(expr.rhs) === 'scalar') return evaluateMixedBinary(this, expr, grid, 'lhs');
        return evaluateVectorBinary(this, expr, grid);
      case 'number':
      case 'string':
      case 'matrixSelector':
      case 'subquery':
      case 'paren':
        throw new Error(`a ${expr.kind} passed the check as an instant vector`);
      default:
        return unreachable(expr);
    }
  }

  /** Evaluates once, and repeats the result for all steps. */
  #broadcast(expr: Expr, steps: number, grid: Grid): Block {
    const single = this.vector(expr, { ...grid, steps: 1 });
    const rows = single.labels.length;
    const block = allocateBlock(this.context, rows, steps);
    for (let row = 0; row < rows; row++) {
      block.values.fill(single.values[row] ?? NaN, row * steps, (row + 1) * steps);
      block.present.fill(single.present[row] ?? 0, row * steps, (row + 1) * steps);
    }
    block.labels = single.labels;
    block.dropsName = single.dropsName;
    block.isUnique = single.isUnique;
    this.context.hold(rows * (steps - 1));
    return block;
  }

  rangeVector(expr: Expr, grid: Grid): RangeVector {
    const inner = withoutParens(expr);
    if (inner.kind === 'matrixSelector') return selectRange(this.context, inner, grid);
    if (inner.kind !== 'subquery') throw new Error(`a ${inner.kind} passed the check as a range vector`);
    const innerGrid = subqueryGrid(this.context, inner, grid);
    this.context.holdTable(innerGrid.steps * CELL_BYTES);
    if (innerGrid.steps === 0) return { series: [], rangeMs: inner.rangeMs, firstEndMs: 0, stepMs: 0 };
    const block = this.vector(inner.expr, innerGrid);
    return rangeOfBlock(this.context, inner, grid, block, innerGrid);
  }
}
