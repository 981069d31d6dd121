// What stands in a text that should be one series selector, and cannot be part of one.
import type { Token, TokenKind } from './lexer.ts';
import { is } from './syntax-error.ts';

/**
 * The first token that is not part of a selector: a name, labels in braces, or both. Undefined where each is; what is
 * inside the braces is judged by the grammar.
 */
export function strayToken(tokens: readonly Token[]): Token | undefined {
  const [first] = tokens;
  let at = isName(first) ? 1 : 0;
  if (is(tokens[at], '{')) {
    const close = tokens.findIndex((token) => is(token, '}'));
    if (close === -1) return undefined;
    at = close + 1;
  } else if (at === 0) return first;
  const behind = tokens[at];
  return behind?.kind === 'end' ? undefined : behind;
}

/** Words with a meaning elsewhere are names of metrics, too: `sum{job="shop"}` is a selector. */
function isName(token: Token | undefined): boolean {
  return token !== undefined && NAMES.has(token.kind) && /^[a-zA-Z_:]/.test(token.text);
}

const NAMES: ReadonlySet<TokenKind> = new Set([
  'identifier',
  'metricIdentifier',
  'aggregator',
  'keyword',
  'operator',
]);
