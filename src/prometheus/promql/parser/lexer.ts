// Text to tokens, with Prometheus's words for what cannot be one. It knows no grammar: that is lezer-promql's part.
import type { Span } from '../ast/nodes.ts';
import { readDurationLike } from '../text/duration-like.ts';
import { escapeLength } from '../text/escapes.ts';
import { quote } from '../text/strings.ts';

export type TokenKind =
  | 'identifier'
  | 'metricIdentifier'
  | 'keyword'
  | 'aggregator'
  | 'operator'
  | 'number'
  | 'duration'
  | 'string'
  | 'punctuation'
  | 'end';

/** Each takes many times its own length while it is read; the lexer stops one token behind. */
export const MAX_TOKENS = 100_000;

export interface Token extends Span {
  readonly kind: TokenKind;
  readonly text: string;
}

export interface LexError {
  readonly position: number;
  readonly message: string;
}

export interface Lexed {
  /** Without comments; the last is `end` if there is no error. */
  readonly tokens: readonly Token[];
  /** What stopped the lexer; the tokens are those before it. */
  readonly error: LexError | undefined;
}

const AGGREGATORS =
  'sum avg count min max group stddev stdvar topk bottomk count_values quantile limitk limit_ratio';
const KEYWORDS =
  'offset smoothed anchored by without on ignoring group_left group_right fill fill_left fill_right bool start end step range';

/** Words with a special meaning, in lower case; they are recognized in any case. */
const WORDS = new Map<string, TokenKind>([
  ...AGGREGATORS.split(' ').map((word) => [word, 'aggregator'] as const),
  ...KEYWORDS.split(' ').map((word) => [word, 'keyword'] as const),
  ...['and', 'or', 'unless', 'atan2'].map((word) => [word, 'operator'] as const),
  ['inf', 'number'],
  ['nan', 'number'],
]);

