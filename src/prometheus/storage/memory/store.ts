// The samples in memory: bounds, order, retention, selection. What it stores it hands to a log, if it has one.
import {
  isStaleAt,
  METRIC_NAME,
  type Clock,
  type Labels,
  type Matcher,
  type SeriesSamples,
  type TimestampMs,
  type ValueMatcher,
} from '../../model/samples.ts';
import type { ChunkList } from '../chunks/list.ts';
import { SampleColumns, wordsOf } from '../chunks/sample-columns.ts';
import { SeriesChunks } from '../chunks/series.ts';
import { Interner } from './interner.ts';
import { LabelIndex } from './label-index.ts';
import type { ByteReader, ByteWriter } from '../codec/bytes.ts';
import { mergeSamples } from './merge-samples.ts';
import { MemorySeries } from './series.ts';
import type { CommitOutcome, InsertOutcome, SampleBatch, SeriesRef, StoreStats } from '../model/store.ts';

/** Prometheus refuses samples further ahead than this. */
const MAX_AHEAD_MS = 600_000;
/** A clock that is set right goes back by less than this; a series that is further ahead is from a clock set back. */
const MAX_DRIFT_MS = 1_000;

/** So many samples of the past go into one record of the log. */
const SAMPLES_A_RECORD = 100_000;

export interface MemoryBounds {
  readonly retentionMs: number;
  readonly maxSeries: number;
  readonly maxSamples: number;
}

/** Where stored samples go besides memory. */
export interface SampleSink {
  begin(): void;
  sample(series: MemorySeries, time: TimestampMs, values: Float64Array, index: number): void;
  end(): void;
}

export class MemoryStore {
  readonly #chunks = new SeriesChunks();
  readonly #interner = new Interner();
  readonly #index = new LabelIndex();
  readonly #byKey = new Map<string, MemorySeries>();
  readonly #clock: Clock;
  readonly #bounds: MemoryBounds;
  #nextId = 1;
  #sampleCount = 0;
  #appendedTotal = 0;

  constructor(clock: Clock, bounds: MemoryBounds) {
    this.#clock = clock;
    this.#bounds = bounds;
  }

