// The mistakes that an expression of a rule may have: each with the part that is changed, before and after.
import {
  withoutParens,
  type Binary,
  type BinaryOp,
  type Expr,
  type NumberLiteral,
  type SetOp,
} from '../../promql/ast/nodes.ts';
import { formatDuration, parsePromql, PromqlError } from '../../promql/index.ts';
import { printExpr, printMatcher } from '../../promql/print/expression.ts';
import { METRIC_NAME } from '../../model/samples.ts';
import { mapExpr, partsOf, selectorsIn } from './map-expr.ts';
import type { MutantKind } from './model.ts';

/** An expression with one mistake. */
export interface ExprMutant {
  readonly kind: MutantKind;
  readonly was: string;
  readonly is: string;
  readonly expr: Expr;
}

/** So far a threshold is moved, either way: values on both sides of it are apart by more, in a test that means it. */
const THRESHOLD_FACTOR = 5;

const FLIPPED: Partial<Record<BinaryOp, BinaryOp>> = {
  '>': '<',
  '>=': '<=',
  '<': '>',
  '<=': '>=',
  '==': '!=',
  '!=': '==',
};
const SWAPPED: Readonly<Record<SetOp, SetOp>> = { and: 'or', or: 'and', unless: 'and' };

/** @param labels names of labels that series may have, for aggregations that name only what they drop */
export function mutateExpr(expr: Expr, labels: ReadonlySet<string>): readonly ExprMutant[] {
  return [...comparisons(expr), ...setOperators(expr), ...groupings(expr, labels), ...matchers(expr)].flatMap(
    (mutant) => {
      const parsed = reparsed(mutant.expr);
      return parsed === undefined ? [] : [{ ...mutant, expr: parsed }];
    },
  );
}

/** The expression as if it had been written, undefined where it is none. */
export function reparsed(expr: Expr): Expr | undefined {
  try {
    return parsePromql(printExpr(expr));
  } catch (error) {
    if (error instanceof PromqlError) return undefined;
    throw error;
  }
}

const replaced = (expr: Expr, part: Expr, by: Expr): Expr =>
  mapExpr(expr, (one) => (one === part ? by : undefined));

const binariesOf = (expr: Expr): readonly Binary[] => partsOf(expr).filter((part) => part.kind === 'binary');

function comparisons(expr: Expr): readonly ExprMutant[] {
  const guards = guardsOf(expr);
  return binariesOf(expr).flatMap((part): ExprMutant[] => {
    const op = FLIPPED[part.op];
    if (op === undefined) return [];
    const rhs = printExpr(part.rhs);
    const bool = part.returnsBool ? 'bool ' : '';
    const flipped: ExprMutant = {
      kind: 'comparison-flipped',
      was: `${part.op} ${bool}${rhs}`,
      is: `${op} ${bool}${rhs}`,
      expr: replaced(expr, part, { ...part, op }),
    };
    return guards.has(part) ? [flipped] : [flipped, ...thresholds(expr, part)];
  });
}

/** The comparisons that only say when another one counts, as in `… and rate(…) > 0.1`: a test need not try their limits. */
function guardsOf(expr: Expr): ReadonlySet<Expr> {
  const guards = binariesOf(expr).filter(({ op }) => op === 'and' || op === 'unless');
  return new Set(guards.flatMap(({ rhs }) => partsOf(rhs)));
}

const rounded = (value: number): number => Number(value.toPrecision(6));

