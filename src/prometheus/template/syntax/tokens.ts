// The tokens of a template, and how errors name them.
import { quote } from '../../promql/text/strings.ts';
import { bytesOf } from '../values/model.ts';

export const KEYWORDS = [
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'nil',
  'range',
  'template',
  'with',
] as const;

export type Keyword = (typeof KEYWORDS)[number];

export type TokenKind =
  | Keyword
  | 'error'
  | 'eof'
  | 'text'
  | 'left-delim'
  | 'right-delim'
  | 'space'
  | 'assign'
  | 'declare'
  | 'pipe'
  | 'char'
  | 'left-paren'
  | 'right-paren'
  | 'bool'
  | 'character'
  | 'complex'
  | 'number'
  | 'dot'
  | 'field'
  | 'identifier'
  | 'string'
  | 'raw-string'
  | 'variable';

export interface Token {
  readonly kind: TokenKind;
  /** Index in the text. */
  readonly pos: number;
  /** As written; of an error, its message. */
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

const QUOTED_LENGTH = 10;

/** A token as errors name it: `"}}"`, `<end>`, `EOF`. */
export function describeToken(token: Token): string {
  if (token.kind === 'eof') return 'EOF';
  if (token.kind === 'error') return token.text;
  if (token.kind === 'dot' || KEYWORDS.some((keyword) => keyword === token.kind)) return `<${token.text}>`;
  if (bytesOf(token.text).length <= QUOTED_LENGTH) return quote(token.text);
  return `${quote(Array.from(token.text).slice(0, QUOTED_LENGTH).join(''))}...`;
}
