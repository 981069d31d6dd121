// A rule broken before the place where a text cannot be read on: Prometheus tells that first, as its parser meets it first.
import type { Matcher } from '../../model/samples.ts';
import { compileMatcher } from '../../model/matcher.ts';
import { aggregateProblem } from './aggregate-rule.ts';
import { findFunction } from './signatures.ts';
import type { LexError, Token } from './lexer.ts';
import { unquote } from '../text/strings.ts';
import { is, isBeforeArguments, openBracket } from './syntax-error.ts';

function badPattern(op: string, literal: string): string | undefined {
  try {
    compileMatcher({ name: '', op: op as Matcher['op'], value: unquote(literal) });
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Number of arguments between the parenthesis at `open` and the one at `close`. */
function countArguments(tokens: readonly Token[], open: number, close: number): number {
  if (close === open + 1) return 0;
  let depth = 0;
  let commas = 0;
  for (const token of tokens.slice(open + 1, close)) {
    if (is(token, '(', '{', '[')) depth++;
    else if (is(token, ')', '}', ']')) depth--;
    else if (depth === 0 && is(token, ',')) commas++;
  }
  return commas + 1;
}

/** What is wrong with the call or the aggregation between two parentheses. */
function brokenCall(tokens: readonly Token[], open: number, close: number): LexError | undefined {
  const isLabelled = isBeforeArguments(tokens, open);
  const name = tokens[isLabelled ? openBracket(tokens, open - 1) - 2 : open - 1];
  if (name === undefined) return undefined;
  if (name.kind === 'identifier') {
    const found = findFunction(name.text);
    return found.status === 'refused' ? { position: name.start, message: found.message } : undefined;
  }
  if (name.kind !== 'aggregator') return undefined;
  // Where the labels may follow, the aggregation is complete when it is known what does.
  const next = tokens[close + 1];
  if (!isLabelled && (next === undefined || is(next, 'by', 'without'))) return undefined;
  const message = aggregateProblem(name.text.toLowerCase(), countArguments(tokens, open, close));
  return message === undefined ? undefined : { position: name.start, message };
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
      const broken = brokenCall(tokens, open.pop() ?? 0, index);
      if (broken !== undefined) return broken;
    }
  }
  return undefined;
}
