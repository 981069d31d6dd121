// A template's text as tokens. The rules are those of Go's text/template/parse: trim markers, comments, and what may follow a name.
import { describeRune } from '../format/rune.ts';
import { quote } from '../../promql/text/strings.ts';
import { KEYWORDS, type Token, type TokenKind } from './tokens.ts';

const LEFT = '{{';
const RIGHT = '}}';
const TRIM_LEFT = /^-[ \t\r\n]/;
const TRIM_RIGHT = /^[ \t\r\n]-/;
const MARKER_LENGTH = 2;
const SPACE = /[ \t\r\n]/;
const NAME = /[\p{L}\p{Nd}_]*/uy;
const NUMBER =
  /[+-]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?|0[oO][0-7_]*(?:\.[0-7_]*)?|0[bB][01_]*(?:\.[01_]*)?|[0-9_]*(?:\.[0-9_]*)?(?:[eE][+-]?[0-9_]*)?)i?/y;

/** Raised where the text is no template; the message is the last token's. */
class LexError extends Error {}

/** Reads the tokens of one text. After the last one, or an error, it repeats that. */
export class Lexer {
  readonly #text: string;
  #pos = 0;
  #start = 0;
  #line = 1;
  #lineAt = 0;
  #parens = 0;
  #isInside = false;
  #last: Token | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  next(): Token {
    if (this.#last !== undefined) return this.#last;
    try {
      const token = this.#isInside ? this.#insideAction() : this.#outside();
      if (token.kind === 'eof') this.#last = token;
      return token;
    } catch (error) {
      if (!(error instanceof LexError)) throw error;
      this.#last = { kind: 'error', pos: this.#start, text: error.message, line: this.#lineOf(this.#start) };
      return this.#last;
    }
  }

  /** Tokens come in order, so that counting continues where it was. */
  #lineOf(pos: number): number {
    for (; this.#lineAt < pos; this.#lineAt += 1) if (this.#text[this.#lineAt] === '\n') this.#line += 1;
    return this.#line;
  }

