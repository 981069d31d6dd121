// An exemplar at the end of a line, judged by its bytes: its labels become strings only where they are asked for.
import { parseExemplarLabels, timestampOfSeconds } from '../../../exposition/index.ts';
import type { Labels } from '../../model/samples.ts';
import { exemplarLabels } from '../../storage/index.ts';
import { PlainNumber } from './plain-number.ts';

const NEWLINE = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const HASH = 0x23;
const COMMA = 0x2c;
const EQUALS = 0x3d;
const BACKSLASH = 0x5c;
const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;

/** Reads one exemplar at a time; what it found is in its fields until the next one. */
export class PlainExemplar {
  value = 0;
  timestampMs: number | undefined;
  readonly #number = new PlainNumber();
  #from = 0;
  #to = 0;

  /**
   * Reads the exemplar that begins at a #.
   * @returns where the next line starts; -1 where the exemplar has another form, which the scanner has to judge
   */
  read(page: Buffer, start: number): number {
    if (page[start] !== HASH || page[start + 1] !== SPACE || page[start + 2] !== BRACE_OPEN) return -1;
    this.#from = start + 2;
    this.#to = endOfLabels(page, this.#from);
    if (this.#to === -1 || page[this.#to] !== SPACE) return -1;
    const end = this.#number.read(page, this.#to + 1);
    this.value = this.#number.value;
    this.timestampMs = undefined;
    if (page[end] === NEWLINE) return end + 1;
    const last = end === -1 ? -1 : this.#number.read(page, end + 1);
    if (page[last] !== NEWLINE || !Number.isFinite(this.#number.value)) return -1;
    this.timestampMs = timestampOfSeconds(this.#number.value);
    return last + 1;
  }

  /** The labels of the exemplar that was read last; undefined where they are too long. */
  labels(page: Buffer): Labels | undefined {
    return exemplarLabels(parseExemplarLabels(page.toString('utf8', this.#from, this.#to)));
  }
}

/** Where `{name="value",…}` ends. */
function endOfLabels(page: Buffer, start: number): number {
  let at = start + 1;
  while (page[at] !== BRACE_CLOSE) {
    const afterName = page[at] === QUOTE ? endOfQuoted(page, at) : endOfName(page, at);
    // An empty name, with or without quotes, is for the scanner.
    if (afterName === -1 || (page[at] === QUOTE && afterName === at + 2)) return -1;
    if (page[afterName] !== EQUALS || page[afterName + 1] !== QUOTE) return -1;
    at = endOfQuoted(page, afterName + 1);
    if (at === -1) return -1;
    if (page[at] === COMMA) at++;
    else if (page[at] !== BRACE_CLOSE) return -1;
  }
  return at + 1;
}

function endOfName(page: Buffer, start: number): number {
  let at = start;
  while (isNameByte(page[at] ?? 0, at > start)) at++;
  return at === start ? -1 : at;
}

function isNameByte(byte: number, mayBeDigit: boolean): boolean {
  const lower = byte | 0x20;
  if ((lower >= 0x61 && lower <= 0x7a) || byte === 0x5f) return true;
  return mayBeDigit && byte >= 0x30 && byte <= 0x39;
}

/** Behind the closing quote of what begins with one; -1 where it has none in this line. */
function endOfQuoted(page: Buffer, start: number): number {
  for (let at = start + 1; at < page.length; at++) {
    const byte = page[at];
    if (byte === QUOTE) return at + 1;
    if (byte === BACKSLASH) at++;
    if (page[at] === NEWLINE) return -1;
  }
  return -1;
}
