// A number on a page, read from its bytes: no string is made of an ordinary one.
import { parseFloatStrict } from '../../../exposition/index.ts';

/** So many decimal digits fit a number exactly, and so do the powers of ten up to that one. */
const EXACT_DIGITS = 15;
const POWERS = Float64Array.from({ length: EXACT_DIGITS + 1 }, (_, exponent) => 10 ** exponent);

const NEWLINE = 0x0a;
const SPACE = 0x20;
const ZERO = 0x30;
const DELETE = 0x7f;

/** Reads one number at a time; what it found is in its field until the next one. */
export class PlainNumber {
  value = 0;

  /** @returns where the number ends, which is at a space or a line break; -1 where the scanner has to judge the line */
  read(page: Buffer, start: number): number {
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
    try {
      this.value = parseFloatStrict(page.toString('latin1', start, at));
    } catch {
      return -1;
    }
    return at;
  }
}
