// Operators: between numbers, between a vector and a number, between vectors.
import type { Binary } from '../ast/nodes.ts';
import { computeNumber, operationOf } from './arithmetic.ts';
import { dropNames, type Block } from '../vectors/block.ts';
import type { Evaluator } from '../vectors/evaluator.ts';
import type { Grid } from '../vectors/grid.ts';
import { matchVectors } from './match-vectors.ts';
import { combineSets } from './sets.ts';

/** Evaluates an operator between numbers. */
export function evaluateScalarBinary(evaluator: Evaluator, node: Binary, grid: Grid): Float64Array {
  const compute = computeNumber(operationOf(node.op));
  const lhs = evaluator.scalar(node.lhs, grid);
  const rhs = evaluator.scalar(node.rhs, grid);
  return lhs.map((value, step) => compute(value, rhs[step] ?? NaN));
}

/** Evaluates an operator between a vector and a number. A comparison keeps the vector's value, whichever side it is on. */
export function evaluateMixedBinary(
  evaluator: Evaluator,
  node: Binary,
  grid: Grid,
  vectorSide: 'lhs' | 'rhs',
): Block {
  const isSwapped = vectorSide === 'rhs';
  // In the order of the text, so that of two errors the first is told.
  const numbersFirst = isSwapped ? evaluator.scalar(node.lhs, grid) : undefined;
  const block = evaluator.vector(node[vectorSide], grid);
  const numbers = numbersFirst ?? evaluator.scalar(node.rhs, grid);
  const operation = operationOf(node.op);
  const { steps, values, present } = block;
  for (let row = 0, cell = 0; row < block.labels.length; row++) {
    for (let step = 0; step < steps; step++, cell++) {
      const value = values[cell] ?? NaN;
      const number = numbers[step] ?? NaN;
      const left = isSwapped ? number : value;
      const right = isSwapped ? value : number;
      if (operation.kind === 'arithmetic') values[cell] = operation.compute(left, right);
      else if (node.returnsBool) values[cell] = operation.holds(left, right) ? 1 : 0;
      else if (!operation.holds(left, right)) present[cell] = 0;
    }
  }
  evaluator.context.work(values.length);
  return operation.kind === 'arithmetic' || node.returnsBool ? dropNames(evaluator.context, block) : block;
}

/** Evaluates an operator between two vectors. */
export function evaluateVectorBinary(evaluator: Evaluator, node: Binary, grid: Grid): Block {
  const { op, matching } = node;
  if (matching === undefined)
    throw new Error('an operator between vectors passed the check without a matching');
  const lhs = evaluator.vector(node.lhs, grid);
  const rhs = evaluator.vector(node.rhs, grid);
  if (op === 'and' || op === 'or' || op === 'unless')
    return combineSets(evaluator.context, op, matching, lhs, rhs);
  return matchVectors(evaluator.context, node, matching, lhs, rhs);
}