  /** The handle of a label set; it enters the index with its first sample. */
  ref(labels: Labels): MemorySeries {
    const known = this.#byKey.get(labels.key);
    if (known !== undefined) return known;
    const series = new MemorySeries(this.#interner.labels(labels));
    this.#byKey.set(series.labels.key, series);
    return series;
  }

  /** Stores a batch, or nothing where a bound would be passed. The reports of scrapes (`up`) always have room. */
  store(batch: SampleBatch, sink: SampleSink | undefined, isReport = false): CommitOutcome {
    const message = isReport ? undefined : this.#exceeded(batch);
    if (message !== undefined) return { status: 'full', message };
    const now = this.#clock.now();
    const outcome = { status: 'stored' as const, outOfOrder: 0, duplicates: 0, outOfBounds: 0 };
    const { values, timestamps } = batch;
    const words = wordsOf(values);
    sink?.begin();
    for (let i = 0; i < batch.length; i++) {
      const ref = batch.series[i];
      if (ref === undefined) throw new Error(`a batch of ${batch.length} samples has only ${i} series`);
      const one = this.#current(ref);
      // The end of a series that has no sample (any more) is no news.
      if (one.row === 0 && isStaleAt(values, i)) continue;
      const time = timestamps[i] ?? NaN;
      if (!(time >= now - this.#bounds.retentionMs && time <= now + MAX_AHEAD_MS)) {
        outcome.outOfBounds++;
        continue;
      }
      const lastTime = this.#chunks.lastTime(one.row);
      // Without this nothing would be stored, `up` included, until the clock is again where it was.
      if (time <= now && lastTime > now + MAX_DRIFT_MS)
        this.#sampleCount -= this.#chunks.dropFrom(one.row, time);
      else if (time < lastTime) {
        outcome.outOfOrder++;
        continue;
      } else if (time === lastTime) {
        if (!this.#chunks.isLastValue(one.row, words, i)) outcome.duplicates++;
        continue;
      }
      this.#append(one, time, words, i);
      this.#appendedTotal++;
      sink?.sample(one, time, values, i);
    }
    sink?.end();
    return outcome;
  }

  /**
   * Stores samples of the past, in order of time for each series, which may be older than those that the series has.
   * Nothing is stored where a bound would be passed.
   */
  storePast(all: readonly SeriesSamples[], sink: SampleSink | undefined): InsertOutcome {
    const length = all.reduce((sum, { timestamps }) => sum + timestamps.length, 0);
    const message = this.#exceeded({ series: all, length: all.length, samples: length });
    if (message !== undefined) return { status: 'full', message };
    const now = this.#clock.now();
    const [oldest, youngest] = [now - this.#bounds.retentionMs, now + MAX_AHEAD_MS];
    const outcome = { status: 'stored' as const, samples: 0, outOfBounds: 0 };
    let unlogged = 0;
    sink?.begin();
    for (const { labels, timestamps, values } of all) {
      const from = countWhile(timestamps, (time) => time < oldest);
      const end = countWhile(timestamps, (time) => time <= youngest);
      outcome.outOfBounds += timestamps.length - (end - from);
      if (end <= from) continue;
      outcome.samples += end - from;
      const added = { timestamps: timestamps.subarray(from, end), values: values.subarray(from, end) };
      unlogged += this.#insertInto(this.ref(labels), added, sink);
      if (unlogged < SAMPLES_A_RECORD) continue;
      sink?.end();
      sink?.begin();
      unlogged = 0;
    }
    sink?.end();
    this.#appendedTotal += outcome.samples;
    return outcome;
  }

  /** Returns how many samples it handed to the log. */
  #insertInto(
    series: MemorySeries,
    added: Omit<SeriesSamples, 'labels'>,
    sink: SampleSink | undefined,
  ): number {
    const present = new SampleColumns();
    if ((added.timestamps[0] ?? 0) <= this.#chunks.lastTime(series.row)) {
      this.#chunks.copy(series.row, -Infinity, Infinity, present);
      // The log gets all of it again: reading it, an older sample takes the place of all that are younger.
      this.#sampleCount -= this.#chunks.dropFrom(series.row, -Infinity);
    }
    const { timestamps, values, valueWords, length } = mergeSamples(present, added);
    for (let i = 0; i < length; i++) {
      const time = timestamps[i] ?? 0;
      this.#append(series, time, valueWords, i);
      sink?.sample(series, time, values, i);
    }
    return length;
  }

  /** Takes back a sample that was stored earlier, from the log: no bound applies but the retention, which is the caller's. */
  restore(series: MemorySeries, time: TimestampMs, words: Uint32Array, index: number): void {
    const current = this.#current(series);
    // The log is in the order of storing: where the time goes back in it, the clock was set back.
    if (time <= this.#chunks.lastTime(current.row))
      this.#sampleCount -= this.#chunks.dropFrom(current.row, time);
    this.#append(current, time, words, index);
  }

  /** Writes all samples of a series, for {@link load}. */
  save({ row }: MemorySeries, out: ByteWriter): void {
    this.#chunks.save(row, out);
  }

  /** Takes back all samples of a series, but for those before `oldest`. @throws {RangeError} where they were not saved so */
  load(labels: Labels, from: ByteReader, oldest: TimestampMs): MemorySeries {
    const series = this.ref(labels);
    if (series.row !== 0) throw new RangeError('a series is there twice');
    const row = this.#chunks.allocate();
    const samples = this.#chunks.load(row, from, oldest);
    if (samples === 0) this.#chunks.release(row);
    else this.#enter(series, row);
    this.#sampleCount += samples;
    return series;
  }

  select(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): SeriesSamples[] {
    return this.selectUpTo(matchers, minT, maxT, Infinity) ?? [];
  }

  selectUpTo(
    matchers: readonly Matcher[],
    minT: TimestampMs,
    maxT: TimestampMs,
    most: number,
  ): SeriesSamples[] | undefined {
    // Two arrays for the whole answer, cut into views: one pair for each series would be slow to make and to collect.
    const columns = new SampleColumns();
    const found: { readonly labels: Labels; readonly from: number; readonly end: number }[] = [];
    let before = 0;
    for (const { labels, row } of this.#index.select(matchers)) {
      this.#chunks.copy(row, minT, maxT, columns);
      if (columns.length > most) return undefined;
      if (columns.length > before) found.push({ labels, from: before, end: columns.length });
      before = columns.length;
    }
    const { timestamps, values } = columns;
    return found.map(({ labels, from, end }) => ({
      labels,
      timestamps: timestamps.subarray(from, end),
      values: values.subarray(from, end),
    }));
  }

  *find(
    matchers: readonly (Matcher | ValueMatcher)[],
    minT: TimestampMs,
    maxT: TimestampMs,
  ): Generator<MemorySeries> {
    for (const series of this.#index.select(matchers))
      if (this.#chunks.has(series.row, minT, maxT)) yield series;
  }

  *list(
    matchers: readonly (Matcher | ValueMatcher)[],
    minT: TimestampMs,
    maxT: TimestampMs,
    out: ChunkList,
  ): Generator<MemorySeries> {
    for (const series of this.#index.select(matchers)) {
      const before = out.length;
      this.#chunks.list(series.row, minT, maxT, out);
      if (out.length > before) yield series;
    }
  }

  keep(): () => void {
    return this.#chunks.keep();
  }

  slabsFrom(first: number): readonly SharedArrayBuffer[] {
    return this.#chunks.slabsFrom(first);
  }

  *series(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): Generator<Labels> {
    for (const { labels } of this.find(matchers, minT, maxT)) yield labels;
  }

  /** Each once, in no particular order. */
  labelNames(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): string[] {
    return this.#index.names(matchers, ({ row }) => this.#chunks.has(row, minT, maxT));
  }

  /** Each once, in no particular order. */
  labelValues(name: string, matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): string[] {
    return this.#index.values(name, matchers, ({ row }) => this.#chunks.has(row, minT, maxT));
  }

  labelNameCount(): number {
    return this.#index.nameCount;
  }

  labelValueCount(name: string): number {
    return this.#index.valueCount(name);
  }

  all(): Iterable<MemorySeries> {
    return this.#index.all();
  }

  stats(): StoreStats {
    const stats = {
      seriesCount: this.#index.size,
      sampleCount: this.#sampleCount,
      appendedTotal: this.#appendedTotal,
    };
    let minTime = Infinity;
    let maxTime = -Infinity;
    for (const series of this.#index.all()) {
      minTime = Math.min(minTime, this.#chunks.firstTime(series.row));
      maxTime = Math.max(maxTime, this.#chunks.lastTime(series.row));
    }
    return maxTime === -Infinity ? stats : { ...stats, minTime, maxTime };
  }

  /** Drops what is older than the retention, and series that have nothing left. */
  dropExpired(): void {
    const cutoff = this.#clock.now() - this.#bounds.retentionMs;
    const gone = new Set<MemorySeries>();
    for (const series of this.#byKey.values()) {
      if (series.row !== 0) this.#sampleCount -= this.#chunks.dropBefore(series.row, cutoff);
      if (this.#chunks.isEmpty(series.row)) gone.add(series);
    }
    if (gone.size === 0) return;
    for (const series of gone) {
      if (series.row !== 0) this.#chunks.release(series.row);
      series.row = 0;
      this.#byKey.delete(series.labels.key);
    }
    this.#index.remove(gone);
    this.#interner.retain(Array.from(this.#byKey.values(), (series) => series.labels));
  }

  /** A handle may have outlived its series: then the label set is looked up again. */
  #current(ref: SeriesRef): MemorySeries {
    if (ref instanceof MemorySeries && ref.row !== 0) return ref;
    return this.ref(ref.labels);
  }

  #append(series: MemorySeries, time: TimestampMs, words: Uint32Array, index: number): void {
    if (series.row === 0) this.#enter(series, this.#chunks.allocate());
    this.#chunks.append(series.row, time, words, index);
    this.#sampleCount++;
  }

  #enter(series: MemorySeries, row: number): void {
    series.id = this.#nextId++;
    series.row = row;
    this.#index.add(series);
  }

  #exceeded({
    series,
    length,
    samples = length,
  }: Pick<SampleBatch, 'series' | 'length'> & { readonly samples?: number }): string | undefined {
    const { maxSeries, maxSamples } = this.#bounds;
    const added = new Set<MemorySeries>();
    for (let i = 0; i < length; i++) {
      const ref = series[i];
      const one = ref === undefined ? undefined : this.#current(ref);
      if (one?.row === 0) added.add(one);
    }
    if (added.size > 0 && this.#index.size + added.size > maxSeries) {
      const [first] = added;
      return (
        `the embedded server holds at most ${maxSeries} series, and this scrape brings ${added.size} new ones ` +
        `(the first is of ${first?.labels.get(METRIC_NAME) ?? ''}): look for a label with too many values`
      );
    }
    if (this.#sampleCount + samples <= maxSamples) return undefined;
    this.dropExpired();
    if (this.#sampleCount + samples <= maxSamples) return undefined;
    return `the embedded server holds at most ${maxSamples} samples, and is full: scrape fewer targets, or less often`;
  }
}

/** How many numbers at the beginning fit; they are in order, and those that fit come first. */
function countWhile(sorted: Float64Array, fits: (value: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fits(sorted[middle] ?? 0)) low = middle + 1;
    else high = middle;
  }
  return low;
}
