// The right half of a sample line in its plain form: one space, a number, perhaps a timestamp, and the end of the line.
import { parseFloatStrict, type ExpositionFormat } from '../../../exposition/index.ts';

/** So many decimal digits fit a number exactly, and so do the powers of ten up to that one. */
const EXACT_DIGITS = 15;
const POWERS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

const NEWLINE = 0x0a;
const SPACE = 0x20;
const ZERO = 0x30;
const DELETE = 0x7f;
const BRACE = 0x7b;

/** Reads one line at a time; what it found is in its fields until the next one. */
export class PlainSample {
  value = 0;
  timestampMs: number | undefined;

  /**
   * Reads what follows a series text.
   * @returns where the next line starts; -1 where the line has another form, which the scanner has to judge
   * @throws an exposition error where the number is none
   */
  read(page: Buffer, start: number, format: ExpositionFormat): number {
    // A brace may follow the space in the text format: then the series text continues.
    if (page[start] !== SPACE || page[start + 1] === BRACE) return -1;
    const end = this.#readValue(page, start + 1);
    this.timestampMs = undefined;
    if (page[end] === NEWLINE) return end + 1;
    // OpenMetrics writes timestamps in seconds, and exemplars behind them.
    return page[end] === SPACE && format === 'text' ? this.#readTimestamp(page, end + 1) : -1;
  }

  /** Where the number ends; -1 where it is none of printable characters. */
  #readValue(page: Buffer, start: number): number {
    const isNegative = page[start] === 0x2d;
    let at = isNegative ? start + 1 : start;
    let digits = 0;
    let fraction = -1;
    let whole = 0;
    for (;;) {
      const byte = page[at] ?? 0;
      const digit = byte - ZERO;
      if (digit >= 0 && digit <= 9) {
        whole = whole * 10 + digit;
        digits++;
        if (fraction >= 0) fraction++;
      } else if (byte === 0x2e && fraction < 0) fraction = 0;
      else break;
      at++;
    }
    if (digits > 0 && digits <= EXACT_DIGITS && (page[at] === NEWLINE || page[at] === SPACE)) {
      const size = fraction > 0 ? whole / (POWERS[fraction] ?? 1) : whole;
      this.value = isNegative ? -size : size;
      return at;
    }
    for (let byte = page[at] ?? 0; byte !== NEWLINE && byte !== SPACE; byte = page[++at] ?? 0)
      if (byte < SPACE || byte >= DELETE) return -1;
    if (at === start) return -1;
    this.value = parseFloatStrict(page.toString('latin1', start, at));
    return at;
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
    return at + 1;
  }
}
