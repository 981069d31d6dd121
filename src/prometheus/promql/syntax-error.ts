// A token that cannot stand where it stands, as Prometheus words it: what it is, in what, and what could be there.
import { describeToken } from './describe-token.ts';
import type { Token } from './lexer.ts';

interface Context {
  readonly context: string;
  readonly expected: string;
}

const DURATION_WORDS = 'number, duration, step(), or range()';
const none: Context = { context: '', expected: '' };

function is(token: Token | undefined, ...texts: string[]): boolean {
  return token !== undefined && token.kind !== 'string' && texts.includes(token.text.toLowerCase());
}

/** Index of the bracket that is still open before `index`, or -1. */
function openBracket(tokens: readonly Token[], index: number): number {
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

function contextOf(tokens: readonly Token[], index: number): Context {
  const previous = tokens[index - 1];
  const open = openBracket(tokens, index);
  if (is(tokens[open], '{')) return insideBraces(previous);
  if (is(tokens[open], '[')) return insideBrackets(tokens, open, index);
  if (
    is(tokens[open], '(') &&
    is(tokens[open - 1], 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right')
  ) {
    return { context: 'grouping opts', expected: is(previous, '(', ',') ? 'label' : '"," or ")"' };
  }
  if (is(previous, 'by', 'without', 'on', 'ignoring')) return { context: 'grouping opts', expected: '"("' };
  if (is(previous, '@') || (is(previous, '+', '-') && is(tokens[index - 2], '@')))
    return { context: '@', expected: 'timestamp' };
  if (is(previous, 'offset')) return { context: 'offset', expected: DURATION_WORDS };
  if (previous?.kind === 'aggregator') return { context: 'aggregation', expected: '' };
  return none;
}

/** What is wrong at a token that the grammar refused. */
export function describeSyntaxError(tokens: readonly Token[], index: number): string {
  const token = tokens[index];
  if (token === undefined) return 'unexpected end of input';
  if (is(token, ')') && is(tokens[index - 1], ',') && is(tokens[openBracket(tokens, index)], '(')) {
    const { context } = contextOf(tokens, index);
    if (context === '') return 'trailing commas not allowed in function call args';
  }
  const { context, expected } = contextOf(tokens, index);
  return `unexpected ${describeToken(token)}${context && ` in ${context}`}${expected && `, expected ${expected}`}`;
}
