// The syntax tree as /api/v1/parse_query answers it.
import type { Matcher } from '../../model/samples.ts';
import type { DurationExpr, Expr, VectorMatching, VectorSelector } from '../ast/nodes.ts';
import { formatPlainNumber } from '../text/numbers.ts';
import { unreachable } from '../../../unreachable.ts';

/** A value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

function matchersToJson(matchers: readonly Matcher[]): Json {
  return matchers.map(({ name, op, value }) => ({ name, value, type: op }));
}

function wrappedToJson(expr: DurationExpr, wrapped: boolean): Json {
  const node = (op: string, lhs: Json, rhs: Json): Json => ({ type: 'durationExpr', op, lhs, rhs, wrapped });
  switch (expr.kind) {
    case 'number':
      return { type: 'numberLiteral', val: formatPlainNumber(expr.value), duration: expr.isDuration };
    case 'wrapped':
      return wrappedToJson(expr.inner, true);
    case 'step':
    case 'range':
      return node(expr.kind, null, null);
    case 'negative':
      return node('-', null, wrappedToJson(expr.operand, false));
    case 'calculated':
      return node(expr.op, wrappedToJson(expr.lhs, false), wrappedToJson(expr.rhs, false));
    case 'min_of':
    case 'max_of':
      return node(expr.kind, wrappedToJson(expr.lhs, false), wrappedToJson(expr.rhs, false));
    default:
      return unreachable(expr);
  }
}

/** A duration under its name, and how it is calculated beside it; a calculated one has no length before a query. */
function lengthToJson(name: string, ms: number, expr: DurationExpr | undefined): Record<string, Json> {
  return expr === undefined
    ? { [name]: ms, [`${name}Expr`]: null }
    : { [name]: 0, [`${name}Expr`]: wrappedToJson(expr, false) };
}

function timesToJson({
  offsetMs,
  offsetExpr,
  at,
}: Pick<VectorSelector, 'offsetMs' | 'offsetExpr' | 'at'>): Record<string, Json> {
  return {
    ...lengthToJson('offset', offsetMs, offsetExpr),
    timestamp: at?.kind === 'time' ? at.timeMs : null,
    startOrEnd: at === undefined || at.kind === 'time' ? null : at.kind,
  };
}

function selectorToJson(selector: VectorSelector): Record<string, Json> {
  return {
    name: selector.name,
    matchers: matchersToJson(selector.matchers),
    ...timesToJson(selector),
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
      return {
        type: 'matrixSelector',
        ...lengthToJson('range', expr.rangeMs, expr.rangeExpr),
        ...selectorToJson(expr.selector),
      };
    case 'subquery':
      return {
        type: 'subquery',
        expr: promqlToJson(expr.expr),
        ...lengthToJson('range', expr.rangeMs, expr.rangeExpr),
        ...lengthToJson('step', expr.stepMs, expr.stepExpr),
        ...timesToJson(expr),
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
