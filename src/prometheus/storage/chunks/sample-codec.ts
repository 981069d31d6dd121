// Samples as bytes, each as its difference to the one before. A head byte says how the two numbers follow:
//
//   bits 0-1   time    0: the same distance as before, 1 and 2: that distance changed by one or three bytes, 3: itself
//   bits 2-7   value   0: the same bits, 1 to 3: a whole number of one, two or four bytes was added,
//                      from 4 on: 4 + 7 * (zero bytes above) + (zero bytes below) of the XOR of the bits, whose other
//                      bytes follow
//
// A counter that is scraped evenly takes two bytes a sample. Whole bytes, because JavaScript is slow at single bits.
import type { TimestampMs } from '../../model/samples.ts';
import type { SampleColumns } from './sample-columns.ts';

/** The most that one sample takes. */
export const MAX_SAMPLE_BYTES = 17;

const MAX_ZERO_BYTES = 6;
const XOR = 4;

/** What the next sample is a difference to; all zero before the first one. */
export interface SampleState {
  time: TimestampMs;
  /** From the sample before it. */
  delta: number;
  /** The bits of its value, low word first. */
  readonly valueWords: Uint32Array;
  readonly value: Float64Array;
}

/** The state before the first sample of a chunk that starts at a time. */
export function startState(time: TimestampMs): SampleState {
  const value = new Float64Array(1);
  return { time, delta: 0, value, valueWords: new Uint32Array(value.buffer) };
}

const rawTime = new Float64Array(1);
const rawTimeBytes = new Uint8Array(rawTime.buffer);

/** Writes one sample, its value given by its bits; advances the state. @returns how many bytes it took */
export function encodeSample(
  out: Uint8Array,
  state: SampleState,
  time: TimestampMs,
  low: number,
  high: number,
): number {
  let at = 1;
  const delta = time - state.time;
  const change = delta - state.delta;
  let timeKind = 3;
  if (change === 0) timeKind = 0;
  else if (change === (change << 24) >> 24) {
    timeKind = 1;
    out[at++] = change;
  } else if (change === (change << 8) >> 8) {
    timeKind = 2;
    at = writeBytes(out, at, change, 3);
  } else {
    rawTime[0] = time;
    out.set(rawTimeBytes, at);
    at += 8;
  }
  const { valueWords } = state;
  const xorLow = (valueWords[0] ?? 0) ^ low;
  const xorHigh = (valueWords[1] ?? 0) ^ high;
  let valueKind = 0;
  if ((xorLow | xorHigh) !== 0) {
    const before = state.value[0] ?? 0;
    valueWords[0] = low;
    valueWords[1] = high;
    const value = state.value[0] ?? 0;
    const step = value - before;
    // Adding must give back the very bits: it does not for -0 or for a sum that is rounded.
    const isStep = step === (step | 0) && before + step === value && (value !== 0 || high === 0);
    if (isStep) {
      const size = step === (step << 24) >> 24 ? 1 : step === (step << 16) >> 16 ? 2 : 4;
      valueKind = size === 4 ? 3 : size;
      at = writeBytes(out, at, step, size);
    } else {
      const above = xorHigh === 0 ? 4 + (Math.clz32(xorLow) >> 3) : Math.clz32(xorHigh) >> 3;
      const below = xorLow === 0 ? 4 + trailingZeroBytes(xorHigh) : trailingZeroBytes(xorLow);
      const first = Math.min(below, MAX_ZERO_BYTES);
      const end = 8 - Math.min(above, MAX_ZERO_BYTES);
      valueKind = XOR + (8 - end) * (MAX_ZERO_BYTES + 1) + first;
      for (let i = first; i < end; i++) out[at++] = i < 4 ? xorLow >>> (i * 8) : xorHigh >>> ((i - 4) * 8);
    }
  }
  out[0] = timeKind | (valueKind << 2);
  state.time = time;
  state.delta = delta;
  return at;
}

/** Reads the `count` samples of a chunk and adds those with minT <= t <= maxT to `out`. */
export function decodeSamples(
  bytes: Uint8Array,
  count: number,
  startTime: TimestampMs,
  minT: TimestampMs,
  maxT: TimestampMs,
  out: SampleColumns,
): void {
  out.reserve(count);
  const { timestamps, valueWords: outWords } = out;
  let { length } = out;
  const { value, valueWords } = decoding;
  value[0] = 0;
  let time = startTime;
  let delta = 0;
  let at = 0;
  for (let i = 0; i < count; i++) {
    const head = bytes[at++] ?? 0;
    const timeKind = head & 3;
    if (timeKind === 3) {
      for (let k = 0; k < 8; k++) rawTimeBytes[k] = bytes[at++] ?? 0;
      delta = (rawTime[0] ?? 0) - time;
      time = rawTime[0] ?? 0;
    } else {
      if (timeKind === 1) delta += ((bytes[at++] ?? 0) << 24) >> 24;
      else if (timeKind === 2) {
        delta += (((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8) | ((bytes[at + 2] ?? 0) << 16)) << 8) >> 8;
        at += 3;
      }
      time += delta;
    }
    const valueKind = head >>> 2;
    if (valueKind === 1) value[0] = (value[0] ?? 0) + (((bytes[at++] ?? 0) << 24) >> 24);
    else if (valueKind === 2) {
      value[0] = (value[0] ?? 0) + ((((bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)) << 16) >> 16);
      at += 2;
    } else if (valueKind === 3) {
      value[0] = (value[0] ?? 0) + readWord(bytes, at, 4);
      at += 4;
    } else if (valueKind >= XOR) {
      const zeros = valueKind - XOR;
      const first = zeros % (MAX_ZERO_BYTES + 1);
      const end = 8 - (zeros - first) / (MAX_ZERO_BYTES + 1);
      let low = 0;
      let high = 0;
      for (let k = first; k < end; k++) {
        const byte = bytes[at++] ?? 0;
        if (k < 4) low |= byte << (k * 8);
        else high |= byte << ((k - 4) * 8);
      }
      valueWords[0] = (valueWords[0] ?? 0) ^ low;
      valueWords[1] = (valueWords[1] ?? 0) ^ high;
    }
    if (time > maxT) break;
    if (time < minT) continue;
    timestamps[length] = time;
    outWords[length * 2] = valueWords[0] ?? 0;
    outWords[length * 2 + 1] = valueWords[1] ?? 0;
    length++;
  }
  out.length = length;
}

const decoding = startState(0);

function writeBytes(out: Uint8Array, at: number, value: number, count: number): number {
  for (let i = 0; i < count; i++) out[at + i] = value >> (i * 8);
  return at + count;
}

function readWord(bytes: Uint8Array, at: number, count: number): number {
  let word = 0;
  for (let i = 0; i < count; i++) word |= (bytes[at + i] ?? 0) << (i * 8);
  return word;
}

/** Of a word that is not 0. */
function trailingZeroBytes(word: number): number {
  return (31 - Math.clz32(word & -word)) >> 3;
}
