// How long a calculated duration is, for a query of a given step and length.
import type { DurationExpr } from '../ast/nodes.ts';
import { MAX_DURATION_MS } from '../../../durations.ts';
import { max, min, pow } from '../math/go.ts';
import { unreachable } from '../../../unreachable.ts';

export const NOT_POSITIVE = 'duration must be greater than 0';

/** The query that a duration is for; an instant one has no step, and spans nothing. */
export interface QueryExtent {
  readonly stepMs: number;
  readonly rangeMs: number;
}

export type CalculatedDuration =
  | { readonly status: 'calculated'; readonly ms: number }
  | { readonly status: 'rejected'; readonly message: string };

/** Whether a duration is known only with the query. */
export function dependsOnQuery(expr: DurationExpr): boolean {
  switch (expr.kind) {
    case 'number':
      return false;
    case 'step':
    case 'range':
      return true;
    case 'negative':
      return dependsOnQuery(expr.operand);
    case 'wrapped':
      return dependsOnQuery(expr.inner);
    case 'calculated':
    case 'min_of':
    case 'max_of':
      return dependsOnQuery(expr.lhs) || dependsOnQuery(expr.rhs);
    default:
      return unreachable(expr);
  }
}

/** The seconds of a duration; NaN where it divides by nothing. */
function seconds(expr: DurationExpr, query: QueryExtent): number {
  switch (expr.kind) {
    case 'number':
      return expr.value;
    case 'step':
      return query.stepMs / 1000;
    case 'range':
      return query.rangeMs / 1000;
    case 'negative':
      return -seconds(expr.operand, query);
    case 'wrapped':
      return seconds(expr.inner, query);
    case 'min_of':
      return min(seconds(expr.lhs, query), seconds(expr.rhs, query));
    case 'max_of':
      return max(seconds(expr.lhs, query), seconds(expr.rhs, query));
    case 'calculated':
      return calculate(expr.op, seconds(expr.lhs, query), seconds(expr.rhs, query));
    default:
      return unreachable(expr);
  }
}

function calculate(op: '+' | '-' | '*' | '/' | '%' | '^', lhs: number, rhs: number): number {
  switch (op) {
    case '+':
      return lhs + rhs;
    case '-':
      return lhs - rhs;
    case '*':
      return lhs * rhs;
    case '/':
      return rhs === 0 ? NaN : lhs / rhs;
    case '%':
      return lhs % rhs;
    case '^':
      return pow(lhs, rhs);
    default:
      return unreachable(op);
  }
}

/** The milliseconds of a duration. */
export function durationMs(expr: DurationExpr, query: QueryExtent): CalculatedDuration {
  const value = seconds(expr, query);
  if (Number.isNaN(value)) return { status: 'rejected', message: 'division by zero' };
  const ms = Math.trunc(value * 1000);
  return Math.abs(ms) <= MAX_DURATION_MS
    ? { status: 'calculated', ms }
    : { status: 'rejected', message: 'duration is out of range' };
}
