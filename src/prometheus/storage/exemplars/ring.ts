// The exemplars in memory: so many of all series together, and each new one takes the place of the oldest.
import { compileMatcher } from '../../model/matcher.ts';
import { counter, gauge, type MetricSource } from '../../model/metric-family.ts';
import type { Labels, Matcher, TimestampMs, ValueMatcher } from '../../model/samples.ts';
import type { SeriesRef } from '../model/store.ts';
import type { Exemplar, ExemplarIndex, ExemplarSeries } from './model.ts';

interface Entry {
  readonly exemplar: Exemplar;
  readonly series: SeriesEntry;
  /** The next one of the same series. */
  next: Entry | undefined;
}

/** It has at least one while it is in the index. */
interface SeriesEntry {
  readonly labels: Labels;
  oldest: Entry | undefined;
  newest: Entry | undefined;
}

export interface ExemplarRingOptions {
  /** Told of each exemplar that is stored. @default nothing */
  readonly onStored?: (series: SeriesRef, exemplar: Exemplar) => void;
}

export class ExemplarRing implements ExemplarIndex {
  readonly #onStored: (series: SeriesRef, exemplar: Exemplar) => void;
  readonly #series = new Map<string, SeriesEntry>();
  /** In the order of storing, from {@link #next} on where it is full. */
  #entries: Entry[] = [];
  #next = 0;
  #most = 0;
  #appendedTotal = 0;
  #outOfOrderTotal = 0;

  /** It keeps nothing before {@link resize}. */
  constructor({ onStored = () => undefined }: ExemplarRingOptions = {}) {
    this.#onStored = onStored;
  }

  /** Sets how many are kept; of more, the oldest go. */
  resize(most: number): void {
    if (most === this.#most) return;
    const inOrder = [...this.#entries.slice(this.#next), ...this.#entries.slice(0, this.#next)];
    for (const entry of inOrder.splice(0, Math.max(0, inOrder.length - most))) this.#remove(entry);
    this.#entries = inOrder;
    this.#next = inOrder.length === most ? 0 : inOrder.length;
    this.#most = most;
  }

  /**
   * Stores one, by the rules of Prometheus (tsdb/exemplar.go): the newest of its series again is no news, and one that is
   * older than that is out of order.
   */
  add(ref: SeriesRef, exemplar: Exemplar): void {
    if (this.#most === 0) return;
    const known = this.#series.get(ref.labels.key);
    const newest = known?.newest?.exemplar;
    if (newest !== undefined) {
      if (isSame(newest, exemplar)) return;
      if (isBefore(exemplar, newest)) {
        this.#outOfOrderTotal++;
        return;
      }
    }
    if (this.#entries.length === this.#most) this.#remove(this.#entries[this.#next]);
    this.#enter(ref.labels, exemplar);
    this.#next = (this.#next + 1) % this.#most;
    this.#appendedTotal++;
    this.#onStored(ref, exemplar);
  }

  *exemplars(
    sets: readonly (readonly (Matcher | ValueMatcher)[])[],
    startMs: TimestampMs,
    endMs: TimestampMs,
  ): Generator<ExemplarSeries> {
    const compiled = sets.map((matchers) =>
      matchers.map((matcher) => ({ name: matcher.name, fits: compileMatcher(matcher) })),
    );
    for (const { labels, oldest, newest } of this.#series.values()) {
      if (oldest === undefined || oldest.exemplar.timestampMs > endMs) continue;
      if (newest === undefined || newest.exemplar.timestampMs < startMs) continue;
      if (!compiled.some((matchers) => matchers.every(({ name, fits }) => fits(labels.get(name))))) continue;
      const exemplars: Exemplar[] = [];
      for (let entry: Entry | undefined = oldest; entry !== undefined; entry = entry.next) {
        const { timestampMs } = entry.exemplar;
        if (timestampMs >= startMs && timestampMs <= endMs) exemplars.push(entry.exemplar);
      }
      if (exemplars.length > 0) yield { labels, exemplars };
    }
  }

  readonly families: MetricSource = () => {
    const prefix = 'prometheus_tsdb_exemplar_';
    const oldest = this.#entries[this.#entries.length < this.#most ? 0 : this.#next];
    return [
      counter(`${prefix}exemplars_appended_total`, 'Exemplars that were stored.', this.#appendedTotal),
      gauge(`${prefix}exemplars_in_storage`, 'Exemplars that are stored now.', this.#entries.length),
      gauge(
        `${prefix}series_with_exemplars_in_storage`,
        'Series that have exemplars now.',
        this.#series.size,
      ),
      gauge(
        `${prefix}last_exemplars_timestamp_seconds`,
        'Time of the exemplar that was stored first of those that are stored now.',
        (oldest?.exemplar.timestampMs ?? 0) / 1000,
      ),
      counter(
        `${prefix}out_of_order_exemplars_total`,
        'Exemplars that were older than the newest one of their series.',
        this.#outOfOrderTotal,
      ),
      gauge(`${prefix}max_exemplars`, 'Most exemplars that can be stored.', this.#most),
    ];
  };

  #enter(labels: Labels, exemplar: Exemplar): void {
    // One that was removed just now may have been the only one.
    const series = this.#series.get(labels.key) ?? { labels, oldest: undefined, newest: undefined };
    const entry: Entry = { exemplar, series, next: undefined };
    if (series.newest === undefined) series.oldest = entry;
    else series.newest.next = entry;
    series.newest = entry;
    this.#series.set(labels.key, series);
    this.#entries[this.#next] = entry;
  }

  /** The one that was stored first is the oldest of its series: none comes out of order. */
  #remove(entry: Entry | undefined): void {
    if (entry === undefined) return;
    const { series } = entry;
    if (entry.next === undefined) this.#series.delete(series.labels.key);
    else series.oldest = entry.next;
  }
}

/** An exemplar without a timestamp is the same one at each scrape. */
function isSame(a: Exemplar, b: Exemplar): boolean {
  if ((a.hasOwnTime || b.hasOwnTime) && a.timestampMs !== b.timestampMs) return false;
  return a.value === b.value && a.labels.key === b.labels.key;
}

/** At the same time the values decide, and then the labels, in any order that stays the same. */
function isBefore(a: Exemplar, b: Exemplar): boolean {
  if (a.timestampMs !== b.timestampMs) return a.timestampMs < b.timestampMs;
  return a.value < b.value || (a.value === b.value && a.labels.key < b.labels.key);
}
