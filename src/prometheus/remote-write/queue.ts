// Samples that wait for a receiver, oldest first, in blocks of typed arrays that come and go with them.
import type { Labels, TimestampMs } from '../model/samples.ts';

/** 640 KiB. */
const BLOCK_SAMPLES = 2 ** 15;

/** One series in one queue. */
export class QueuedSeries {
  readonly labels: Labels;
  /** What its labels take in a request, roughly, in bytes. */
  readonly labelBytes: number;
  /** How many of its samples wait. */
  waiting = 0;
  /** Its number while samples of it wait. */
  number = 0;

  constructor(labels: Labels) {
    this.labels = labels;
    this.labelBytes = labels.flat.reduce((sum, text) => sum + text.length + 4, 0);
  }
}

interface Block {
  readonly series: Uint32Array;
  readonly timestamps: Float64Array;
  readonly words: Uint32Array;
}

/** Samples that are sent together, in the order in which they were stored. */
export interface Batch {
  readonly series: readonly QueuedSeries[];
  readonly timestamps: Float64Array;
  /** The bits of the values, two words each, low word first: as numbers they could lose those of the stale marker. */
  readonly words: Uint32Array;
}

export class SampleQueue {
  readonly #most: number;
  readonly #blocks: Block[] = [];
  /** Where the first sample is in the first block. */
  #start = 0;
  /** By number. */
  readonly #series: (QueuedSeries | undefined)[] = [];
  readonly #freeNumbers: number[] = [];
  #length = 0;

  /** @param most how many samples may wait: of more, the oldest are dropped */
  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#length;
  }

  /**
   * Adds one sample.
   * @param words the bits of values, two words each
   * @returns whether the oldest one was dropped for it
   */
  push(series: QueuedSeries, timestamp: TimestampMs, words: Uint32Array, index: number): boolean {
    const isFull = this.#length === this.#most;
    if (isFull) this.#drop();
    const at = this.#start + this.#length;
    const inBlock = at % BLOCK_SAMPLES;
    const blockIndex = (at - inBlock) / BLOCK_SAMPLES;
    const block = (this.#blocks[blockIndex] ??= newBlock());
    if (series.waiting++ === 0) this.#enter(series);
    block.series[inBlock] = series.number;
    block.timestamps[inBlock] = timestamp;
    block.words[inBlock * 2] = words[index * 2] ?? 0;
    block.words[inBlock * 2 + 1] = words[index * 2 + 1] ?? 0;
    this.#length++;
    return isFull;
  }

  /** Takes out the oldest samples: at most so many, and no more than fit a request of so many bytes, but at least one. */
  take(most: number, mostBytes: number): Batch {
    const series: QueuedSeries[] = [];
    const inBatch = new Set<QueuedSeries>();
    const timestamps = new Float64Array(Math.min(most, this.#length));
    const words = new Uint32Array(timestamps.length * 2);
    let bytes = 0;
    while (series.length < timestamps.length) {
      const block = this.#blocks[0];
      const next = this.#series[block?.series[this.#start] ?? 0];
      if (block === undefined || next === undefined) throw new Error('the queue lost a sample');
      bytes += SAMPLE_BYTES + (inBatch.has(next) ? 0 : next.labelBytes);
      if (bytes > mostBytes && series.length > 0) break;
      timestamps[series.length] = block.timestamps[this.#start] ?? 0;
      words.set(block.words.subarray(this.#start * 2, this.#start * 2 + 2), series.length * 2);
      inBatch.add(next);
      series.push(next);
      this.#drop();
    }
    return {
      series,
      timestamps: timestamps.subarray(0, series.length),
      words: words.subarray(0, series.length * 2),
    };
  }

  /** Drops all of them. */
  clear(): void {
    while (this.#length > 0) this.#drop();
  }

  /** Drops the oldest one. */
  #drop(): void {
    const number = this.#blocks[0]?.series[this.#start] ?? 0;
    const series = this.#series[number];
    if (series !== undefined && --series.waiting === 0) {
      this.#series[number] = undefined;
      this.#freeNumbers.push(number);
    }
    this.#length--;
    this.#start++;
    if (this.#start === BLOCK_SAMPLES) this.#blocks.shift();
    if (this.#length === 0 || this.#start === BLOCK_SAMPLES) this.#start = 0;
  }

  #enter(series: QueuedSeries): void {
    series.number = this.#freeNumbers.pop() ?? this.#series.length;
    this.#series[series.number] = series;
  }
}

/** A sample in a request: value, time, and what is around them. */
const SAMPLE_BYTES = 20;

function newBlock(): Block {
  return {
    series: new Uint32Array(BLOCK_SAMPLES),
    timestamps: new Float64Array(BLOCK_SAMPLES),
    words: new Uint32Array(BLOCK_SAMPLES * 2),
  };
}

/** The samples of a batch that are not older than this: the batch itself where none of them is. */
export function withoutOlder(batch: Batch, oldest: TimestampMs): Batch {
  const { series, timestamps, words } = batch;
  const rows = Array.from(timestamps.keys()).filter((row) => (timestamps[row] ?? 0) >= oldest);
  if (rows.length === timestamps.length) return batch;
  return {
    series: rows.flatMap((row) => series[row] ?? []),
    timestamps: Float64Array.from(rows, (row) => timestamps[row] ?? 0),
    words: Uint32Array.from(rows.flatMap((row) => [words[row * 2] ?? 0, words[row * 2 + 1] ?? 0])),
  };
}
