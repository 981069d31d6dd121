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
} from '../model.ts';
import { Arena } from './arena.ts';
import { Interner } from './interner.ts';
import { LabelIndex } from './label-index.ts';
import { MemorySeries, type SampleRange } from './memory-series.ts';
import type { CommitOutcome, SampleBatch, SeriesRef, StoreStats } from './model.ts';

/** Prometheus refuses samples further ahead than this. */
const MAX_AHEAD_MS = 600_000;
/** A clock that is set right goes back by less than this; a series that is further ahead is from a clock set back. */
const MAX_DRIFT_MS = 1_000;

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
  readonly #arena = new Arena();
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
    const series = new MemorySeries(this.#interner.labels(labels), this.#arena);
    this.#byKey.set(series.labels.key, series);
    return series;
  }

  /** Stores a batch, or nothing where a bound would be passed. The reports of scrapes (`up`) always have room. */
  commit(batch: SampleBatch, sink: SampleSink | undefined, isReport = false): CommitOutcome {
    const series = batch.series.slice(0, batch.length).map((ref) => this.#current(ref));
    const message = isReport ? undefined : this.#exceeded(series, batch.length);
    if (message !== undefined) return { status: 'full', message };
    const now = this.#clock.now();
    const outcome = { status: 'stored' as const, outOfOrder: 0, duplicates: 0, outOfBounds: 0 };
    sink?.begin();
    for (const [i, one] of series.entries()) {
      // The end of a series that has no sample (any more) is no news.
      if (one.id === 0 && isStaleAt(batch.values, i)) continue;
      const time = batch.timestamps[i] ?? NaN;
      if (!(time >= now - this.#bounds.retentionMs && time <= now + MAX_AHEAD_MS)) {
        outcome.outOfBounds++;
        continue;
      }
      // Without this nothing would be stored, `up` included, until the clock is again where it was.
      if (time <= now && one.lastTime > now + MAX_DRIFT_MS) this.#sampleCount -= one.dropFrom(time);
      switch (this.#append(one, time, batch.values, i)) {
        case 'stored':
          this.#appendedTotal++;
          sink?.sample(one, time, batch.values, i);
          break;
        case 'out-of-order':
          outcome.outOfOrder++;
          break;
        case 'duplicate':
          outcome.duplicates++;
          break;
        case 'repeated':
          break;
      }
    }
    sink?.end();
    return outcome;
  }

  /** Takes back a sample that was stored earlier, from the log: no bound applies but the retention. */
  restore(series: MemorySeries, time: TimestampMs, values: Float64Array, index: number): void {
    if (time < this.#clock.now() - this.#bounds.retentionMs) return;
    const current = this.#current(series);
    // The log is in the order of storing: where the time goes back in it, the clock was set back.
    if (time <= current.lastTime) this.#sampleCount -= current.dropFrom(time);
    this.#append(current, time, values, index);
  }

  select(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): SeriesSamples[] {
    const ranges: SampleRange[] = [];
    let total = 0;
    for (const series of this.#index.select(matchers)) {
      const range = series.range(minT, maxT);
      if (range === undefined) continue;
      ranges.push(range);
      total += range.length;
    }
    // Two arrays for the whole answer, cut into views: one pair for each series would be slow to make and to collect.
    const timestamps = new Float64Array(total);
    const values = new Float64Array(total);
    let at = 0;
    return ranges.map((range) => {
      range.series.read(range, timestamps, values, at);
      const end = at + range.length;
      const samples = {
        labels: range.series.labels,
        timestamps: timestamps.subarray(at, end),
        values: values.subarray(at, end),
      };
      at = end;
      return samples;
    });
  }

  /**
   * What {@link MemoryStore.select} would copy, series by series. Between two of them samples may be stored or dropped:
   * a range has to be read before the next one is asked for, and before anything else happens.
   */
  *ranges(
    matchers: readonly (Matcher | ValueMatcher)[],
    minT: TimestampMs,
    maxT: TimestampMs,
  ): Generator<SampleRange> {
    for (const series of this.#index.select(matchers)) {
      const range = series.range(minT, maxT);
      if (range !== undefined) yield range;
    }
  }

  *series(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): Generator<Labels> {
    for (const series of this.#index.select(matchers)) {
      if (series.range(minT, maxT) !== undefined) yield series.labels;
    }
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
      minTime = Math.min(minTime, series.firstTime);
      maxTime = Math.max(maxTime, series.lastTime);
    }
    return maxTime === -Infinity ? stats : { ...stats, minTime, maxTime };
  }

  /** Drops what is older than the retention, and series that have nothing left. */
  dropExpired(): void {
    const cutoff = this.#clock.now() - this.#bounds.retentionMs;
    const gone = new Set<MemorySeries>();
    for (const series of this.#byKey.values()) {
      this.#sampleCount -= series.dropBefore(cutoff);
      if (series.isEmpty) gone.add(series);
    }
    if (gone.size === 0) return;
    for (const series of gone) {
      series.id = 0;
      this.#byKey.delete(series.labels.key);
    }
    this.#index.remove(gone);
    this.#interner.retain(Array.from(this.#byKey.values(), (series) => series.labels));
  }

  /** A handle may have outlived its series: then the label set is looked up again. */
  #current(ref: SeriesRef): MemorySeries {
    if (ref instanceof MemorySeries && ref.id !== 0) return ref;
    return this.ref(ref.labels);
  }

  #append(series: MemorySeries, time: TimestampMs, values: Float64Array, index: number) {
    const outcome = series.append(time, values, index);
    if (outcome === 'stored') {
      this.#sampleCount++;
      if (series.id === 0) {
        series.id = this.#nextId++;
        this.#index.add(series);
      }
    }
    return outcome;
  }

  #exceeded(series: readonly MemorySeries[], length: number): string | undefined {
    const { maxSeries, maxSamples } = this.#bounds;
    const added = new Set(series.filter(({ id }) => id === 0)).size;
    if (added > 0 && this.#index.size + added > maxSeries) {
      const name = series.find(({ id }) => id === 0)?.labels.get(METRIC_NAME) ?? '';
      return (
        `the embedded server holds at most ${maxSeries} series, and this scrape brings ${added} new ones ` +
        `(the first is of ${name}): look for a label with too many values`
      );
    }
    if (this.#sampleCount + length <= maxSamples) return undefined;
    this.dropExpired();
    if (this.#sampleCount + length <= maxSamples) return undefined;
    return `the embedded server holds at most ${maxSamples} samples, and is full: scrape fewer targets, or less often`;
  }
}
