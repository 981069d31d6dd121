// One series in memory: its labels and which blocks of the arena hold its samples, oldest first.
import { isStaleAt, type Labels, type TimestampMs } from '../model.ts';
import { BLOCK_SIZE, MAX_BLOCK_SPAN_MS, type Arena } from './arena.ts';
import type { SeriesRef } from './model.ts';

export type AppendOutcome = 'stored' | 'repeated' | 'duplicate' | 'out-of-order';

/** The samples of a range, as positions: what must be copied. */
export interface SampleRange {
  readonly series: MemorySeries;
  readonly firstBlock: number;
  readonly from: number;
  readonly lastBlock: number;
  /** Exclusive. */
  readonly to: number;
  readonly length: number;
}

export class MemorySeries implements SeriesRef {
  readonly labels: Labels;
  /** Ascending in order of creation; 0 while the series is not in the index. */
  id = 0;
  /** Where the log knows the series: a number that is valid in one segment only. */
  logId = 0;
  logSegment = 0;
  readonly #arena: Arena;
  readonly #blocks: number[] = [];
  readonly #starts: TimestampMs[] = [];
  readonly #counts: number[] = [];
  #lastTime = -Infinity;
  readonly #lastValue = new Float64Array(1);

  constructor(labels: Labels, arena: Arena) {
    this.labels = labels;
    this.#arena = arena;
  }

  get isEmpty(): boolean {
    return this.#blocks.length === 0;
  }

  get firstTime(): TimestampMs {
    return this.#starts[0] ?? Infinity;
  }

  get lastTime(): TimestampMs {
    return this.#lastTime;
  }

  /** Adds one sample; `values[index]` is read bit for bit. */
  append(time: TimestampMs, values: Float64Array, index: number): AppendOutcome {
    const value = values[index] ?? NaN;
    const isStale = isStaleAt(values, index);
    if (time <= this.#lastTime) {
      if (time < this.#lastTime) return 'out-of-order';
      return Object.is(value, this.#lastValue[0]) && isStale === isStaleAt(this.#lastValue, 0)
        ? 'repeated'
        : 'duplicate';
    }
    let last = this.#blocks.length - 1;
    let count = this.#counts[last] ?? BLOCK_SIZE;
    let start = this.#starts[last] ?? time;
    if (count === BLOCK_SIZE || time - start > MAX_BLOCK_SPAN_MS) {
      this.#blocks.push(this.#arena.allocate());
      this.#starts.push(time);
      last++;
      count = 0;
      start = time;
    }
    this.#arena.write(this.#blocks[last] ?? 0, count, time - start, value, isStale);
    this.#counts[last] = count + 1;
    this.#lastTime = time;
    if (isStale) this.#lastValue.set(values.subarray(index, index + 1));
    else this.#lastValue[0] = value;
    return 'stored';
  }

  /** The samples with minT <= t <= maxT; undefined where there are none. */
  range(minT: TimestampMs, maxT: TimestampMs): SampleRange | undefined {
    if (minT > this.#lastTime || maxT < this.firstTime || minT > maxT) return undefined;
    const firstBlock = Math.max(this.#lastBlockStartingAtOrBefore(minT), 0);
    const lastBlock = this.#lastBlockStartingAtOrBefore(maxT);
    const from = this.#indexOf(firstBlock, minT);
    const to = this.#indexOf(lastBlock, maxT + 1);
    let length = to - from;
    for (let block = firstBlock; block < lastBlock; block++) length += this.#counts[block] ?? 0;
    return length <= 0 ? undefined : { series: this, firstBlock, from, lastBlock, to, length };
  }

  /** Copies a range out. */
  read(
    { firstBlock, from, lastBlock, to }: SampleRange,
    timestamps: Float64Array,
    values: Float64Array,
    at: number,
  ): void {
    let out = at;
    for (let block = firstBlock; block <= lastBlock; block++) {
      const first = block === firstBlock ? from : 0;
      const end = block === lastBlock ? to : (this.#counts[block] ?? 0);
      this.#arena.read(
        this.#blocks[block] ?? 0,
        first,
        end,
        this.#starts[block] ?? 0,
        timestamps,
        values,
        out,
      );
      out += end - first;
    }
  }

  /** Forgets the samples from `time` on; says how many went. The next one to append must not be older than `time`. */
  dropFrom(time: TimestampMs): number {
    let samples = 0;
    while ((this.#starts.at(-1) ?? -Infinity) >= time) {
      this.#arena.release(this.#blocks.pop() ?? 0);
      this.#starts.pop();
      samples += this.#counts.pop() ?? 0;
    }
    const last = this.#blocks.length - 1;
    if (last >= 0) {
      const kept = this.#indexOf(last, time);
      samples += (this.#counts[last] ?? 0) - kept;
      this.#counts[last] = kept;
    }
    this.#lastTime = last < 0 ? -Infinity : this.#blockEnd(last);
    return samples;
  }

  /** Drops the blocks whose samples are all older than `cutoff`; says how many samples went. */
  dropBefore(cutoff: TimestampMs): number {
    let dropped = 0;
    let samples = 0;
    while (dropped < this.#blocks.length && this.#blockEnd(dropped) < cutoff) {
      samples += this.#counts[dropped] ?? 0;
      this.#arena.release(this.#blocks[dropped] ?? 0);
      dropped++;
    }
    this.#blocks.splice(0, dropped);
    this.#starts.splice(0, dropped);
    this.#counts.splice(0, dropped);
    return samples;
  }

  #blockEnd(block: number): TimestampMs {
    const last = (this.#counts[block] ?? 1) - 1;
    return (this.#starts[block] ?? 0) + this.#arena.offsetAt(this.#blocks[block] ?? 0, last);
  }

  #lastBlockStartingAtOrBefore(time: TimestampMs): number {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#starts[middle] ?? 0) <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #indexOf(block: number, time: TimestampMs): number {
    const offset = time - (this.#starts[block] ?? 0);
    return this.#arena.search(this.#blocks[block] ?? 0, this.#counts[block] ?? 0, offset);
  }
}
