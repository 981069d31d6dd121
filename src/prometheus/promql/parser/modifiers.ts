// What follows a value: `[range]`, `[range:step]`, `offset`, `@`. Each makes a new node, or says why it cannot stand there.
import type {
  AtModifier,
  DurationExpr,
  Expr,
  MatrixSelector,
  Span,
  Subquery,
  VectorSelector,
} from '../ast/nodes.ts';

/** A rule that was broken, at a place in the text. */
export class RuleError extends Error {
  readonly position: number;
  constructor(position: number, message: string) {
    super(message);
    this.position = position;
  }
}

/** A duration, and how it is calculated where it is. */
export interface Length {
  readonly ms: number;
  readonly expr: DurationExpr | undefined;
}

type Times = Pick<VectorSelector, 'offsetMs' | 'offsetExpr' | 'at'>;

type Movable = VectorSelector | MatrixSelector | Subquery;

function isMovable(expr: Expr): expr is Movable {
  return expr.kind === 'vectorSelector' || expr.kind === 'matrixSelector' || expr.kind === 'subquery';
}

function timesOf(expr: Movable): Times {
  const { offsetMs, offsetExpr, at } = expr.kind === 'matrixSelector' ? expr.selector : expr;
  return { offsetMs, offsetExpr, at };
}

function withTimes(expr: Movable, times: Times, end: number): Movable {
  const span = { start: expr.span.start, end };
  return expr.kind === 'matrixSelector'
    ? { ...expr, span, selector: { ...expr.selector, ...times } }
    : { ...expr, span, ...times };
}

/** `expr offset 5m`. */
export function applyOffset(expr: Expr, offset: Length, end: number): Expr {
  if (!isMovable(expr)) {
    throw new RuleError(
      expr.span.start,
      'offset modifier must be preceded by an instant vector selector or range vector selector or a subquery',
    );
  }
  const times = timesOf(expr);
  if (times.offsetMs !== 0 || times.offsetExpr !== undefined)
    throw new RuleError(expr.span.start, 'offset may not be set multiple times');
  return withTimes(expr, { offsetMs: offset.ms, offsetExpr: offset.expr, at: times.at }, end);
}

/** `expr @ 1234`, `expr @ start()`. */
export function applyAt(expr: Expr, at: AtModifier, end: number): Expr {
  if (!isMovable(expr)) {
    throw new RuleError(
      expr.span.start,
      '@ modifier must be preceded by an instant vector selector or range vector selector or a subquery',
    );
  }
  const times = timesOf(expr);
  if (times.at !== undefined)
    throw new RuleError(expr.span.start, '@ <timestamp> may not be set multiple times');
  return withTimes(expr, { ...times, at }, end);
}

/** `expr[5m]`; `brackets` is where they stand in the text. */
export function applyRange(expr: Expr, range: Length, brackets: Span): MatrixSelector {
  if (expr.kind !== 'vectorSelector')
    throw new RuleError(brackets.start, 'ranges only allowed for vector selectors');
  if (expr.offsetMs !== 0 || expr.offsetExpr !== undefined)
    throw new RuleError(brackets.start, 'no offset modifiers allowed before range');
  if (expr.at !== undefined) throw new RuleError(brackets.start, 'no @ modifiers allowed before range');
  return {
    kind: 'matrixSelector',
    span: { start: expr.span.start, end: brackets.end },
    selector: expr,
    rangeMs: range.ms,
    rangeExpr: range.expr,
  };
}

/** `expr[1h:5m]`; a step of 0 leaves it to the server. */
export function applySubquery(expr: Expr, range: Length, step: Length, brackets: Span): Subquery {
  const span = { start: expr.span.start, end: brackets.end };
  return {
    kind: 'subquery',
    span,
    expr,
    rangeMs: range.ms,
    rangeExpr: range.expr,
    stepMs: step.ms,
    stepExpr: step.expr,
    offsetMs: 0,
    offsetExpr: undefined,
    at: undefined,
  };
}
