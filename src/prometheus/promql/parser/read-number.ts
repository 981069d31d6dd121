// A number or duration token as a node of the syntax tree.
import type { NumberLiteral } from '../ast/nodes.ts';
import type { Token } from './lexer.ts';
import { parseDurationToken, parseNumberToken } from '../text/literals.ts';
import { RuleError } from './modifiers.ts';

/** A number or duration token as a literal. */
export function readNumber(token: Token): NumberLiteral {
  const parsed = token.kind === 'duration' ? parseDurationToken(token.text) : parseNumberToken(token.text);
  if (parsed.status === 'rejected') throw new RuleError(token.start, parsed.message);
  const span = { start: token.start, end: token.end };
  return { kind: 'number', span, value: parsed.value, isDuration: parsed.isDuration };
}
