// What an expression reads: its selectors, how far back each begins, and whether the expression can be evaluated over a
// whole timeline at once.
import type { Matcher } from '../model/samples.ts';
import type { DurationExpr, Expr, VectorSelector } from '../promql/ast/nodes.ts';
import { dependsOnQuery } from '../promql/parser/calculate-duration.ts';
import { unreachable } from '../../unreachable.ts';

export interface Reading {
  readonly matchers: readonly Matcher[];
  /** It reads nothing younger than this long before the moment of the evaluation; -Infinity where that is unknown. */
  readonly behindMs: number;
}

export interface Readings {
  readonly selectors: readonly Reading[];
  /** Whether evaluating a range gives at each step what evaluating the step alone gives. */
  readonly canSlide: boolean;
}

export function readingsOf(expr: Expr): Readings {
  const selectors: Reading[] = [];
  let canSlide = true;
  /** How far back a duration moves; the moment may be a pinned one, and lengths may depend on the query. */
  const behind = (
    offsetMs: number,
    isPinned: boolean,
    ...durations: (DurationExpr | undefined)[]
  ): number => {
    const isOpen = durations.some((duration) => duration !== undefined && dependsOnQuery(duration));
    if (isPinned || isOpen) canSlide = false;
    return isPinned || isOpen ? -Infinity : offsetMs;
  };
  const select = (selector: VectorSelector, outerMs: number, range?: DurationExpr): void => {
    const { matchers, offsetMs, offsetExpr, at } = selector;
    const behindMs = outerMs + behind(offsetMs, at !== undefined, offsetExpr, range);
    // Samples that a server does not have yet at the moment of the evaluation.
    if (behindMs < 0) canSlide = false;
    selectors.push({ matchers, behindMs });
  };
  const walk = (node: Expr, outerMs: number): void => {
    switch (node.kind) {
      case 'number':
      case 'string':
        return;
      case 'vectorSelector':
        return select(node, outerMs);
      case 'matrixSelector':
        return select(node.selector, outerMs, node.rangeExpr);
      case 'subquery': {
        const { offsetMs, at, offsetExpr, rangeExpr, stepExpr } = node;
        return walk(node.expr, outerMs + behind(offsetMs, at !== undefined, offsetExpr, rangeExpr, stepExpr));
      }
      case 'call':
        return node.args.forEach((arg) => walk(arg, outerMs));
      case 'aggregate':
        if (node.param !== undefined) walk(node.param, outerMs);
        return walk(node.expr, outerMs);
      case 'binary':
        walk(node.lhs, outerMs);
        return walk(node.rhs, outerMs);
      case 'unary':
      case 'paren':
        return walk(node.expr, outerMs);
      default:
        return unreachable(node);
    }
  };
  walk(expr, 0);
  return { selectors, canSlide };
}
