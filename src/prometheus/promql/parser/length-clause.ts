// Durations where the grammar has them: in brackets, after `offset`.
import type { SyntaxNode } from '@lezer/common';

import { dependsOnQuery, durationMs, NOT_POSITIVE } from './calculate-duration.ts';
import { MAX_DURATION_MS } from '../../../durations.ts';
import { readDurationExpr } from './duration-expr.ts';
import type { Grammar } from './grammar.ts';
import { type Length, RuleError } from './modifiers.ts';

/**
 * A duration behind `offset` or in brackets. What depends on the query (`step()`, `range()`) has no length yet, and is
 * given one by `resolveDurations`.
 */
export function readLength(grammar: Grammar, node: SyntaxNode): Length {
  const expr = readDurationExpr(grammar.tokens(node));
  if (expr.kind === 'number') {
    const ms = Math.round(expr.value * 1000);
    if (!(Math.abs(ms) <= MAX_DURATION_MS))
      throw new RuleError(grammar.last(node).start, 'duration out of range');
    return { ms, expr: undefined };
  }
  if (dependsOnQuery(expr)) return { ms: 0, expr };
  const found = durationMs(expr, { stepMs: 0, rangeMs: 0 });
  if (found.status === 'rejected') throw new RuleError(grammar.first(node).start, found.message);
  return { ms: found.ms, expr };
}

/** A duration that must be longer than nothing: a range, a step. */
export function readPositiveLength(grammar: Grammar, node: SyntaxNode): Length {
  const length = readLength(grammar, node);
  if (length.ms <= 0 && (length.expr === undefined || !dependsOnQuery(length.expr)))
    throw new RuleError(grammar.first(node).start, NOT_POSITIVE);
  return length;
}
