// The syntax tree of a query: plain immutable data, every node with its place in the text.
import type { Matcher, TimestampMs } from '../../model/samples.ts';
import { unreachable } from '../../../unreachable.ts';

/** Offsets into the query text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

/** Where an `@` modifier pins a selector. */
export type AtModifier =
  | { readonly kind: 'time'; readonly timeMs: TimestampMs }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

export interface NumberLiteral {
  readonly kind: 'number';
  readonly span: Span;
  readonly value: number;
  /** Written as a duration (`5m`), so it prints as one. */
  readonly isDuration: boolean;
}

export interface StringLiteral {
  readonly kind: 'string';
  readonly span: Span;
  readonly value: string;
}

/** What a calculated duration refers to: the step of the query, and the time that it spans. */
export interface DurationWord {
  readonly kind: 'step' | 'range';
}

/** A duration that is calculated, as in `[2 * step()]` and `offset (5m + 30s)`. */
export type DurationExpr =
  | NumberLiteral
  | DurationWord
  | { readonly kind: 'negative'; readonly operand: DurationExpr }
  | { readonly kind: 'wrapped'; readonly inner: DurationExpr }
  | {
      readonly kind: 'calculated';
      readonly op: '+' | '-' | '*' | '/' | '%' | '^';
      readonly lhs: DurationExpr;
      readonly rhs: DurationExpr;
    }
  | { readonly kind: 'min_of' | 'max_of'; readonly lhs: DurationExpr; readonly rhs: DurationExpr };

export interface VectorSelector {
  readonly kind: 'vectorSelector';
  readonly span: Span;
  /** The name before the braces; '' where the name is inside them or absent. */
  readonly name: string;
  /** All matchers; the name before the braces is the last of them. */
  readonly matchers: readonly Matcher[];
  readonly offsetMs: number;
  /** Where the offset is calculated; `offsetMs` is its value once it is known. */
  readonly offsetExpr: DurationExpr | undefined;
  readonly at: AtModifier | undefined;
}

export interface MatrixSelector {
  readonly kind: 'matrixSelector';
  readonly span: Span;
  /** Carries the offset and the `@` of the whole selector. */
  readonly selector: VectorSelector;
  readonly rangeMs: number;
  readonly rangeExpr: DurationExpr | undefined;
}

export interface Subquery {
  readonly kind: 'subquery';
  readonly span: Span;
  readonly expr: Expr;
  readonly rangeMs: number;
  readonly rangeExpr: DurationExpr | undefined;
  /** 0 where the query leaves the step to the server. */
  readonly stepMs: number;
  readonly stepExpr: DurationExpr | undefined;
  readonly offsetMs: number;
  /** Where the offset is calculated; `offsetMs` is its value once it is known. */
  readonly offsetExpr: DurationExpr | undefined;
  readonly at: AtModifier | undefined;
}

/** How one function may be called. `variadic` as in Prometheus: 0 exact, n up to n more than all but the last, -1 any. */
export interface FunctionSignature {
  readonly name: string;
  readonly args: readonly ValueType[];
  readonly variadic: number;
  readonly returns: ValueType;
  readonly isExperimental: boolean;
}

export interface Call {
  readonly kind: 'call';
  readonly span: Span;
  readonly func: FunctionSignature;
  readonly args: readonly Expr[];
}

export type AggregateOp =
  | 'sum'
  | 'avg'
  | 'count'
  | 'min'
  | 'max'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'topk'
  | 'bottomk'
  | 'count_values'
  | 'quantile';

export interface Aggregate {
  readonly kind: 'aggregate';
  readonly span: Span;
  readonly op: AggregateOp;
  readonly expr: Expr;
  readonly param: Expr | undefined;
  readonly grouping: readonly string[];
  readonly isWithout: boolean;
}

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOp = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type SetOp = 'and' | 'or' | 'unless';
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp;

export type Cardinality = 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';

export interface VectorMatching {
  readonly cardinality: Cardinality;
  /** `on` where true, `ignoring` where false. */
  readonly isOn: boolean;
  readonly labels: readonly string[];
  /** The labels of `group_left` or `group_right`, taken from the "one" side. */
  readonly include: readonly string[];
}

export interface Binary {
  readonly kind: 'binary';
  readonly span: Span;
  readonly op: BinaryOp;
  readonly lhs: Expr;
  readonly rhs: Expr;
  readonly returnsBool: boolean;
  /** Present only between two instant vectors. */
  readonly matching: VectorMatching | undefined;
}

export interface Unary {
  readonly kind: 'unary';
  readonly span: Span;
  readonly op: '+' | '-';
  readonly expr: Expr;
}

export interface Paren {
  readonly kind: 'paren';
  readonly span: Span;
  readonly expr: Expr;
}

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregate
  | Binary
  | Unary
  | Paren;

/** The type of the value that an expression gives. */
export function valueTypeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'matrixSelector':
    case 'subquery':
      return 'matrix';
    case 'call':
      return expr.func.returns;
    case 'paren':
    case 'unary':
      return valueTypeOf(expr.expr);
    case 'binary':
      return valueTypeOf(expr.lhs) === 'scalar' && valueTypeOf(expr.rhs) === 'scalar' ? 'scalar' : 'vector';
    case 'vectorSelector':
    case 'aggregate':
      return 'vector';
    default:
      return unreachable(expr);
  }
}

/** The same expression without the parentheses around it. */
export function withoutParens(expr: Expr): Expr {
  let inner = expr;
  while (inner.kind === 'paren') inner = inner.expr;
  return inner;
}

/** The matchers of each selector of an expression, in the order of the text. */
export function selectorsOf(expr: Expr): readonly (readonly Matcher[])[] {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return [];
    case 'vectorSelector':
      return [expr.matchers];
    case 'matrixSelector':
      return [expr.selector.matchers];
    case 'call':
      return expr.args.flatMap(selectorsOf);
    case 'aggregate':
      return [...(expr.param === undefined ? [] : selectorsOf(expr.param)), ...selectorsOf(expr.expr)];
    case 'binary':
      return [...selectorsOf(expr.lhs), ...selectorsOf(expr.rhs)];
    case 'subquery':
    case 'unary':
    case 'paren':
      return selectorsOf(expr.expr);
    default:
      return unreachable(expr);
  }
}
