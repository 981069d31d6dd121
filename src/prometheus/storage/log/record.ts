// The records of a segment. A series is declared before its first sample in each segment, under a number that means
// something in that segment only: so any segment can be read, and thrown away, by itself.
import { isStaleAt, Labels, writeStaleAt, type TimestampMs } from '../../model/samples.ts';
import { wordsOf } from '../chunks/sample-columns.ts';
import { ByteReader, type ByteWriter } from '../codec/bytes.ts';

const SERIES = 1;
const SAMPLES = 2;

/** How a value is written: as eight bytes, as a small whole number, or not at all. */
const RAW = 0;
const WHOLE = 1;
const STALE = 2;
/** Values of one record that share its time. */
const SAME_TIME = 4;
const MAX_WHOLE = 2 ** 48;

/** Declares the number of a label set. */
export function writeSeriesRecord(out: ByteWriter, id: number, labels: Labels): void {
  out.byte(SERIES);
  out.varint(id);
  out.varint(labels.flat.length);
  for (const text of labels.flat) out.text(text);
}

/** Encodes the samples of one commit; each names its series by the distance to the one before it. */
export class SamplesRecord {
  readonly #out: ByteWriter;
  #lastId = 0;
  #lastTime = 0;

  constructor(out: ByteWriter) {
    this.#out = out;
  }

  /** Whether nothing was added since {@link begin}. */
  get isEmpty(): boolean {
    return this.#out.length <= 1;
  }

  begin(): void {
    this.#out.byte(SAMPLES);
    this.#lastId = 0;
    this.#lastTime = 0;
  }

  add(id: number, time: TimestampMs, values: Float64Array, index: number): void {
    const value = values[index] ?? NaN;
    const kind = isStaleAt(values, index) ? STALE : isSmallWhole(value) ? WHOLE : RAW;
    const distance = id - this.#lastId;
    const zigzag = distance >= 0 ? distance * 2 : -distance * 2 - 1;
    const isSameTime = time === this.#lastTime;
    this.#out.varint(zigzag * 8 + kind + (isSameTime ? SAME_TIME : 0));
    if (!isSameTime) this.#out.signedVarint(time - this.#lastTime);
    if (kind === WHOLE) this.#out.varint(value);
    else if (kind === RAW) this.#out.double(value);
    this.#lastId = id;
    this.#lastTime = time;
  }
}

/** What reading a segment calls back with. */
export interface RecordVisitor {
  series(id: number, labels: Labels): void;
  /** `words` holds the bits of the value, low word first. */
  sample(id: number, time: TimestampMs, words: Uint32Array): void;
}

/** Reads one record. Throws a RangeError where it is not what {@link writeSeriesRecord} or {@link SamplesRecord} write. */
export function readRecord(bytes: Buffer, from: number, end: number, visitor: RecordVisitor): void {
  const reader = new ByteReader(bytes, from, end);
  const kind = reader.byte();
  if (kind === SERIES) readSeries(reader, visitor);
  else if (kind === SAMPLES) readSamples(reader, visitor);
  else throw new RangeError(`a record of the unknown kind ${kind}`);
}

function readSeries(reader: ByteReader, visitor: RecordVisitor): void {
  const id = reader.varint();
  const pairs: [string, string][] = [];
  for (let left = reader.varint(); left > 0; left -= 2) pairs.push([reader.text(), reader.text()]);
  visitor.series(id, Labels.from(pairs));
}

function readSamples(reader: ByteReader, visitor: RecordVisitor): void {
  const cell = new Float64Array(1);
  const words = wordsOf(cell);
  let id = 0;
  let time = 0;
  while (!reader.isAtEnd) {
    const head = reader.varint();
    const kind = head % 4;
    const zigzag = Math.floor(head / 8);
    id += zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
    if (Math.floor(head / SAME_TIME) % 2 === 0) time += reader.signedVarint();
    if (kind === STALE) writeStaleAt(cell, 0);
    else if (kind === WHOLE) cell[0] = reader.varint();
    else reader.doubleInto(words);
    visitor.sample(id, time, words);
  }
}

function isSmallWhole(value: number): boolean {
  return value >= 0 && value < MAX_WHOLE && Math.floor(value) === value && !Object.is(value, -0);
}
