// Numbers and durations where the grammar has them: as values, in brackets, after `offset`.
import type { SyntaxNode } from '@lezer/common';

import type { NumberLiteral } from './ast.ts';
import { childrenOf, type Grammar } from './grammar.ts';
import type { Token } from './lexer.ts';
import { parseDurationToken, parseNumberToken } from './literals.ts';
import { RuleError } from './modifiers.ts';

/** 2^63 nanoseconds, the longest that Go can hold. */
const MAX_MS = 9_223_372_036_854;

/** A number or duration token as a literal. */
export function readNumber(token: Token): NumberLiteral {
  const parsed = token.kind === 'duration' ? parseDurationToken(token.text) : parseNumberToken(token.text);
  if (parsed.status === 'rejected') throw new RuleError(token.start, parsed.message);
  const span = { start: token.start, end: token.end };
  return { kind: 'number', span, value: parsed.value, isDuration: parsed.isDuration };
}

/** A duration or a number of seconds, signed; anything calculated is an experiment of Prometheus's that is off here. */
export function readDurationMs(grammar: Grammar, node: SyntaxNode): number {
  let sign = 1;
  let inner: SyntaxNode | undefined = node;
  while (inner !== undefined && inner.type.name !== 'NumberDurationLiteralInDurationContext') {
    const children = childrenOf(inner);
    const isSigned = children.length === 2 && children[0]?.type.name === 'UnaryOp';
    const isBare = children.length === 1 && grammar.first(inner).text !== '(';
    if (!isSigned && !isBare) {
      throw new RuleError(grammar.first(node).start, 'experimental duration expression is not enabled');
    }
    if (isSigned && grammar.first(inner).text === '-') sign = -sign;
    inner = children.at(-1);
    if (inner?.type.name.startsWith('Duration') === true && childrenOf(inner).length === 0) {
      throw new RuleError(grammar.first(node).start, 'experimental duration expression is not enabled');
    }
  }
  const token = grammar.last(node);
  const ms = Math.round(readNumber(token).value * sign * 1000);
  if (!(Math.abs(ms) <= MAX_MS)) throw new RuleError(token.start, 'duration out of range');
  return ms;
}

/** A duration that must be longer than nothing: a range, a step. */
export function readPositiveMs(grammar: Grammar, node: SyntaxNode): number {
  const ms = readDurationMs(grammar, node);
  if (ms <= 0) throw new RuleError(grammar.first(node).start, 'duration must be greater than 0');
  return ms;
}