  #emit(kind: TokenKind): Token {
    const token = {
      kind,
      pos: this.#start,
      text: this.#text.slice(this.#start, this.#pos),
      line: this.#lineOf(this.#start),
    };
    this.#start = this.#pos;
    return token;
  }

  #skip(length: number): void {
    this.#pos += length;
    this.#start = this.#pos;
  }

  #rest(): string {
    return this.#text.slice(this.#pos, this.#pos + MARKER_LENGTH + RIGHT.length);
  }

  /** Text up to the next action, and comments, which leave nothing. */
  #outside(): Token {
    for (;;) {
      const found = this.#text.indexOf(LEFT, this.#pos);
      const end = found < 0 ? this.#text.length : found;
      const isTrimmed = found >= 0 && TRIM_LEFT.test(this.#text.slice(end + LEFT.length, end + 4));
      if (end > this.#start) {
        this.#pos = end;
        if (isTrimmed)
          while (this.#pos > this.#start && SPACE.test(this.#text[this.#pos - 1] ?? '')) this.#pos -= 1;
        const token = this.#pos > this.#start ? this.#emit('text') : undefined;
        this.#skip(end - this.#pos);
        if (token !== undefined) return token;
      }
      if (found < 0) return this.#emit('eof');
      const afterMarker = isTrimmed ? MARKER_LENGTH : 0;
      if (!this.#text.startsWith('/*', this.#pos + LEFT.length + afterMarker)) {
        this.#pos += LEFT.length;
        const token = this.#emit('left-delim');
        this.#skip(afterMarker);
        this.#parens = 0;
        this.#isInside = true;
        return token;
      }
      this.#skip(LEFT.length + afterMarker);
      this.#comment();
    }
  }

  #comment(): void {
    const end = this.#text.indexOf('*/', this.#pos + 2);
    if (end < 0) throw new LexError('unclosed comment');
    this.#pos = end + 2;
    if (!this.#isAtRightDelim()) throw new LexError('comment ends before closing delimiter');
    this.#closeDelim();
  }

  #isAtRightDelim(): boolean {
    const rest = this.#rest();
    return rest.startsWith(RIGHT) || (TRIM_RIGHT.test(rest) && rest.startsWith(RIGHT, MARKER_LENGTH));
  }

  /** Passes the closing delimiter and, after a trim marker, the spaces that follow. */
  #closeDelim(): Token {
    const isTrimmed = !this.#rest().startsWith(RIGHT);
    if (isTrimmed) this.#skip(MARKER_LENGTH);
    this.#pos += RIGHT.length;
    const token = this.#emit('right-delim');
    if (isTrimmed) while (SPACE.test(this.#text[this.#pos] ?? '')) this.#skip(1);
    this.#start = this.#pos;
    return token;
  }

  #rightDelim(): Token {
    this.#isInside = false;
    return this.#closeDelim();
  }

  #insideAction(): Token {
    if (this.#isAtRightDelim()) {
      if (this.#parens > 0) throw new LexError('unclosed left paren');
      return this.#rightDelim();
    }
    const character = this.#peek();
    if (character === '') throw new LexError('unclosed action');
    if (SPACE.test(character)) return this.#space();
    const following = this.#text[this.#pos + 1] ?? '';
    if (/[+\-0-9]/.test(character) || (character === '.' && /[0-9]/.test(following))) return this.#number();
    if (isNamePart(character)) return this.#identifier();
    this.#pos += character.length;
    return this.#symbol(character, following);
  }

  #symbol(character: string, following: string): Token {
    switch (character) {
      case '=':
        return this.#emit('assign');
      case ':':
        if (following !== '=') throw new LexError('expected :=');
        this.#pos += 1;
        return this.#emit('declare');
      case '|':
        return this.#emit('pipe');
      case '"':
        return this.#quoted('"', 'string', 'unterminated quoted string');
      case "'":
        return this.#quoted("'", 'character', 'unterminated character constant');
      case '`':
        return this.#rawString();
      case '$':
        return this.#nameAfter('variable');
      case '.':
        return this.#nameAfter('field');
      case '(':
        this.#parens += 1;
        return this.#emit('left-paren');
      case ')':
        this.#parens -= 1;
        if (this.#parens < 0) throw new LexError('unexpected right paren');
        return this.#emit('right-paren');
      default:
        if (/^[\x20-\x7e]$/.test(character)) return this.#emit('char');
        throw new LexError(`unrecognized character in action: ${describeRune(character)}`);
    }
  }

  /** The next character, '' at the end. */
  #peek(): string {
    const code = this.#text.codePointAt(this.#pos);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  /** Spaces; the last one belongs to a closing trim marker that follows. */
  #space(): Token {
    while (SPACE.test(this.#text[this.#pos] ?? '')) this.#pos += 1;
    this.#pos -= 1;
    const isTrimming = this.#isAtRightDelim();
    if (isTrimming && this.#pos === this.#start) return this.#rightDelim();
    if (!isTrimming) this.#pos += 1;
    return this.#emit('space');
  }

  #number(): Token {
    this.#scanNumber();
    const sign = this.#text[this.#pos];
    if (sign !== '+' && sign !== '-') return this.#emit('number');
    this.#scanNumber();
    if (this.#text[this.#pos - 1] !== 'i') throw this.#badNumber();
    return this.#emit('complex');
  }

  #scanNumber(): void {
    this.#take(NUMBER);
    const next = this.#peek();
    if (!isNamePart(next)) return;
    this.#pos += next.length;
    throw this.#badNumber();
  }

  #badNumber(): LexError {
    return new LexError(`bad number syntax: ${quote(this.#text.slice(this.#start, this.#pos))}`);
  }

  #take(pattern: RegExp): void {
    pattern.lastIndex = this.#pos;
    this.#pos += pattern.exec(this.#text)?.[0].length ?? 0;
  }

  #identifier(): Token {
    this.#takeName();
    const word = this.#text.slice(this.#start, this.#pos);
    const keyword = KEYWORDS.find((known) => known === word);
    return this.#emit(keyword ?? (word === 'true' || word === 'false' ? 'bool' : 'identifier'));
  }

  /** After `$` or a dot: a name, or nothing. */
  #nameAfter(kind: 'field' | 'variable'): Token {
    if (this.#isAtTerminator()) return this.#emit(kind === 'field' ? 'dot' : kind);
    this.#takeName();
    return this.#emit(kind);
  }

  #takeName(): void {
    this.#take(NAME);
    if (!this.#isAtTerminator()) throw new LexError(`bad character ${describeRune(this.#peek())}`);
  }

  /** Whether a name may end here. */
  #isAtTerminator(): boolean {
    const next = this.#text[this.#pos];
    return next === undefined || /[ \t\r\n.,|:)(]/.test(next) || this.#rest().startsWith(RIGHT);
  }

  #quoted(end: string, kind: TokenKind, problem: string): Token {
    for (;;) {
      const character = this.#text[this.#pos];
      this.#pos += 1;
      if (character === end) return this.#emit(kind);
      const escaped = character === '\\' ? this.#text[this.#pos] : character;
      if (escaped === undefined || escaped === '\n') throw new LexError(problem);
      if (character === '\\') this.#pos += 1;
    }
  }

  #rawString(): Token {
    const end = this.#text.indexOf('`', this.#pos);
    if (end < 0) throw new LexError('unterminated raw quoted string');
    this.#pos = end + 1;
    return this.#emit('raw-string');
  }
}

function isNamePart(character: string): boolean {
  return /^[\p{L}\p{Nd}_]$/u.test(character);
}
