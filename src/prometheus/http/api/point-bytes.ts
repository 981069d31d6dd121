// The samples of a series as the bytes of JSON: `[1700000000.5,"3"],…`. A response may have millions of them, so whole
// numbers, which most are, are written as bytes without becoming text first.
import { formatSampleValue } from '../../promql/index.ts';

/** The maximum size of one sample: a timestamp, the longest number, and what is around them. */
const MAX_POINT_BYTES = 64;
const ZERO = 0x30;
const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const OPEN = 0x5b;
const CLOSE = 0x5d;

/** Writes one series after the other into memory that it uses again. */
export class PointBytes {
  #bytes = new Uint8Array(4096);
  #at = 0;

  /** The samples with commas between them; valid until the next call. */
  write(timestamps: Float64Array, values: Float64Array): Uint8Array {
    const most = timestamps.length * MAX_POINT_BYTES;
    if (this.#bytes.length < most) this.#bytes = new Uint8Array(most);
    this.#at = 0;
    for (let i = 0; i < timestamps.length; i++) {
      if (i > 0) this.#bytes[this.#at++] = COMMA;
      this.#bytes[this.#at++] = OPEN;
      this.#seconds(timestamps[i] ?? 0);
      this.#bytes[this.#at++] = COMMA;
      this.#bytes[this.#at++] = QUOTE;
      this.#value(values[i] ?? 0);
      this.#bytes[this.#at++] = QUOTE;
      this.#bytes[this.#at++] = CLOSE;
    }
    return this.#bytes.subarray(0, this.#at);
  }

  /** Milliseconds as decimal seconds, without the rounding of a division. */
  #seconds(timeMs: number): void {
    let size = timeMs;
    if (timeMs < 0) {
      this.#bytes[this.#at++] = MINUS;
      size = -timeMs;
    }
    const fraction = size % 1000;
    this.#digits((size - fraction) / 1000, 1);
    if (fraction === 0) return;
    this.#bytes[this.#at++] = POINT;
    this.#digits(fraction, 3);
  }

  #value(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value < 0) this.#bytes[this.#at++] = MINUS;
      this.#digits(Math.abs(value), 1);
      return;
    }
    const text = formatSampleValue(value);
    for (let i = 0; i < text.length; i++) this.#bytes[this.#at++] = text.charCodeAt(i);
  }

  /** A whole number from 0 to 2^53 - 1, with zeros before it where it has fewer digits than `least`. */
  #digits(number: number, least: number): void {
    let count = least;
    for (let power = 10 ** least; power <= number; power *= 10) count++;
    const end = this.#at + count;
    let rest = number;
    let at = end;
    // Division of small whole numbers is much faster.
    while (rest > 0x7fffffff) {
      const next = Math.floor(rest / 10);
      this.#bytes[--at] = ZERO + (rest - next * 10);
      rest = next;
    }
    for (let small = rest | 0; at > this.#at;) {
      const next = (small / 10) | 0;
      this.#bytes[--at] = ZERO + (small - next * 10);
      small = next;
    }
    this.#at = end;
  }
}
