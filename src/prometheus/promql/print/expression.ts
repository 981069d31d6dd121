// A syntax tree back to text on one line, as Prometheus prints it. What it prints parses to the same tree.
import { METRIC_NAME, type Matcher } from '../../model/samples.ts';
import type { Aggregate, Binary, DurationExpr, Expr, Subquery, VectorSelector } from '../ast/nodes.ts';
import { formatDuration } from '../../../durations.ts';
import { formatPlainNumber } from '../text/numbers.ts';
import { quote } from '../text/strings.ts';
import { unreachable } from '../../../unreachable.ts';

const LABEL_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

function printLabelName(name: string): string {
  return LABEL_NAME.test(name) ? name : quote(name);
}

function printLabels(names: readonly string[]): string {
  return names.map(printLabelName).join(', ');
}

/** One matcher: `job="shop"`. */
export function printMatcher({ name, op, value }: Matcher): string {
  return `${printLabelName(name)}${op}${quote(value)}`;
}

function printDurationExpr(expr: DurationExpr): string {
  switch (expr.kind) {
    case 'number':
      return printNumber(expr.value, expr.isDuration);
    case 'step':
    case 'range':
      return `${expr.kind}()`;
    case 'negative':
      return `-${printDurationExpr(expr.operand)}`;
    case 'wrapped':
      return `(${printDurationExpr(expr.inner)})`;
    case 'calculated':
      return `${printDurationExpr(expr.lhs)} ${expr.op} ${printDurationExpr(expr.rhs)}`;
    case 'min_of':
    case 'max_of':
      return `${expr.kind}(${printDurationExpr(expr.lhs)}, ${printDurationExpr(expr.rhs)})`;
    default:
      return unreachable(expr);
  }
}

function printLength(ms: number, expr: DurationExpr | undefined): string {
  return expr === undefined ? formatDuration(ms) : printDurationExpr(expr);
}

function printTimes({
  offsetMs,
  offsetExpr,
  at,
}: Pick<VectorSelector, 'offsetMs' | 'offsetExpr' | 'at'>): string {
  const pin =
    at === undefined ? '' : at.kind === 'time' ? ` @ ${(at.timeMs / 1000).toFixed(3)}` : ` @ ${at.kind}()`;
  const isOffset = offsetMs !== 0 || offsetExpr !== undefined;
  return isOffset ? `${pin} offset ${printLength(offsetMs, offsetExpr)}` : pin;
}

function printSelectorHead({ name, matchers }: VectorSelector): string {
  const shown = matchers.filter(
    (m) => !(m.name === METRIC_NAME && m.op === '=' && m.value === name && name !== ''),
  );
  return shown.length === 0 && name !== ''
    ? name
    : `${name}{${shown.map(printMatcher).toSorted().join(',')}}`;
}

/** `[5m:1m] @ 10.000 offset 5m`: what follows the expression of a subquery. */
export function printSubqueryTail(node: Subquery): string {
  const hasStep = node.stepMs !== 0 || node.stepExpr !== undefined;
  const step = hasStep ? printLength(node.stepMs, node.stepExpr) : '';
  return `[${printLength(node.rangeMs, node.rangeExpr)}:${step}]${printTimes(node)}`;
}

/** `sum by (path) `: an aggregation up to its parenthesis. */
export function printAggregateHead({ op, grouping, isWithout }: Aggregate): string {
  if (isWithout) return `${op} without (${printLabels(grouping)}) `;
  return grouping.length > 0 ? `${op} by (${printLabels(grouping)}) ` : op;
}

/** `== bool on (job) group_left (node)`: an operator with its modifiers. */
export function printOperator({ op, returnsBool, matching }: Binary): string {
  let text = op + (returnsBool ? ' bool' : '');
  if (matching === undefined) return text;
  const { isOn, labels, cardinality, include } = matching;
  const isGrouped = cardinality === 'many-to-one' || cardinality === 'one-to-many';
  if (labels.length > 0 || isOn || isGrouped) text += ` ${isOn ? 'on' : 'ignoring'} (${printLabels(labels)})`;
  if (isGrouped)
    text += ` group_${cardinality === 'many-to-one' ? 'left' : 'right'} (${printLabels(include)})`;
  return text;
}

function printNumber(value: number, isDuration: boolean): string {
  return isDuration ? formatDuration(Math.round(value * 1000)) : formatPlainNumber(value);
}

/** Whether the left side must be printed `Inf`: before a power, the sign of `+Inf` would come to belong to the whole power. */
export function isInfiniteBase({ op, lhs }: Binary): boolean {
  return op === '^' && lhs.kind === 'number' && lhs.value === Infinity;
}

/** Laying out asks for each part again and again. */
const printed = new WeakMap<Expr, string>();

/** The expression on one line. */
export function printExpr(expr: Expr): string {
  const known = printed.get(expr);
  if (known !== undefined) return known;
  const text = print(expr);
  printed.set(expr, text);
  return text;
}

function print(expr: Expr): string {
  switch (expr.kind) {
    case 'number':
      return printNumber(expr.value, expr.isDuration);
    case 'string':
      return quote(expr.value);
    case 'vectorSelector':
      return printSelectorHead(expr) + printTimes(expr);
    case 'matrixSelector':
      return `${printSelectorHead(expr.selector)}[${printLength(expr.rangeMs, expr.rangeExpr)}]${printTimes(expr.selector)}`;
    case 'subquery':
      return printExpr(expr.expr) + printSubqueryTail(expr);
    case 'call':
      return `${expr.func.name}(${expr.args.map(printExpr).join(', ')})`;
    case 'aggregate': {
      const param = expr.param === undefined ? '' : `${printExpr(expr.param)}, `;
      return `${printAggregateHead(expr)}(${param}${printExpr(expr.expr)})`;
    }
    case 'binary':
      return `${isInfiniteBase(expr) ? 'Inf' : printExpr(expr.lhs)} ${printOperator(expr)} ${printExpr(expr.rhs)}`;
    case 'unary':
      return expr.op + printExpr(expr.expr);
    case 'paren':
      return `(${printExpr(expr.expr)})`;
    default:
      return unreachable(expr);
  }
}
