// Before a query is evaluated: the durations that depend on it get their length.
import type { DurationExpr, Expr, VectorSelector } from '../ast/nodes.ts';
import { dependsOnQuery, durationMs, NOT_POSITIVE, type QueryExtent } from '../parser/calculate-duration.ts';
import { PromqlError } from '../ast/errors.ts';
import { unreachable } from '../../../unreachable.ts';

/** The same expression with every duration calculated; itself where there is nothing to calculate. @throws {PromqlError} */
export function resolveDurations(expr: Expr, query: QueryExtent): Expr {
  return hasOpenDuration(expr) ? new Resolver(query).resolve(expr) : expr;
}

function isOpen(...durations: readonly (DurationExpr | undefined)[]): boolean {
  return durations.some((duration) => duration !== undefined && dependsOnQuery(duration));
}

function hasOpenDuration(expr: Expr): boolean {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return false;
    case 'vectorSelector':
      return isOpen(expr.offsetExpr);
    case 'matrixSelector':
      return isOpen(expr.rangeExpr, expr.selector.offsetExpr);
    case 'subquery':
      return isOpen(expr.rangeExpr, expr.stepExpr, expr.offsetExpr) || hasOpenDuration(expr.expr);
    case 'call':
      return expr.args.some(hasOpenDuration);
    case 'aggregate':
      return hasOpenDuration(expr.expr) || (expr.param !== undefined && hasOpenDuration(expr.param));
    case 'binary':
      return hasOpenDuration(expr.lhs) || hasOpenDuration(expr.rhs);
    case 'unary':
    case 'paren':
      return hasOpenDuration(expr.expr);
    default:
      return unreachable(expr);
  }
}

class Resolver {
  readonly #query: QueryExtent;

  constructor(query: QueryExtent) {
    this.#query = query;
  }

  resolve(expr: Expr): Expr {
    switch (expr.kind) {
      case 'number':
      case 'string':
        return expr;
      case 'vectorSelector':
        return this.#selector(expr);
      case 'matrixSelector': {
        const rangeMs = this.#positive(expr.rangeMs, expr.rangeExpr);
        return { ...expr, selector: this.#selector(expr.selector), rangeMs };
      }
      case 'subquery':
        return {
          ...expr,
          expr: this.resolve(expr.expr),
          rangeMs: this.#positive(expr.rangeMs, expr.rangeExpr),
          stepMs: this.#positive(expr.stepMs, expr.stepExpr),
          offsetMs: this.#length(expr.offsetMs, expr.offsetExpr),
        };
      case 'call':
        return { ...expr, args: expr.args.map((arg) => this.resolve(arg)) };
      case 'aggregate': {
        const param = expr.param === undefined ? undefined : this.resolve(expr.param);
        return { ...expr, expr: this.resolve(expr.expr), param };
      }
      case 'binary':
        return { ...expr, lhs: this.resolve(expr.lhs), rhs: this.resolve(expr.rhs) };
      case 'unary':
      case 'paren':
        return { ...expr, expr: this.resolve(expr.expr) };
      default:
        return unreachable(expr);
    }
  }

  #selector(selector: VectorSelector): VectorSelector {
    return { ...selector, offsetMs: this.#length(selector.offsetMs, selector.offsetExpr) };
  }

  #length(knownMs: number, expr: DurationExpr | undefined): number {
    if (expr === undefined) return knownMs;
    const found = durationMs(expr, this.#query);
    if (found.status === 'rejected') throw new PromqlError('bad_data', found.message);
    return found.ms;
  }

  #positive(knownMs: number, expr: DurationExpr | undefined): number {
    const ms = this.#length(knownMs, expr);
    if (expr !== undefined && ms <= 0) throw new PromqlError('bad_data', NOT_POSITIVE);
    return ms;
  }
}
