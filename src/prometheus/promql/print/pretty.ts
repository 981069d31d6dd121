// The layout of /api/v1/format_query: whatever is longer than a line is split at its operators and arguments.
import type { Expr } from '../ast/nodes.ts';
import {
  isInfiniteBase,
  printAggregateHead,
  printExpr,
  printOperator,
  printSubqueryTail,
} from './expression.ts';
import { unreachable } from '../../../unreachable.ts';

const LINE_LENGTH = 100;

function indent(level: number): string {
  return '  '.repeat(level);
}

function layOut(expr: Expr, level: number): string {
  const line = printExpr(expr);
  if (line.length <= LINE_LENGTH) return indent(level) + line;
  switch (expr.kind) {
    case 'aggregate': {
      const param = expr.param === undefined ? '' : `${layOut(expr.param, level + 1)},\n`;
      return `${indent(level)}${printAggregateHead(expr)}(\n${param}${layOut(expr.expr, level + 1)}\n${indent(level)})`;
    }
    case 'binary': {
      const lhs = isInfiniteBase(expr) ? `${indent(level + 1)}Inf` : layOut(expr.lhs, level + 1);
      return `${lhs}\n${indent(level)}${printOperator(expr)}\n${layOut(expr.rhs, level + 1)}`;
    }
    case 'call': {
      const args = expr.args.map((arg) => layOut(arg, level + 1)).join(',\n');
      return `${indent(level)}${expr.func.name}(\n${args}\n${indent(level)})`;
    }
    case 'paren':
      return `${indent(level)}(\n${layOut(expr.expr, level + 1)}\n${indent(level)})`;
    case 'subquery':
      return layOut(expr.expr, level) + printSubqueryTail(expr);
    case 'unary':
      return indent(level) + expr.op + layOut(expr.expr, level).trim();
    case 'number':
    case 'string':
    case 'vectorSelector':
    case 'matrixSelector':
      return indent(level) + line;
    default:
      return unreachable(expr);
  }
}

/** The expression in Prometheus's layout. */
export function formatPromql(expr: Expr): string {
  return layOut(expr, 0);
}
