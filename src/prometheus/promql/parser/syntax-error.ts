// A token that cannot stand where it stands, as Prometheus words it: what it is, in what, and what could be there.
import { describeToken } from './describe-token.ts';
import { isOperandPosition } from './grammar.ts';
import type { LexError, Token } from './lexer.ts';

interface Context {
  readonly context: string;
  readonly expected: string;
}

const DURATION_WORDS = 'number, duration, step(), or range()';
const none: Context = { context: '', expected: '' };

/** Whether a token is one of these words or signs. */
export function is(token: Token | undefined, ...texts: string[]): boolean {
  return token !== undefined && token.kind !== 'string' && texts.includes(token.text.toLowerCase());
}

/** Index of the bracket that is still open before `index`, or -1. */
export function openBracket(tokens: readonly Token[], index: number): number {
  let depth = 0;
  for (let i = index - 1; i >= 0; i--) {
    if (is(tokens[i], ')', '}', ']')) depth++;
    else if (is(tokens[i], '(', '{', '[') && depth-- === 0) return i;
  }
  return -1;
}

function insideBraces(previous: Token | undefined): Context {
  const expected = is(previous, '{', ',')
    ? 'identifier or "}"'
    : is(previous, '=', '!=', '=~', '!~')
      ? 'string'
      : previous?.kind === 'identifier'
        ? 'label matching operator'
        : '"," or "}"';
  return { context: 'label matching', expected };
}

function insideBrackets(tokens: readonly Token[], open: number, index: number): Context {
  if (index === open + 1) return { context: 'subquery or range selector', expected: DURATION_WORDS };
  const colon = tokens.slice(open, index).findIndex((token) => is(token, ':'));
  if (colon < 0) return { context: 'subquery or range', expected: '":" or "]"' };
  return colon + open === index - 1
    ? { context: 'subquery selector', expected: `number, duration, step(), range(), or "]"` }
    : { context: 'subquery selector', expected: '"]"' };
}

/** Whether a word at `index` groups: the words of an aggregation, where one is before them, are metrics elsewhere. */
function isGroupingWord(tokens: readonly Token[], index: number): boolean {
  const previous = tokens[index - 1];
  if (is(tokens[index], 'by', 'without')) return previous?.kind === 'aggregator' || is(previous, ')');
  return is(tokens[index], 'on', 'ignoring', 'group_left', 'group_right');
}

/** Whether the token before `index` closes the labels in `sum by (…)`, behind which the arguments are wanted. */
export function isBeforeArguments(tokens: readonly Token[], index: number): boolean {
  if (!is(tokens[index - 1], ')')) return false;
  const word = openBracket(tokens, index - 1) - 1;
  return is(tokens[word], 'by', 'without') && tokens[word - 1]?.kind === 'aggregator';
}

/** Whether an aggregation is left unfinished at `index`: before its arguments, or anywhere among them. */
function isInAggregation(tokens: readonly Token[], index: number): boolean {
  if (isBeforeArguments(tokens, index)) return true;
  for (let open = openBracket(tokens, index); open >= 0; open = openBracket(tokens, open)) {
    const isCall = is(tokens[open], '(');
    if (isCall && (tokens[open - 1]?.kind === 'aggregator' || isBeforeArguments(tokens, open))) return true;
  }
  return false;
}

/** Behind `@`, and behind what can only be a part of `@ start()`. */
function isInAt(tokens: readonly Token[], index: number): boolean {
  const before = (steps: number, ...texts: string[]): boolean => is(tokens[index - steps], ...texts);
  return (
    before(1, '@') ||
    (before(1, '+', '-', 'start', 'end') && before(2, '@')) ||
    (before(1, '(') && before(2, 'start', 'end') && before(3, '@'))
  );
}

function contextOf(tokens: readonly Token[], index: number): Context {
  const previous = tokens[index - 1];
  const open = openBracket(tokens, index);
  if (is(tokens[open], '{')) return insideBraces(previous);
  if (is(tokens[open], '[')) return insideBrackets(tokens, open, index);
  if (is(tokens[open], '(') && isGroupingWord(tokens, open - 1))
    return { context: 'grouping opts', expected: is(previous, '(', ',') ? 'label' : '"," or ")"' };
  if (isGroupingWord(tokens, index - 1)) return { context: 'grouping opts', expected: '"("' };
  if (isInAt(tokens, index)) return { context: '@', expected: 'timestamp' };
  if (is(previous, 'offset') && !isOperandPosition(tokens, index - 1))
    return { context: 'offset', expected: DURATION_WORDS };
  if (isInAggregation(tokens, index)) return { context: 'aggregation', expected: '' };
  return none;
}

/** Whether the token before `index` is a comma between the arguments of a call or an aggregation. */
function isBehindArgument(tokens: readonly Token[], index: number): boolean {
  const open = openBracket(tokens, index);
  return is(tokens[index - 1], ',') && is(tokens[open], '(') && !isGroupingWord(tokens, open - 1);
}

/** What is wrong at a token that the grammar refused, and where Prometheus sees it. */
export function describeSyntaxError(tokens: readonly Token[], index: number): LexError {
  const token = tokens[index];
  const comma = tokens[index - 1];
  if (comma !== undefined && isBehindArgument(tokens, index))
    return { position: comma.start, message: 'trailing commas not allowed in function call args' };
  if (token === undefined) return { position: tokens.at(-1)?.end ?? 0, message: 'unexpected end of input' };
  const { context, expected } = contextOf(tokens, index);
  const message = `unexpected ${describeToken(token)}${context && ` in ${context}`}${expected && `, expected ${expected}`}`;
  return { position: token.start, message };
}
