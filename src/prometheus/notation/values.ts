// The values of a series: `1 2 _ stale 0+10x5 _x3`. Facts: Prometheus's grammar, `series_values`, and its lexer.
import { parseError } from '../promql/ast/errors.ts';
import { parseNumberToken } from '../promql/text/literals.ts';
import { quote } from '../promql/text/strings.ts';

/** A point: a number, no sample, or the stale marker. */
export type Point = number | 'gap' | 'stale';

/** One line makes at most so many points: 12 years of them, 15 s apart, are 25 million. */
const MAX_POINTS = 10_000_000;

type TokenKind = 'space' | 'sign' | 'times' | 'blank' | 'number' | 'word' | 'end';

interface ValueToken {
  readonly kind: TokenKind;
  readonly text: string;
  readonly start: number;
}

const SPACE = /[ \t\n\r]+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_:]*/y;
// No hexadecimal numbers: `0x10` is eleven zeros.
const NUMBER =
  /(?:\d+(?:_\d+)*(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?(?![A-Za-wyz0-9_.])/y;
const BAD_NUMBER = /[\d.][\d._eE]*/y;

/**
 * The points of a text from an offset on, a blank first. `text` is the whole line, for the places in messages.
 * @throws {PromqlError} `bad_data` with line and column
 */
export function parseValues(text: string, start = 0): Point[] {
  return new ValueReader(text, start).read();
}

class ValueReader {
  readonly #text: string;
  readonly #points: Point[] = [];
  #position: number;
  #token: ValueToken;

  constructor(text: string, start: number) {
    this.#text = text;
    this.#position = start;
    this.#token = this.#lex();
  }

  read(): Point[] {
    while (this.#token.kind !== 'end') {
      if (this.#token.kind !== 'space') this.#unexpected();
      this.#advance();
      if (this.#token.kind !== 'space' && this.#token.kind !== 'end') this.#item();
    }
    return this.#points;
  }

  #item(): void {
    if (this.#token.kind === 'blank') {
      this.#advance();
      this.#add('gap', 0, this.#isAt('times') ? this.#times() : 1);
      return;
    }
    const value = this.#value();
    if (this.#isAt('sign') && value !== 'stale') {
      const increment = this.#signed();
      if (!this.#isAt('times')) this.#unexpected();
      this.#add(value, increment, this.#times() + 1);
    } else if (this.#isAt('sign')) {
      // A stale marker plus something is a NaN, but the marker itself again.
      this.#signed();
      if (!this.#isAt('times')) this.#unexpected();
      this.#add(value, 0, this.#times() + 1);
    } else {
      this.#add(value, 0, this.#isAt('times') ? this.#times() + 1 : 1);
    }
  }

  #add(first: Point, increment: number, count: number): void {
    if (this.#points.length + count > MAX_POINTS)
      throw parseError(
        this.#text,
        this.#token.start,
        `series has more than ${MAX_POINTS.toLocaleString('en')} values`,
      );
    let value = first;
    for (let i = 0; i < count; i++) {
      this.#points.push(value);
      if (typeof value === 'number') value += increment;
    }
  }

  #value(): number | 'stale' {
    const { kind, text } = this.#token;
    if (kind === 'sign') return this.#signed();
    if (kind === 'number') return this.#number();
    if (kind !== 'word') return this.#unexpected();
    if (text !== 'stale') this.#unexpected(', expected number or "stale"');
    this.#advance();
    return 'stale';
  }

  #signed(): number {
    const { text } = this.#token;
    this.#advance();
    if (!this.#isAt('number')) this.#unexpected();
    const value = this.#number();
    return text === '-' ? -value : value;
  }

  #number(): number {
    const parsed = parseNumberToken(this.#token.text);
    if (parsed.status === 'rejected') throw parseError(this.#text, this.#token.start, parsed.message);
    this.#advance();
    return parsed.value;
  }

  #times(): number {
    this.#advance();
    const { kind, text, start } = this.#token;
    if (kind !== 'number') this.#unexpected();
    if (!/^\d+$/.test(text)) this.#invalidRepetition(text, start, 'invalid syntax');
    if (Number(text) >= 2 ** 64) this.#invalidRepetition(text, start, 'value out of range');
    this.#advance();
    return Number(text);
  }

  #invalidRepetition(text: string, start: number, reason: string): never {
    const what = `strconv.ParseUint: parsing ${quote(text)}: ${reason}`;
    throw parseError(this.#text, start, `invalid repetition in series values: ${what}`);
  }

  #isAt(kind: TokenKind): boolean {
    return this.#token.kind === kind;
  }

  #unexpected(expected = ''): never {
    const { start } = this.#token;
    throw parseError(this.#text, start, `unexpected ${describe(this.#token)} in series values${expected}`);
  }

  #advance(): void {
    this.#token = this.#lex();
  }

  #lex(): ValueToken {
    const start = this.#position;
    const character = this.#text.charAt(start);
    if (character === '') return { kind: 'end', text: '', start };
    const space = this.#match(SPACE);
    if (space !== '') return this.#made('space', space);
    if (character === '+' || character === '-') return this.#made('sign', character);
    if (character === 'x') return this.#made('times', character);
    if (character === '_') return this.#made('blank', character);
    if (/\d/.test(character) || (character === '.' && /\d/.test(this.#text.charAt(start + 1)))) {
      const number = this.#match(NUMBER);
      if (number !== '') return this.#made('number', number);
      throw parseError(this.#text, start, `bad number syntax: ${quote(this.#match(BAD_NUMBER))}`);
    }
    const word = this.#match(WORD);
    if (word !== '') return this.#made(/^(?:inf|nan)$/i.test(word) ? 'number' : 'word', word);
    if (this.#text.startsWith('{{', start))
      throw parseError(this.#text, start, 'native histograms are not supported by the embedded server');
    const shown = character === "'" ? "\\'" : character;
    throw parseError(this.#text, start, `unexpected character in series sequence: '${shown}'`);
  }

  #made(kind: TokenKind, text: string): ValueToken {
    const start = this.#position;
    this.#position += text.length;
    return { kind, text, start };
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#position;
    return pattern.exec(this.#text)?.[0] ?? '';
  }
}

function describe({ kind, text }: ValueToken): string {
  switch (kind) {
    case 'end':
      return 'end of input';
    case 'sign':
      return `<op:${text}>`;
    case 'number':
      return `number ${quote(text)}`;
    case 'word':
      return `identifier ${quote(text)}`;
    case 'blank':
    case 'space':
    case 'times':
    default:
      return quote(text);
  }
}
