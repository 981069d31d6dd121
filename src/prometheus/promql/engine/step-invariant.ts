// Which expressions have the same value at every step, so that one evaluation is enough.
import type { Expr } from '../ast/nodes.ts';
import { unreachable } from '../../../unreachable.ts';

/** Functions that look at the time of the evaluation. */
const TIME_FUNCTIONS = new Set([
  'time',
  'timestamp',
  'predict_linear',
  'days_in_month',
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'hour',
  'minute',
  'month',
  'year',
]);

const known = new WeakMap<Expr, boolean>();

/** Whether an expression does not depend on the step: all its selectors are pinned by `@`. */
export function isStepInvariant(expr: Expr): boolean {
  const remembered = known.get(expr);
  if (remembered !== undefined) return remembered;
  const isInvariant = decide(expr);
  known.set(expr, isInvariant);
  return isInvariant;
}

function decide(expr: Expr): boolean {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return true;
    case 'vectorSelector':
    case 'subquery':
      return expr.at !== undefined;
    case 'matrixSelector':
      return expr.selector.at !== undefined;
    case 'paren':
    case 'unary':
      return isStepInvariant(expr.expr);
    case 'binary':
      return isStepInvariant(expr.lhs) && isStepInvariant(expr.rhs);
    case 'aggregate':
      return isStepInvariant(expr.expr) && (expr.param === undefined || isStepInvariant(expr.param));
    case 'call':
      return !TIME_FUNCTIONS.has(expr.func.name) && expr.args.every(isStepInvariant);
    default:
      return unreachable(expr);
  }
}
