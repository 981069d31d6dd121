// The rules that a well-formed query must keep: types, argument counts, matching clauses. Throws at the first broken one.
import { METRIC_NAME } from '../../model/samples.ts';
import { compileMatcher } from '../../model/matcher.ts';
import {
  type Aggregate,
  type Binary,
  type Call,
  type Expr,
  type ValueType,
  type VectorSelector,
  valueTypeOf,
} from '../ast/nodes.ts';
import { RuleError } from './modifiers.ts';
import { unreachable } from '../../../unreachable.ts';

const TYPE_NAMES: Readonly<Record<ValueType, string>> = {
  scalar: 'scalar',
  vector: 'instant vector',
  matrix: 'range vector',
  string: 'string',
};

const COMPARISONS = new Set<string>(['==', '!=', '<', '<=', '>', '>=']);
const SET_OPERATORS = new Set<string>(['and', 'or', 'unless']);

export function isComparison(op: string): boolean {
  return COMPARISONS.has(op);
}

export function isSetOperator(op: string): boolean {
  return SET_OPERATORS.has(op);
}

function fail(position: number, message: string): never {
  throw new RuleError(position, message);
}

/** Checks an expression and gives it back with the matching of its operators settled. `text` is for places of operators. */
export function checkExpr(expr: Expr, text: string): Expr {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return expr;
    case 'vectorSelector':
      checkSelector(expr);
      return expr;
    case 'matrixSelector':
      checkSelector(expr.selector);
      return expr;
    case 'paren':
      return { ...expr, expr: checkExpr(expr.expr, text) };
    case 'unary': {
      const inner = checkExpr(expr.expr, text);
      const type = valueTypeOf(inner);
      if (type !== 'scalar' && type !== 'vector') {
        const got = JSON.stringify(TYPE_NAMES[type]);
        fail(
          expr.span.start,
          `unary expression only allowed on expressions of type scalar or instant vector, got ${got}`,
        );
      }
      return { ...expr, expr: inner };
    }
    case 'subquery': {
      const inner = checkExpr(expr.expr, text);
      const type = valueTypeOf(inner);
      if (type !== 'vector')
        fail(expr.span.start, `subquery is only allowed on instant vector, got ${type} instead`);
      return { ...expr, expr: inner };
    }
    case 'aggregate':
      return checkAggregate(expr, text);
    case 'call':
      return checkCall(expr, text);
    case 'binary':
      return checkBinary(expr, text);
    default:
      return unreachable(expr);
  }
}

function checkSelector({ name, matchers, span }: VectorSelector): void {
  if (name !== '') {
    const second = matchers.slice(0, -1).find((matcher) => matcher.name === METRIC_NAME);
    if (second === undefined) return;
    fail(
      span.start,
      `metric name must not be set twice: ${JSON.stringify(name)} or ${JSON.stringify(second.value)}`,
    );
  }
  if (matchers.every((matcher) => compileMatcher(matcher)(''))) {
    fail(span.start, 'vector selector must contain at least one non-empty matcher');
  }
}

function expectType(expr: Expr, wanted: ValueType, context: string): void {
  const type = valueTypeOf(expr);
  if (type !== wanted)
    fail(expr.span.start, `expected type ${TYPE_NAMES[wanted]} in ${context}, got ${TYPE_NAMES[type]}`);
}

function checkAggregate(node: Aggregate, text: string): Aggregate {
  const expr = checkExpr(node.expr, text);
  expectType(expr, 'vector', 'aggregation expression');
  if (node.param === undefined) return { ...node, expr };
  const param = checkExpr(node.param, text);
  expectType(param, node.op === 'count_values' ? 'string' : 'scalar', 'aggregation parameter');
  return { ...node, expr, param };
}

function checkCall(node: Call, text: string): Call {
  const { name, args: types, variadic } = node.func;
  const count = node.args.length;
  const quoted = JSON.stringify(name);
  if (variadic === 0 && types.length !== count) {
    fail(node.span.start, `expected ${types.length} argument(s) in call to ${quoted}, got ${count}`);
  }
  const least = types.length - 1;
  if (variadic !== 0 && count < least) {
    fail(node.span.start, `expected at least ${least} argument(s) in call to ${quoted}, got ${count}`);
  }
  if (variadic > 0 && count > least + variadic) {
    fail(
      node.span.start,
      `expected at most ${least + variadic} argument(s) in call to ${quoted}, got ${count}`,
    );
  }
  const args = node.args.map((arg, index) => {
    const checked = checkExpr(arg, text);
    expectType(checked, types[Math.min(index, types.length - 1)] ?? 'vector', `call to function ${quoted}`);
    return checked;
  });
  return { ...node, args };
}

function checkBinary(node: Binary, text: string): Binary {
  const lhs = checkExpr(node.lhs, text);
  const rhs = checkExpr(node.rhs, text);
  const [left, right] = [valueTypeOf(lhs), valueTypeOf(rhs)];
  const { op, matching } = node;
  const operatorAt = lhs.span.end + (/^[ \t\n\r]*/.exec(text.slice(lhs.span.end))?.[0].length ?? 0);
  const isSet = isSetOperator(op);

  if (node.returnsBool && !isComparison(op))
    fail(operatorAt, 'bool modifier can only be used on comparison operators');
  if (isComparison(op) && !node.returnsBool && left === 'scalar' && right === 'scalar') {
    fail(operatorAt, 'comparisons between scalars must use BOOL modifier');
  }
  const both =
    matching?.isOn === true ? matching.labels.find((label) => matching.include.includes(label)) : undefined;
  if (both !== undefined)
    fail(operatorAt, `label ${JSON.stringify(both)} must not occur in ON and GROUP clause at once`);
  for (const side of [lhs, rhs]) {
    const type = valueTypeOf(side);
    if (type !== 'scalar' && type !== 'vector') {
      fail(side.span.start, 'binary expression must contain only scalar and instant vector types');
    }
  }
  if (left === 'vector' && right === 'vector') {
    const isGrouped = matching?.cardinality === 'many-to-one' || matching?.cardinality === 'one-to-many';
    if (isSet && isGrouped) fail(node.span.start, `no grouping allowed for ${JSON.stringify(op)} operation`);
    const settled =
      matching !== undefined && isSet ? { ...matching, cardinality: 'many-to-many' as const } : matching;
    return { ...node, lhs, rhs, matching: settled };
  }
  if (matching !== undefined && matching.labels.length > 0) {
    fail(node.span.start, 'vector matching only allowed between instant vectors');
  }
  if (isSet)
    fail(node.span.start, `set operator ${JSON.stringify(op)} not allowed in binary scalar expression`);
  return { ...node, lhs, rhs, matching: undefined };
}
