// Writes what is stored to disk, behind the scrapes and never in their way: records gather in memory and go out in one
// write, at most half a second later. A write that fails is tried again; nothing here can fail a scrape.
import { mkdir, unlink } from 'node:fs/promises';
import type { Clock, TimestampMs } from '../../model/samples.ts';
import type { MemorySeries } from '../memory/series.ts';
import type { SampleSink } from '../memory/store.ts';
import { ByteWriter } from '../codec/bytes.ts';
import type { LogPlace } from './checkpoint.ts';
import type { DataPlace } from './data-place.ts';
import { MAGIC, writeFrame } from './frame.ts';
import { SamplesRecord, writeSeriesRecord } from './record.ts';
import type { ReadSegment } from './replay.ts';
import { segmentPath } from './segment-files.ts';
import { SegmentWriter } from './segment-writer.ts';
import { hasCode } from '../../../system/error-code.ts';

const FLUSH_AFTER_MS = 500;
const RETRY_AFTER_MS = 5_000;
/** What may wait for a disk that is full; beyond it samples stay in memory only. */
const MAX_QUEUED_BYTES = 64 * 2 ** 20;

export interface SampleLogOptions {
  readonly place: DataPlace;
  readonly clock: Clock;
  readonly retentionMs: number;
  readonly log: (line: string) => void;
  /** @default 16 MiB */
  readonly segmentBytes?: number | undefined;
  /** Told when a segment begins: all that was stored before is in the segments before it. */
  readonly onSegment: () => void;
}

interface Segment {
  readonly number: number;
  bytes: number;
  minTime: TimestampMs;
  maxTime: TimestampMs;
}

export class SampleLog implements SampleSink {
  readonly #options: SampleLogOptions;
  readonly #segmentBytes: number;
  readonly #writer: SegmentWriter;
  /** Older segments, oldest first. */
  #closed: Segment[];
  #current: Segment;
  #nextLogId = 1;
  #writtenBytes = 0;
  /** Records of the current segment that the writer does not have yet. */
  readonly #pending = new ByteWriter();
  readonly #samples = new ByteWriter();
  readonly #record = new SamplesRecord(this.#samples);
  readonly #declaration = new ByteWriter();
  /** How many bytes of the current segment declare series; the limit of a segment does not count them. */
  #declaredBytes = 0;
  #cancelTimer: (() => void) | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #isFailing = false;
  #isClosed = false;

