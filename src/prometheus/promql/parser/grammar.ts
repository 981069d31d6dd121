// Tokens to lezer-promql's tree. The grammar decides what is a query; what it reads is a plain copy of the tokens
// (every number `1`, every string `"a"`), because its own lexer refuses literals that Prometheus takes, such as `2.`.
import { parser } from '@prometheus-io/lezer-promql';
import type { PartialParse, SyntaxNode, Tree } from '@lezer/common';

import type { Lexed, Token } from './lexer.ts';
import { unreachable } from '../../../unreachable.ts';

const strictParser = parser.configure({ strict: true });

/** A tree whose nodes are looked up in the tokens they were read from. */
export interface Grammar {
  readonly root: SyntaxNode;
  /** The token that a node starts with. */
  first(node: SyntaxNode): Token;
  /** The token that a node ends with. */
  last(node: SyntaxNode): Token;
  /** All tokens of a node. */
  tokens(node: SyntaxNode): readonly Token[];
  /** The token before a node. */
  before(node: SyntaxNode): Token | undefined;
}

export type GrammarOutcome =
  | { readonly status: 'parsed'; readonly grammar: Grammar }
  /** Index of the first token that no query could have there. */
  | { readonly status: 'rejected'; readonly index: number };

const MATCHING_WORDS = new Set(['on', 'ignoring', 'group_left', 'group_right']);
const LIST_WORDS = new Set([...MATCHING_WORDS, 'by', 'without']);

const DURATION_FUNCTIONS = new Set(['min_of', 'max_of']);
const SET_WORDS = new Set(['and', 'or', 'unless']);

/** The token before the parenthesis that the one at `index` closes. */
function wordBeforeParens(tokens: readonly Token[], index: number): Token | undefined {
  let depth = 0;
  for (let i = index; i >= 0; i--) {
    if (tokens[i]?.text === ')') depth++;
    else if (tokens[i]?.text === '(' && --depth === 0) return tokens[i - 1];
  }
  return undefined;
}

/** Whether the token at `index` stands among the labels of `by (…)` and its like, where any word can. */
function isInLabelList(tokens: readonly Token[], index: number): boolean {
  let open = index - 1;
  while (open >= 0 && tokens[open]?.text !== '(' && tokens[open]?.text !== ')') open--;
  const word = tokens[open - 1];
  return tokens[open]?.text === '(' && word?.kind === 'keyword' && LIST_WORDS.has(word.text.toLowerCase());
}

function isSetOperator(token: Token): boolean {
  return token.kind === 'operator' && SET_WORDS.has(token.text.toLowerCase());
}

/** Whether a value begins at `index`, so that "offset" or "or" can only be a metric's name there. */
export function isOperandPosition(tokens: readonly Token[], index: number): boolean {
  const before = tokens[index - 1];
  if (before === undefined || before.text === '(' || before.text === ',') return true;
  if (before.kind === 'operator') return !isSetOperator(before) || !isOperandPosition(tokens, index - 1);
  if (before.text === ')') return isMatchingWord(wordBeforeParens(tokens, index - 1));
  return before.text.toLowerCase() === 'bool' || isMatchingWord(before);
}

function isMatchingWord(token: Token | undefined): boolean {
  return token?.kind === 'keyword' && MATCHING_WORDS.has(token.text.toLowerCase());
}

/** Where `min_of` and `max_of` stand in a duration behind `offset`: elsewhere they are functions as any other. */
function durationFunctionsInOffsets(tokens: readonly Token[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token?.kind !== 'keyword' || token.text.toLowerCase() !== 'offset') continue;
    if (isOperandPosition(tokens, index)) continue;
    let depth = 0;
    for (index++; index < tokens.length; index++) {
      const { kind = 'end', text = '' } = tokens[index] ?? {};
      if (text === '(') depth++;
      else if (text === ')') depth--;
      else if (kind === 'identifier' && DURATION_FUNCTIONS.has(text.toLowerCase())) found.add(index);
      else if (depth === 0 && text !== '+' && text !== '-') break;
      if (text === ')' && depth <= 0) break;
    }
    if (tokens[index]?.kind === 'keyword') index--;
  }
  return found;
}

function plainCopy(token: Token, tokens: readonly Token[], index: number): string {
  switch (token.kind) {
    case 'identifier':
      // Which functions there are is for the checker to say, with a better message.
      return tokens[index + 1]?.text === '(' ? 'abs' : 'a';
    case 'metricIdentifier':
      return 'a:a';
    case 'number':
      return '1';
    case 'duration':
      return '1m';
    case 'string':
      return '"a"';
    case 'keyword': {
      const word = token.text.toLowerCase();
      if (word === 'offset' && isOperandPosition(tokens, index)) return 'a';
      return word;
    }
    case 'operator': {
      const operator = token.text.toLowerCase();
      if (isSetOperator(token)) return isOperandPosition(tokens, index) ? 'a' : operator;
      // A word, but no name: what the grammar reads in its place is one that no value begins with.
      if (operator !== 'atan2') return operator;
      return isOperandPosition(tokens, index) && !isInLabelList(tokens, index) ? '*' : operator;
    }
    case 'aggregator':
    case 'punctuation':
    case 'end':
      return token.text.toLowerCase();
    default:
      return unreachable(token.kind);
  }
}

/**
 * Parses to the end. An editor's parser cuts a row of some hundred operators short, so as not to be slow at every key;
 * here each text is read once, and the counter that it does so by is kept at nothing.
 */
function parseFully(text: string): Tree {
  const parse: PartialParse & { bigReductionCount?: number } = strictParser.startParse(text);
  for (;;) {
    const tree = parse.advance();
    if (tree !== null) return tree;
    parse.bigReductionCount = 0;
  }
}

/** Reads the tokens by the grammar. */
export function readGrammar({ tokens }: Lexed): GrammarOutcome {
  const starts: number[] = [];
  const inOffsets = durationFunctionsInOffsets(tokens);
  let text = '';
  for (const [index, token] of tokens.entries()) {
    starts.push(text.length);
    text += `${inOffsets.has(index) ? token.text.toLowerCase() : plainCopy(token, tokens, index)} `;
  }
  const indexAt = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  const tokenAt = (offset: number): Token => {
    const token = tokens[indexAt(offset)];
    if (token === undefined) throw new Error(`no token at offset ${offset} of the copy`);
    return token;
  };
  try {
    const tree = parseFully(text.trimEnd());
    return {
      status: 'parsed',
      grammar: {
        root: tree.topNode,
        first: (node) => tokenAt(node.from),
        last: (node) => tokenAt(node.to - 1),
        tokens: (node) => tokens.slice(indexAt(node.from), indexAt(node.to - 1) + 1),
        before: (node) => tokens[indexAt(node.from) - 1],
      },
    };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const offset = Number(/No parse at (\d+)/.exec(error.message)?.[1] ?? 0);
    const index = indexAt(offset);
    // The parser may stop on the blank behind the last good token.
    const isInside = offset === starts[index];
    return { status: 'rejected', index: isInside ? index : Math.min(index + 1, tokens.length) };
  }
}

/** The children of a node, in order, comments left out. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  return children;
}