function thresholds(expr: Expr, part: Binary): readonly ExprMutant[] {
  const isLeft = withoutParens(part.lhs).kind === 'number';
  const literal = withoutParens(isLeft ? part.lhs : part.rhs);
  if (literal.kind !== 'number' || literal.value === 0 || !Number.isFinite(literal.value)) return [];
  const moved = (kind: MutantKind, value: number): ExprMutant => {
    const by: NumberLiteral = { ...literal, value, isDuration: false };
    const changed = isLeft ? { ...part, lhs: by } : { ...part, rhs: by };
    const told = (number: Expr): string =>
      isLeft ? `${printExpr(number)} ${part.op}` : `${part.op} ${printExpr(number)}`;
    return { kind, was: told(literal), is: told(by), expr: replaced(expr, part, changed) };
  };
  return [
    moved('threshold-raised', rounded(literal.value * THRESHOLD_FACTOR)),
    moved('threshold-lowered', rounded(literal.value / THRESHOLD_FACTOR)),
  ];
}

function setOperators(expr: Expr): readonly ExprMutant[] {
  return binariesOf(expr).flatMap((part): ExprMutant[] => {
    if (part.op !== 'and' && part.op !== 'or' && part.op !== 'unless') return [];
    const op = SWAPPED[part.op];
    return [{ kind: 'operator-swapped', was: part.op, is: op, expr: replaced(expr, part, { ...part, op }) }];
  });
}

/** A label that is aggregated away, in all aggregations that keep it. */
function groupings(expr: Expr, labels: ReadonlySet<string>): readonly ExprMutant[] {
  const aggregates = partsOf(expr).filter((part) => part.kind === 'aggregate');
  const kept = new Set(
    aggregates.flatMap(({ grouping, isWithout }) =>
      isWithout ? [...labels].filter((label) => !grouping.includes(label)) : grouping,
    ),
  );
  return [...kept].flatMap((label): ExprMutant[] => {
    const losers = aggregates.filter(
      ({ grouping, isWithout }) =>
        grouping.includes(label) !== isWithout && (!isWithout || labels.has(label)),
    );
    const [first] = losers;
    if (first === undefined) return [];
    const lose = (names: readonly string[], isWithout: boolean): readonly string[] =>
      isWithout ? [...names, label] : names.filter((name) => name !== label);
    const told = (names: readonly string[]): string =>
      `${first.isWithout ? 'without' : 'by'} (${names.join(', ')})`;
    const changeAll = (part: Expr): Expr | undefined => {
      if (part.kind !== 'aggregate' || !losers.includes(part)) return undefined;
      const { grouping, isWithout } = part;
      return { ...part, grouping: lose(grouping, isWithout), expr: mapExpr(part.expr, changeAll) };
    };
    return [
      {
        kind: 'grouping-lost',
        was: told(first.grouping),
        is: told(lose(first.grouping, first.isWithout)),
        expr: mapExpr(expr, changeAll),
      },
    ];
  });
}

/** A matcher that is lost, in all selectors that have it. */
function matchers(expr: Expr): readonly ExprMutant[] {
  const all = selectorsIn(expr)
    .flatMap((selector) => selector.matchers)
    .filter(({ name }) => name !== METRIC_NAME);
  const told = [...new Set(all.map(printMatcher))];
  return told.map((text): ExprMutant => ({
    kind: 'matcher-removed',
    was: text,
    is: '',
    expr: mapExpr(expr, (part) => {
      if (part.kind !== 'vectorSelector') return undefined;
      return { ...part, matchers: part.matchers.filter((matcher) => printMatcher(matcher) !== text) };
    }),
  }));
}

/** The lengths of the windows in an expression. */
export function windowsOf(expr: Expr): readonly number[] {
  return partsOf(expr).flatMap((part) =>
    part.kind === 'matrixSelector' && part.rangeExpr === undefined ? [part.rangeMs] : [],
  );
}

/** The expression with all windows of one length changed to another. */
export function withWindow(expr: Expr, fromMs: number, toMs: number): ExprMutant {
  return {
    kind: 'window-shortened',
    was: `[${formatDuration(fromMs)}]`,
    is: `[${formatDuration(toMs)}]`,
    expr: mapExpr(expr, (part) =>
      part.kind === 'matrixSelector' && part.rangeMs === fromMs && part.rangeExpr === undefined
        ? { ...part, rangeMs: toMs }
        : undefined,
    ),
  };
}
