// The syntax tree as /api/v1/parse_query answers it.
import type { Matcher } from '../model.ts';
import type { AtModifier, Expr, VectorMatching, VectorSelector } from './ast.ts';
import { formatPlainNumber } from './number-format.ts';
import { unreachable } from './unreachable.ts';

/** A value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function matchersToJson(matchers: readonly Matcher[]): Json {
  return matchers.map(({ name, op, value }) => ({ name, value, type: op }));
}

function timesToJson(offsetMs: number, at: AtModifier | undefined): Record<string, Json> {
  return {
    offset: offsetMs,
    timestamp: at?.kind === 'time' ? at.timeMs : null,
    startOrEnd: at === undefined || at.kind === 'time' ? null : at.kind,
  };
}

function selectorToJson({ name, matchers, offsetMs, at }: VectorSelector): Record<string, Json> {
  return {
    name,
    matchers: matchersToJson(matchers),
    ...timesToJson(offsetMs, at),
    anchored: false,
    smoothed: false,
  };
}

function matchingToJson(matching: VectorMatching | undefined): Json {
  if (matching === undefined) return null;
  const { cardinality, labels, isOn, include } = matching;
  return { card: cardinality, labels, on: isOn, include, fillValues: { lhs: null, rhs: null } };
}

/** The tree of an expression in the shape of Prometheus's API. */
export function promqlToJson(expr: Expr): Json {
  switch (expr.kind) {
    case 'number':
      return { type: 'numberLiteral', val: formatPlainNumber(expr.value) };
    case 'string':
      return { type: 'stringLiteral', val: expr.value };
    case 'vectorSelector':
      return { type: 'vectorSelector', ...selectorToJson(expr) };
    case 'matrixSelector':
      return { type: 'matrixSelector', range: expr.rangeMs, ...selectorToJson(expr.selector) };
    case 'subquery':
      return {
        type: 'subquery',
        expr: promqlToJson(expr.expr),
        range: expr.rangeMs,
        step: expr.stepMs,
        ...timesToJson(expr.offsetMs, expr.at),
      };
    case 'call': {
      const { name, args, variadic, returns } = expr.func;
      return {
        type: 'call',
        func: { name, argTypes: args, variadic, returnType: returns },
        args: expr.args.map(promqlToJson),
      };
    }
    case 'aggregate':
      return {
        type: 'aggregation',
        op: expr.op,
        expr: promqlToJson(expr.expr),
        param: expr.param === undefined ? null : promqlToJson(expr.param),
        grouping: expr.grouping,
        without: expr.isWithout,
      };
    case 'binary':
      return {
        type: 'binaryExpr',
        op: expr.op,
        lhs: promqlToJson(expr.lhs),
        rhs: promqlToJson(expr.rhs),
        matching: matchingToJson(expr.matching),
        bool: expr.returnsBool,
      };
    case 'unary':
      return { type: 'unaryExpr', op: expr.op, expr: promqlToJson(expr.expr) };
    case 'paren':
      return { type: 'parenExpr', expr: promqlToJson(expr.expr) };
    default:
      return unreachable(expr);
  }
}
