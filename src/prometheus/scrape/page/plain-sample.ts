// The right half of a sample line in its plain form: one space, a number, perhaps a timestamp, and the end of the line
// or an exemplar.
import { timestampOfSeconds, type ExpositionFormat } from '../../../exposition/index.ts';
import { PlainNumber } from './plain-number.ts';

/** So many digits of milliseconds fit a number exactly. */
const EXACT_DIGITS = 15;

const NEWLINE = 0x0a;
const SPACE = 0x20;
const HASH = 0x23;
const ZERO = 0x30;
const BRACE = 0x7b;

/** Reads one line at a time; what it found is in its fields until the next one. */
export class PlainSample {
  value = 0;
  timestampMs: number | undefined;
  readonly #number = new PlainNumber();

  /**
   * Reads what follows a series text.
   * @returns where the line break is, or the # before an exemplar; -1 where the line has another form, which the scanner
   * has to judge
   */
  read(page: Buffer, start: number, format: ExpositionFormat): number {
    // A brace may follow the space in the text format: then the series text continues.
    if (page[start] !== SPACE || page[start + 1] === BRACE) return -1;
    const end = this.#number.read(page, start + 1);
    this.value = this.#number.value;
    this.timestampMs = undefined;
    if (page[end] === NEWLINE) return end;
    if (page[end] !== SPACE) return -1;
    if (format === 'text') return this.#readTimestamp(page, end + 1);
    return page[end + 1] === HASH ? end + 1 : this.#readSeconds(page, end + 1);
  }

  #readTimestamp(page: Buffer, start: number): number {
    let at = start;
    let timestampMs = 0;
    for (; at < start + EXACT_DIGITS; at++) {
      const digit = (page[at] ?? 0) - ZERO;
      if (!(digit >= 0 && digit <= 9)) break;
      timestampMs = timestampMs * 10 + digit;
    }
    if (at === start || page[at] !== NEWLINE) return -1;
    this.timestampMs = timestampMs;
    return at;
  }

  #readSeconds(page: Buffer, start: number): number {
    const end = this.#number.read(page, start);
    if (end === -1 || !Number.isFinite(this.#number.value)) return -1;
    this.timestampMs = timestampOfSeconds(this.#number.value);
    if (page[end] === NEWLINE) return end;
    return page[end + 1] === HASH ? end + 1 : -1;
  }
}
