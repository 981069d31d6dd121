// Changes parts of an expression: a function gives another node for those that it wants to change.
import type { Expr, VectorSelector } from '../../promql/ast/nodes.ts';
import { unreachable } from '../../../unreachable.ts';

type Change = (expr: Expr) => Expr | undefined;

/** The expression with what `change` gives for its parts, from the outside in; what it has given is not looked into. */
export function mapExpr(expr: Expr, change: Change): Expr {
  const changed = change(expr);
  if (changed !== undefined) return changed;
  const map = (part: Expr): Expr => mapExpr(part, change);
  switch (expr.kind) {
    case 'number':
    case 'string':
    case 'vectorSelector':
      return expr;
    case 'matrixSelector': {
      const selector = change(expr.selector);
      return selector?.kind === 'vectorSelector' ? { ...expr, selector } : expr;
    }
    case 'call':
      return { ...expr, args: expr.args.map(map) };
    case 'aggregate':
      return {
        ...expr,
        expr: map(expr.expr),
        param: expr.param === undefined ? undefined : map(expr.param),
      };
    case 'binary':
      return { ...expr, lhs: map(expr.lhs), rhs: map(expr.rhs) };
    case 'subquery':
    case 'unary':
    case 'paren':
      return { ...expr, expr: map(expr.expr) };
    default:
      return unreachable(expr);
  }
}

/** Every part of an expression, in the order of the text, the whole first. */
export function partsOf(expr: Expr): readonly Expr[] {
  const parts: Expr[] = [];
  mapExpr(expr, (part) => {
    parts.push(part);
    return undefined;
  });
  return parts;
}

export const selectorsIn = (expr: Expr): readonly VectorSelector[] =>
  partsOf(expr).filter((part) => part.kind === 'vectorSelector');
