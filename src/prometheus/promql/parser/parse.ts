// Text to a checked syntax tree, and selectors to matchers. Everything wrong with a text ends in a PromqlError.
import type { Matcher } from '../../model/samples.ts';
import type { Expr } from '../ast/nodes.ts';
import { findBrokenRule } from './broken-rule.ts';
import { buildAst } from './build-ast.ts';
import { checkExpr } from './check.ts';
import { parseError, PromqlError } from '../ast/errors.ts';
import { readGrammar } from './grammar.ts';
import { MAX_TOKENS, tokenize } from './lexer.ts';
import { RuleError } from './modifiers.ts';
import { describeToken } from './describe-token.ts';
import { strayToken } from './stray-token.ts';
import { describeSyntaxError } from './syntax-error.ts';

/** A row of operators is a tree as deep as the row is long: this is as deep as the stack allows. */
const MAX_OPERATORS = 1_000;

const sources = new WeakMap<Expr, string>();

/** The text that an expression was parsed from, for the positions in annotations. */
export function sourceOf(expr: Expr): string {
  return sources.get(expr) ?? '';
}

function parseUnchecked(text: string): Expr {
  const lexed = tokenize(text);
  if (lexed.error === undefined && lexed.tokens.length === 1)
    throw parseError(text, 0, 'no expression found in input');
  if (lexed.tokens.length > MAX_TOKENS)
    throw parseError(
      text,
      lexed.tokens[MAX_TOKENS]?.start ?? 0,
      `expression has more than ${MAX_TOKENS.toLocaleString('en')} tokens`,
    );
  const excess = lexed.tokens.filter(({ kind }) => kind === 'operator')[MAX_OPERATORS];
  if (excess !== undefined)
    throw parseError(text, excess.start, `expression has more than ${MAX_OPERATORS} operators`);
  const outcome = readGrammar(lexed);
  const { error, tokens } = lexed;
  const readUntil = outcome.status === 'rejected' ? outcome.index : tokens.length;
  if (outcome.status === 'rejected' || error !== undefined) {
    const earlier = findBrokenRule(tokens, readUntil);
    if (earlier !== undefined) throw parseError(text, earlier.position, earlier.message);
  }
  // A token that cannot be read is reported where the grammar gets as far as it.
  if (error !== undefined && readUntil >= tokens.length) {
    throw parseError(text, error.position, error.message);
  }
  if (outcome.status === 'parsed') return buildAst(outcome.grammar);
  const { position, message } = describeSyntaxError(tokens, readUntil);
  throw parseError(text, position, message);
}

function guarded(text: string, read: () => Expr): Expr {
  try {
    return read();
  } catch (error) {
    if (error instanceof RuleError) throw parseError(text, error.position, error.message);
    if (error instanceof RangeError)
      throw new PromqlError('bad_data', 'parse error: expression is too long or too deep');
    throw error;
  }
}

/** Parses and checks a query. @throws {PromqlError} `bad_data` with line and column, worded as Prometheus does */
export function parsePromql(text: string): Expr {
  const expr = guarded(text, () => checkExpr(parseUnchecked(text), text));
  sources.set(expr, text);
  return expr;
}

/** The matchers of a series selector, as in the `match[]` parameter. @throws {PromqlError} `bad_data` */
export function selectorMatchers(text: string): readonly Matcher[] {
  const stray = strayToken(tokenize(text).tokens);
  if (stray !== undefined) throw parseError(text, stray.start, `unexpected ${describeToken(stray)}`);
  const expr = guarded(text, () => parseUnchecked(text));
  if (expr.kind !== 'vectorSelector')
    throw parseError(text, expr.span.start, 'expected a series selector such as up{job="shop"}');
  return expr.matchers;
}
