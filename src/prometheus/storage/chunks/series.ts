// The samples of every series: chains of chunks of encoded samples, oldest first. Series and chunks are rows of typed
// arrays, because an object for each would take more room than the samples of most series.
import type { TimestampMs } from '../../model/samples.ts';
import type { ByteReader, ByteWriter } from '../codec/bytes.ts';
import { CELL_BYTES, Cells } from './cells.ts';
import type { ChunkList } from './list.ts';
import { CHUNK_SIZE, ChunkReader, MAX_CHUNK_BYTES } from './reader.ts';
import { encodeSample, MAX_SAMPLE_BYTES, startState } from './sample-codec.ts';
import { SampleColumns } from './sample-columns.ts';
import { ChunkRows, SeriesRows } from './rows.ts';

/** Samples by row of their series. */
export class SeriesChunks {
  readonly #cells = new Cells();
  readonly #series = new SeriesRows();
  readonly #chunks = new ChunkRows();
  readonly #reader = new ChunkReader(this.#cells);
  /** The one sample that is worked on. */
  readonly #sample = new Uint8Array(MAX_SAMPLE_BYTES);
  readonly #state = startState(0);
  readonly #found = new SampleColumns();

  /** A row for a series without samples. */
  allocate(): number {
    return this.#series.allocate();
  }

  /** Gives back the row of a series that has no samples. */
  release(row: number): void {
    this.#series.release(row);
  }

  isEmpty(row: number): boolean {
    return this.#series.firstChunk[row] === 0;
  }

