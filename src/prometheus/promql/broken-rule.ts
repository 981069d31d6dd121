// A rule broken before the place where a text cannot be read on: Prometheus tells that first, as its parser meets it first.
import type { Matcher } from '../model.ts';
import { compileMatcher } from '../matcher.ts';
import { findFunction } from './functions.ts';
import type { LexError, Token } from './lexer.ts';
import { unquote } from './strings.ts';

function badPattern(op: string, literal: string): string | undefined {
  try {
    compileMatcher({ name: '', op: op as Matcher['op'], value: unquote(literal) });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The first of the calls and patterns that are complete before token `end` and cannot be. */
export function findBrokenRule(tokens: readonly Token[], end: number): LexError | undefined {
  const open: number[] = [];
  for (const [index, token] of tokens.slice(0, end).entries()) {
    const { kind, text } = token;
    const operator = tokens[index - 1]?.text ?? '';
    if (kind === 'string' && (operator === '=~' || operator === '!~')) {
      const message = badPattern(operator, text);
      if (message !== undefined) return { position: tokens[index - 2]?.start ?? token.start, message };
    } else if (kind === 'punctuation' && text === '(') {
      open.push(index);
    } else if (kind === 'punctuation' && text === ')') {
      const name = tokens[(open.pop() ?? 0) - 1];
      const found = name?.kind === 'identifier' ? findFunction(name.text) : undefined;
      if (name !== undefined && found?.status === 'refused')
        return { position: name.start, message: found.message };
    }
  }
  return undefined;
}