const SPACE = /[ \t\n\r]*/y;
const COMMENT = /#[^\r\n]*/y;
const WORD = /[A-Za-z_:][A-Za-z0-9_:]*/y;
const LABEL = /[A-Za-z_][A-Za-z0-9_]*/y;
const HEX_NUMBER = /0[xX]_?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*(?![A-Za-z0-9_.])/y;
const NUMBER =
  /(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?(?![A-Za-z0-9_.])/y;
const OPERATOR = /==|!=|<=|>=|[<>+\-*/%^@]/y;
const MATCH_OPERATOR = /=~|!~|!=|=/y;

/** Splits a query into tokens, up to its end or the first thing that cannot be one. */
export function tokenize(text: string): Lexed {
  return new Lexer(text).run();
}

class Lexer {
  readonly #text: string;
  readonly #tokens: Token[] = [];
  #position = 0;
  #parens = 0;
  #isInBraces = false;
  #isInBrackets = false;
  /** In brackets, up to the first number or duration: signs, parentheses and functions may stand before it. */
  #isBeforeDuration = false;
  #hasColon = false;
  /** In brackets, behind a function that gives a duration. */
  #hasDuration = false;
  #error: LexError | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  run(): Lexed {
    while (this.#error === undefined) {
      if (this.#tokens.length > MAX_TOKENS) break;
      if (this.#skipBlank()) continue;
      if (this.#position >= this.#text.length) {
        this.#end();
        break;
      }
      this.#next(this.#text.charAt(this.#position));
    }
    return { tokens: this.#tokens, error: this.#error };
  }

  #end(): void {
    if (this.#isInBraces) this.#fail('unexpected end of input inside braces');
    else if (this.#isBeforeDuration) this.#fail('unexpected end of input in duration expression');
    else if (this.#parens !== 0) this.#fail('unclosed left parenthesis');
    else if (this.#isInBrackets) this.#fail('unclosed left bracket');
    else this.#tokens.push({ kind: 'end', text: '', start: this.#position, end: this.#position });
  }

  #skipBlank(): boolean {
    const start = this.#position;
    this.#position += this.#match(SPACE).length;
    this.#position += this.#match(COMMENT).length;
    return this.#position > start;
  }

  #next(character: string): void {
    if (this.#isBeforeDuration) {
      if (!this.#number()) this.#beforeDuration(character);
    } else if (character === '"' || character === "'" || character === '`') this.#string(character);
    else if (this.#isInBraces) this.#insideBraces(character);
    else if (this.#number()) return;
    else if (this.#isInBrackets) this.#insideBrackets(character);
    else this.#statement(character);
  }

  #insideBraces(character: string): void {
    const label = this.#match(LABEL);
    if (label !== '') return this.#emit('identifier', label);
    const operator = this.#match(MATCH_OPERATOR);
    if (operator !== '')
      return this.#emit(operator === '!=' || operator.endsWith('~') ? 'operator' : 'punctuation', operator);
    if (character === ',') return this.#emit('punctuation', character);
    if (character === '}') {
      this.#isInBraces = false;
      return this.#emit('punctuation', character);
    }
    if (character === '{') return this.#fail(`unexpected left brace '{'`);
    if (character === '!')
      return this.#fail(`unexpected character after '!' inside braces: ${this.#quotedAt(1)}`);
    this.#fail(`unexpected character inside braces: ${this.#quotedAt(0)}`);
  }

  #beforeDuration(character: string): void {
    if (character === ']') return this.#rightBracket();
    if (character === ':' && this.#hasDuration && !this.#hasColon) {
      this.#hasColon = true;
      return this.#emit('punctuation', character);
    }
    if (character === ':' && this.#hasColon) return this.#fail(`unexpected colon ':'`);
    if (character === ':')
      return this.#fail('unexpected colon before duration in duration expression', this.#position + 1);
    if (this.#durationWord()) return;
    if ('+-*/%^'.includes(character)) return this.#emit('operator', character);
    if (character === ',') return this.#emit('punctuation', character);
    if (character === '(' || character === ')') return this.#paren(character);
    this.#fail(`unexpected character in duration expression: ${this.#quotedAt(0)}`);
  }

  /** Behind a duration in brackets. */
  #insideBrackets(character: string): void {
    if (character === ']') return this.#rightBracket();
    if (character === '[') return this.#fail(`unexpected left bracket '['`);
    if (character === ':') {
      if (this.#hasColon) return this.#fail(`unexpected colon ':'`);
      this.#hasColon = true;
      return this.#emit('punctuation', character);
    }
    if (this.#durationWord()) return;
    if (/[A-Za-z_]/.test(character))
      return this.#fail(`unexpected character: ${this.#quotedAt(0)}, expected ':'`);
    this.#statement(character);
  }

  #rightBracket(): void {
    this.#isInBrackets = false;
    this.#isBeforeDuration = false;
    this.#emit('punctuation', ']');
  }

  /** The functions of duration expressions. */
  #durationWord(): boolean {
    const word = this.#match(WORD);
    if (!['step', 'range', 'min_of', 'max_of'].includes(word.toLowerCase())) return false;
    this.#emit('keyword', word);
    this.#hasDuration = true;
    return true;
  }

  #statement(character: string): void {
    const word = this.#match(WORD);
    if (word !== '') return this.#word(word);
    if (character === '(' || character === ')') return this.#paren(character);
    const operator = this.#match(OPERATOR);
    if (operator !== '') return this.#emit('operator', operator);
    if (character === '{' || character === '[' || character === ',' || character === '=') {
      if (character === '=' && this.#text.charAt(this.#position + 1) === '~') {
        return this.#fail(`unexpected character after '=': '~'`);
      }
      this.#isInBraces = character === '{';
      if (character === '[') {
        this.#isInBrackets = true;
        this.#isBeforeDuration = true;
        this.#hasColon = false;
        this.#hasDuration = false;
      }
      return this.#emit('punctuation', character);
    }
    if (character === '!') return this.#fail(`unexpected character after '!': ${this.#quotedAt(1)}`);
    if (character === ']') return this.#fail(`unexpected right bracket ']'`);
    this.#fail(`unexpected character: ${this.#quotedAt(0)}`);
  }

  #paren(character: '(' | ')'): void {
    this.#parens += character === '(' ? 1 : -1;
    // Prometheus has read it by then, and points behind it.
    if (this.#parens < 0) return this.#fail(`unexpected right parenthesis ')'`, this.#position + 1);
    this.#emit('punctuation', character);
  }

  #word(word: string): void {
    const kind = WORDS.get(word.toLowerCase());
    // "fill" is a word of the language only before a parenthesis, so that it can stay a metric's name.
    const isName =
      kind === 'keyword' && word.toLowerCase().startsWith('fill') && !this.#isBeforeParen(word.length);
    if (kind !== undefined && !isName) return this.#emit(kind, word);
    this.#emit(word.includes(':') ? 'metricIdentifier' : 'identifier', word);
  }

  #isBeforeParen(skip: number): boolean {
    return /^[ \t\n\r]*\(/.test(this.#text.slice(this.#position + skip));
  }

  #number(): boolean {
    const character = this.#text.charAt(this.#position);
    const isDigit = character >= '0' && character <= '9';
    if (!isDigit && !(character === '.' && /\d/.test(this.#text.charAt(this.#position + 1)))) return false;
    const number = this.#match(HEX_NUMBER) || this.#match(NUMBER);
    if (number !== '') {
      this.#emit('number', number);
    } else {
      const { text, isDuration } = readDurationLike(this.#text, this.#position);
      if (isDuration) this.#emit('duration', text);
      else this.#fail(`bad number or duration syntax: ${quote(text)}`);
    }
    this.#isBeforeDuration = false;
    return true;
  }

  #string(mark: string): void {
    let end = this.#position + 1;
    for (;;) {
      const character = this.#text.charAt(end);
      if (character === mark) break;
      if (character === '')
        return this.#fail(mark === '`' ? 'unterminated raw string' : 'unterminated quoted string');
      if (mark !== '`' && character === '\n') return this.#fail('unterminated quoted string');
      if (mark !== '`' && character === '\\') {
        const length = escapeLength(this.#text, end + 1, mark);
        if (typeof length === 'string') return this.#fail(length);
        end += 1 + length;
      } else {
        end += 1;
      }
    }
    this.#emit('string', this.#text.slice(this.#position, end + 1));
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#position;
    return pattern.exec(this.#text)?.[0] ?? '';
  }

  /** A character in single quotes, as Go's `%q` writes it. */
  #quotedAt(skip: number): string {
    const code = this.#text.codePointAt(this.#position + skip);
    if (code === undefined) return "'\ufffd'";
    if (code === 0x22) return `'"'`;
    if (code === 0x27) return `'\\''`;
    return `'${quote(String.fromCodePoint(code)).slice(1, -1)}'`;
  }

  #emit(kind: TokenKind, text: string): void {
    this.#tokens.push({ kind, text, start: this.#position, end: this.#position + text.length });
    this.#position += text.length;
  }

  #fail(message: string, position = this.#position): void {
    this.#error = { position, message };
  }
}