  /** Infinity if there is no sample. */
  firstTime(row: number): TimestampMs {
    const first = this.#series.firstChunk[row] ?? 0;
    return first === 0 ? Infinity : (this.#chunks.start[first] ?? 0);
  }

  /** -Infinity if there is no sample. */
  lastTime(row: number): TimestampMs {
    return this.#series.lastTime[row] ?? -Infinity;
  }

  /** Whether the newest sample has the value whose two words are at an index. */
  isLastValue(row: number, words: Uint32Array, index: number): boolean {
    const { lastValueWords } = this.#series;
    return (
      lastValueWords[row * 2] === words[index * 2] && lastValueWords[row * 2 + 1] === words[index * 2 + 1]
    );
  }

  /** Adds a sample that is younger than all others of its series; the two words of its value are at an index. */
  append(row: number, time: TimestampMs, words: Uint32Array, index: number): void {
    const low = words[index * 2] ?? 0;
    const high = words[index * 2 + 1] ?? 0;
    const series = this.#series;
    const chunks = this.#chunks;
    const state = this.#state;
    let chunk = series.lastChunk[row] ?? 0;
    if (chunk === 0 || chunks.count[chunk] === CHUNK_SIZE) {
      chunk = this.#startChunk(row, time);
      state.time = time;
      state.delta = 0;
      state.value[0] = 0;
    } else {
      state.time = series.lastTime[row] ?? 0;
      state.delta = series.lastDelta[row] ?? 0;
      state.valueWords[0] = series.lastValueWords[row * 2] ?? 0;
      state.valueWords[1] = series.lastValueWords[row * 2 + 1] ?? 0;
    }
    const length = encodeSample(this.#sample, state, time, low, high);
    this.#write(row, chunk, this.#sample, length);
    chunks.count[chunk] = (chunks.count[chunk] ?? 0) + 1;
    chunks.end[chunk] = time;
    series.lastTime[row] = time;
    series.lastDelta[row] = state.delta;
    series.lastValueWords[row * 2] = low;
    series.lastValueWords[row * 2 + 1] = high;
  }

  /** Whether there is a sample with minT <= t <= maxT. */
  has(row: number, minT: TimestampMs, maxT: TimestampMs): boolean {
    if (minT > this.lastTime(row) || minT > maxT) return false;
    const { start, end } = this.#chunks;
    for (let chunk = this.#firstChunkUpTo(row, minT); chunk !== 0; chunk = this.#chunks.next[chunk] ?? 0) {
      const from = start[chunk] ?? 0;
      if (from > maxT) return false;
      // A window inside a chunk can fall between two samples.
      if (from >= minT || (end[chunk] ?? 0) <= maxT) return true;
      this.#found.length = 0;
      this.#decode(chunk, minT, maxT, this.#found);
      return this.#found.length > 0;
    }
    return false;
  }

  /** Adds the samples with minT <= t <= maxT to `out`. */
  copy(row: number, minT: TimestampMs, maxT: TimestampMs, out: SampleColumns): void {
    if (minT > this.lastTime(row)) return;
    for (let chunk = this.#firstChunkUpTo(row, minT); chunk !== 0; chunk = this.#chunks.next[chunk] ?? 0) {
      if ((this.#chunks.start[chunk] ?? 0) > maxT) return;
      this.#decode(chunk, minT, maxT, out);
    }
  }

  /** Adds the chunks that may have samples with minT <= t <= maxT to `out`. */
  list(row: number, minT: TimestampMs, maxT: TimestampMs, out: ChunkList): void {
    if (minT > this.lastTime(row)) return;
    const { start, count, firstCell, next } = this.#chunks;
    for (let chunk = this.#firstChunkUpTo(row, minT); chunk !== 0; chunk = next[chunk] ?? 0) {
      if ((start[chunk] ?? 0) > maxT) return;
      out.add(start[chunk] ?? 0, count[chunk] ?? 0, firstCell[chunk] ?? 0);
    }
  }

  /** What was listed stays readable in the slabs until the returned function is called. */
  keep(): () => void {
    return this.#cells.keep();
  }

  /** The memory that chunks lie in, from a slab on. */
  slabsFrom(first: number): readonly SharedArrayBuffer[] {
    return this.#cells.slabsFrom(first);
  }

  /** Forgets the samples from `time` on; says how many went. */
  dropFrom(row: number, time: TimestampMs): number {
    const { start, end, count } = this.#chunks;
    const kept = new SampleColumns();
    const rest: number[] = [];
    let dropped = 0;
    for (let chunk = this.#series.firstChunk[row] ?? 0; chunk !== 0; chunk = this.#chunks.next[chunk] ?? 0) {
      if ((end[chunk] ?? 0) < time) continue;
      rest.push(chunk);
      dropped += count[chunk] ?? 0;
      // What stays of the chunk that the cut goes through is written again.
      if ((start[chunk] ?? 0) < time) this.#decode(chunk, -Infinity, time, kept);
    }
    if (kept.timestamps[kept.length - 1] === time) kept.length--;
    this.#cutChain(row, rest);
    for (let i = 0; i < kept.length; i++) {
      this.append(row, kept.timestamps[i] ?? 0, kept.valueWords, i);
    }
    return dropped - kept.length;
  }

  /** Drops the chunks whose samples are all older than `cutoff`; says how many samples went. */
  dropBefore(row: number, cutoff: TimestampMs): number {
    const series = this.#series;
    let samples = 0;
    let chunk = series.firstChunk[row] ?? 0;
    while (chunk !== 0 && (this.#chunks.end[chunk] ?? 0) < cutoff) {
      const next = this.#chunks.next[chunk] ?? 0;
      samples += this.#chunks.count[chunk] ?? 0;
      this.#releaseChunk(chunk);
      chunk = next;
    }
    series.firstChunk[row] = chunk;
    if (chunk === 0) series.clear(row);
    return samples;
  }

  /** Writes all that there is of a series, for {@link load}. */
  save(row: number, out: ByteWriter): void {
    const series = this.#series;
    const { start, end, count, firstCell, next } = this.#chunks;
    out.double(series.lastTime[row] ?? 0);
    out.double(series.lastDelta[row] ?? 0);
    out.uint32(series.lastValueWords[row * 2] ?? 0);
    out.uint32(series.lastValueWords[row * 2 + 1] ?? 0);
    out.byte(series.usedBytes[row] ?? 0);
    for (let chunk = series.firstChunk[row] ?? 0; chunk !== 0; chunk = next[chunk] ?? 0) {
      out.byte(count[chunk] ?? 0);
      out.double(start[chunk] ?? 0);
      out.double(end[chunk] ?? 0);
      const bytes = this.#reader.encoded(firstCell[chunk] ?? 0);
      out.varint(bytes.length);
      out.append(bytes);
    }
    out.byte(0);
  }

  /**
   * Takes up what was saved of a series, but for chunks that end before `oldest`; says how many samples there are.
   * @throws {RangeError} where it is not what {@link save} writes
   */
  load(row: number, from: ByteReader, oldest: TimestampMs): number {
    const series = this.#series;
    const chunks = this.#chunks;
    const lastTime = from.double();
    const lastDelta = from.double();
    const low = from.uint32();
    const high = from.uint32();
    const usedBytes = from.byte();
    let samples = 0;
    for (let count = from.byte(); count !== 0; count = from.byte()) {
      const start = from.double();
      const end = from.double();
      const length = from.varint();
      if (length > MAX_CHUNK_BYTES || length % CELL_BYTES !== 0) throw new RangeError('a chunk of no length');
      const bytes = from.bytes(length);
      if (end < oldest) continue;
      const chunk = this.#linkChunk(row);
      [chunks.firstCell[chunk], chunks.lastCell[chunk]] = this.#cells.load(bytes);
      chunks.start[chunk] = start;
      chunks.end[chunk] = end;
      chunks.count[chunk] = count;
      samples += count;
    }
    if (samples === 0) return 0;
    series.lastTime[row] = lastTime;
    series.lastDelta[row] = lastDelta;
    series.lastValueWords[row * 2] = low;
    series.lastValueWords[row * 2 + 1] = high;
    series.usedBytes[row] = usedBytes;
    return samples;
  }

  #decode(chunk: number, minT: TimestampMs, maxT: TimestampMs, out: SampleColumns): void {
    const { start, count, firstCell } = this.#chunks;
    this.#reader.decode(firstCell[chunk] ?? 0, count[chunk] ?? 0, start[chunk] ?? 0, minT, maxT, out);
  }

  /** The first chunk that does not end before a time; 0 where all do. */
  #firstChunkUpTo(row: number, time: TimestampMs): number {
    const { end, next } = this.#chunks;
    let chunk = this.#series.firstChunk[row] ?? 0;
    while (chunk !== 0 && (end[chunk] ?? 0) < time) chunk = next[chunk] ?? 0;
    return chunk;
  }

  #startChunk(row: number, time: TimestampMs): number {
    const chunks = this.#chunks;
    const chunk = this.#linkChunk(row);
    const cell = this.#cells.allocate();
    chunks.start[chunk] = time;
    chunks.count[chunk] = 0;
    chunks.firstCell[chunk] = cell;
    chunks.lastCell[chunk] = cell;
    this.#series.usedBytes[row] = 0;
    return chunk;
  }

  /** A row for the chunk behind the newest one of a series. */
  #linkChunk(row: number): number {
    const series = this.#series;
    const chunk = this.#chunks.allocate();
    this.#chunks.next[chunk] = 0;
    const before = series.lastChunk[row] ?? 0;
    if (before === 0) series.firstChunk[row] = chunk;
    else this.#chunks.next[before] = chunk;
    series.lastChunk[row] = chunk;
    return chunk;
  }

  /** Puts bytes behind those of the newest chunk. */
  #write(row: number, chunk: number, bytes: Uint8Array, length: number): void {
    const { usedBytes } = this.#series;
    const { lastCell } = this.#chunks;
    let used = usedBytes[row] ?? 0;
    let cell = lastCell[chunk] ?? 0;
    for (let from = 0; from < length;) {
      if (used === CELL_BYTES) {
        cell = this.#cells.extend(cell);
        lastCell[chunk] = cell;
        used = 0;
      }
      const end = Math.min(length, from + CELL_BYTES - used);
      this.#cells.write(cell, used, bytes, from, end);
      used += end - from;
      from = end;
    }
    usedBytes[row] = used;
  }

  /** Ends the chain of a series before these chunks, its newest. */
  #cutChain(row: number, gone: readonly number[]): void {
    const series = this.#series;
    const { next, end } = this.#chunks;
    const [firstGone = 0] = gone;
    let last = 0;
    for (let chunk = series.firstChunk[row] ?? 0; chunk !== firstGone; chunk = next[chunk] ?? 0) last = chunk;
    for (const chunk of gone) this.#releaseChunk(chunk);
    if (last === 0) {
      series.clear(row);
      return;
    }
    next[last] = 0;
    series.lastChunk[row] = last;
    series.lastTime[row] = end[last] ?? 0;
    // The state of the encoder is gone with the chunk it belongs to; a full one is never added to.
  }

  #releaseChunk(chunk: number): void {
    const { firstCell, lastCell } = this.#chunks;
    this.#cells.release(firstCell[chunk] ?? 0, lastCell[chunk] ?? 0);
    this.#chunks.release(chunk);
  }
}
