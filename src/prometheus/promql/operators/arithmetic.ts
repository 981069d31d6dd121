// What an operator makes of two numbers.
import type { ArithmeticOp, BinaryOp, ComparisonOp } from '../ast/nodes.ts';
import { pow } from '../math/go.ts';
import { unreachable } from '../../../unreachable.ts';

const ARITHMETIC: Readonly<Record<ArithmeticOp, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '^': pow,
  atan2: Math.atan2,
};

const COMPARISON: Readonly<Record<ComparisonOp, (a: number, b: number) => boolean>> = {
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

/** An operator between numbers: it calculates a value, or it keeps or drops one. */
export type Operation =
  | { readonly kind: 'arithmetic'; readonly compute: (a: number, b: number) => number }
  | { readonly kind: 'comparison'; readonly holds: (a: number, b: number) => boolean };

/** The operation behind an operator's sign; sets have none. */
export function operationOf(op: BinaryOp): Operation {
  switch (op) {
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
    case '^':
    case 'atan2':
      return { kind: 'arithmetic', compute: ARITHMETIC[op] };
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { kind: 'comparison', holds: COMPARISON[op] };
    case 'and':
    case 'or':
    case 'unless':
      throw new Error(`the operator ${op} is not one between numbers`);
    default:
      return unreachable(op);
  }
}

/** The operation as a number of two numbers: a comparison is 1 or 0. */
export function computeNumber(operation: Operation): (a: number, b: number) => number {
  return operation.kind === 'arithmetic' ? operation.compute : (a, b) => (operation.holds(a, b) ? 1 : 0);
}