  /** Continues after the segments that were read at the start. */
  constructor(options: SampleLogOptions, segments: readonly ReadSegment[]) {
    this.#options = options;
    this.#segmentBytes = options.segmentBytes ?? 16 * 2 ** 20;
    this.#writer = new SegmentWriter(options.place);
    this.#closed = segments.map(({ number, bytes, minTime, maxTime }) => ({
      number,
      bytes,
      minTime,
      maxTime,
    }));
    this.#current = newSegment((segments.at(-1)?.number ?? 0) + 1);
    const last = segments.at(-1);
    if (last === undefined || !last.isWhole || last.bytes >= this.#segmentBytes) return;
    this.#current = this.#closed.pop() ?? this.#current;
    for (const [id, series] of last.declared) {
      series.logId = id;
      series.logSegment = last.number;
      this.#nextLogId = Math.max(this.#nextLogId, id + 1);
    }
  }

  /** How much was added since it was opened, with what waits to be written. */
  get writtenBytes(): number {
    return this.#writtenBytes;
  }

  /** Where the next record goes. */
  get place(): LogPlace {
    return { closed: [...this.#closed], current: { ...this.#current } };
  }

  begin(): void {
    const sampleBytes = this.#current.bytes - this.#declaredBytes;
    if (sampleBytes >= this.#segmentBytes || this.#isOld(this.#current)) this.#startSegment();
    this.#samples.clear();
    this.#record.begin();
  }

  sample(series: MemorySeries, time: TimestampMs, values: Float64Array, index: number): void {
    if (series.logSegment !== this.#current.number) this.#declare(series);
    this.#record.add(series.logId, time, values, index);
    this.#current.minTime = Math.min(this.#current.minTime, time);
    this.#current.maxTime = Math.max(this.#current.maxTime, time);
  }

  end(): void {
    if (this.#isClosed || this.#record.isEmpty) return;
    this.#frame(this.#samples);
    if (this.#pending.length + this.#writer.queuedBytes > MAX_QUEUED_BYTES) {
      this.#giveUpQueued();
      this.#options.log('sample log: too much waits for the disk; older samples stay in memory only');
    }
    this.#schedule(this.#isFailing ? RETRY_AFTER_MS : FLUSH_AFTER_MS);
  }

  /** Writes all that waits; resolves when it is in the file, or when the attempt failed (it is logged and repeated). */
  async flush(): Promise<void> {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#queuePending(false);
    let outcome = await this.#writer.drain();
    // A drain that was under way already may have ended just before the last chunk came.
    if (outcome.status === 'written' && this.#writer.queuedBytes > 0) outcome = await this.#writer.drain();
    if (outcome.status === 'written') {
      if (this.#isFailing) this.#options.log('sample log: the disk takes samples again');
      this.#isFailing = false;
      return;
    }
    // The file was deleted, so the following records need a complete new file.
    if (hasCode(outcome.error, 'ENOENT')) await this.#startAfresh();
    if (!this.#isFailing)
      this.#options.log(`sample log: ${outcome.error.message}; samples stay in memory until it works`);
    this.#isFailing = true;
    if (!this.#isClosed) this.#schedule(RETRY_AFTER_MS);
  }

  /** Resolves when no write that a timer has started is under way. */
  whenIdle(): Promise<void> {
    return this.#flushing;
  }

  /** Deletes segments that hold nothing younger than the retention. */
  async dropExpired(): Promise<void> {
    const cutoff = this.#options.clock.now() - this.#options.retentionMs;
    const expired = this.#closed.filter(({ maxTime }) => maxTime < cutoff);
    this.#closed = this.#closed.filter(({ maxTime }) => maxTime >= cutoff);
    for (const { number } of expired) await this.#remove(number);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.flush();
    await this.#writer.close();
  }

  #declare(series: MemorySeries): void {
    series.logId = this.#nextLogId++;
    series.logSegment = this.#current.number;
    this.#declaration.clear();
    writeSeriesRecord(this.#declaration, series.logId, series.labels);
    this.#declaredBytes += this.#frame(this.#declaration);
  }

  /** Returns by how many bytes the segment has grown. */
  #frame(payload: ByteWriter): number {
    const before = this.#pending.length;
    if (this.#current.bytes === 0) this.#pending.append(MAGIC);
    writeFrame(this.#pending, payload.bytes());
    const grown = this.#pending.length - before;
    this.#current.bytes += grown;
    this.#writtenBytes += grown;
    return grown;
  }

  #queuePending(isLast: boolean): void {
    if (this.#pending.length === 0) return;
    const bytes = Buffer.from(this.#pending.bytes());
    this.#pending.clear();
    const { number: segment, bytes: end } = this.#current;
    this.#writer.push({ segment, offset: end - bytes.length, bytes, isLast });
  }

  /** A segment spans a tenth of the retention at most, so that what has expired leaves the disk in time. */
  #isOld({ minTime, maxTime }: Segment): boolean {
    return maxTime - minTime > Math.max(this.#options.retentionMs / 10, 60_000);
  }

  #startSegment(): void {
    this.#queuePending(true);
    this.#beginNext();
    this.#options.onSegment();
  }

  /** Declarations may be among what is lost: what follows goes into a new segment, which needs none of them. */
  #giveUpQueued(): void {
    this.#pending.clear();
    this.#writer.clear();
    this.#beginNext();
  }

  #beginNext(): void {
    this.#closed.push(this.#current);
    this.#current = newSegment(this.#current.number + 1);
    this.#nextLogId = 1;
    this.#declaredBytes = 0;
  }

  async #startAfresh(): Promise<void> {
    this.#giveUpQueued();
    try {
      // Not the folders above it: where those are gone, the whole place is, and must not come back empty.
      await this.#options.place.refuseOther();
      await mkdir(this.#options.place.dir);
    } catch (error) {
      this.#options.log(`sample log: ${String(error)}`);
    }
  }

  #schedule(delayMs: number): void {
    this.#cancelTimer ??= this.#options.clock.after(delayMs, () => {
      this.#cancelTimer = undefined;
      this.#flushing = this.flush();
    });
  }

  async #remove(segment: number): Promise<void> {
    try {
      await this.#options.place.refuseOther();
      await unlink(segmentPath(this.#options.place.dir, segment));
    } catch (error) {
      if (!hasCode(error, 'ENOENT'))
        this.#options.log(`sample log: an old file could not be deleted: ${String(error)}`);
    }
  }
}

function newSegment(number: number): Segment {
  return { number, bytes: 0, minTime: Infinity, maxTime: -Infinity };
}
