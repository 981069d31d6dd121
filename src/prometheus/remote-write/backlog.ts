// What one receiver has not got yet: samples and exemplars, up to a bound, with the labels that it gets them under.
import type { RemoteWriteConfig } from '../config/index.ts';
import type { Labels, TimestampMs } from '../model/samples.ts';
import type { SeriesRef } from '../storage/index.ts';
import type { Counts } from './counts.ts';
import type { OutgoingExemplar } from './encode.ts';
import { outgoingLabels } from './outgoing.ts';
import { QueuedSeries, SampleQueue, type Batch } from './queue.ts';
import type { Report } from './report.ts';

/** 40 MB. A lab with 200 series that are scraped every five seconds fills it in 14 hours. */
const MOST_WAITING = 2_000_000;
const MOST_EXEMPLARS = 20_000;

export interface BacklogOptions {
  readonly externalLabels: Readonly<Record<string, string>>;
  /** The time of samples. */
  readonly now: () => TimestampMs;
  /** @default 2,000,000 */
  readonly mostWaiting?: number;
}

type WaitingExemplar = OutgoingExemplar & {
  /** How many samples were queued before it: it is sent behind them, since its own is one of them. */
  readonly after: number;
};

export class Backlog {
  /** How many samples wait at most. */
  readonly mostWaiting: number;
  readonly #config: RemoteWriteConfig;
  readonly #options: BacklogOptions;
  readonly #counts: Counts;
  readonly #report: Report;
  readonly #queue: SampleQueue;
  readonly #exemplars: WaitingExemplar[] = [];
  /** What became of each series; nothing where a rule drops it. */
  readonly #series = new WeakMap<SeriesRef, { readonly queued: QueuedSeries | undefined }>();
  #queuedTotal = 0;

  constructor(config: RemoteWriteConfig, options: BacklogOptions, counts: Counts, report: Report) {
    this.#config = config;
    this.#options = options;
    this.#counts = counts;
    this.#report = report;
    this.mostWaiting = options.mostWaiting ?? MOST_WAITING;
    this.#queue = new SampleQueue(this.mostWaiting);
  }

  /** How many samples wait. */
  get samples(): number {
    return this.#queue.length;
  }

  /** How many exemplars wait. */
  get exemplars(): number {
    return this.#exemplars.length;
  }

  /** Samples from before this time are not sent. */
  oldest(): TimestampMs {
    const { sampleAgeLimitMs } = this.#config.queue;
    return sampleAgeLimitMs === 0 ? -Infinity : this.#options.now() - sampleAgeLimitMs;
  }

  /** Takes one sample that was stored. */
  add(ref: SeriesRef, timestampMs: TimestampMs, words: Uint32Array, index: number): void {
    const { samples } = this.#counts;
    if (this.#isTooOld(timestampMs)) {
      samples.dropped.too_old++;
      return;
    }
    const series = this.#seriesOf(ref);
    if (series === undefined) {
      samples.dropped.dropped_series++;
      return;
    }
    this.#queuedTotal++;
    this.#counts.highestQueued = Math.max(this.#counts.highestQueued, timestampMs);
    if (!this.#queue.push(series, timestampMs, words, index)) return;
    samples.dropped.queue_full++;
    this.#report.full(this.mostWaiting);
  }

  /** Takes one exemplar that was stored. */
  addExemplar(ref: SeriesRef, labels: Labels, value: number, timestampMs: TimestampMs): void {
    if (!this.#config.sendExemplars) return;
    const { dropped } = this.#counts.exemplars;
    const series = this.#seriesOf(ref);
    if (this.#isTooOld(timestampMs)) dropped.too_old++;
    else if (series === undefined) dropped.dropped_series++;
    else {
      this.#exemplars.push({ series, labels, value, timestampMs, after: this.#queuedTotal });
      if (this.#exemplars.length <= MOST_EXEMPLARS) return;
      this.#exemplars.splice(0, MOST_EXEMPLARS / 10);
      dropped.queue_full += MOST_EXEMPLARS / 10;
    }
  }

  /** Takes out the samples of one request. */
  takeSamples(most: number, mostBytes: number): Batch {
    return this.#queue.take(most, mostBytes);
  }

  /** Takes out the exemplars of one request: those whose samples are on their way. */
  takeExemplars(most: number): readonly OutgoingExemplar[] {
    const left = this.#queuedTotal - this.#queue.length;
    const ready = this.#exemplars.findIndex(({ after }) => after > left);
    return this.#exemplars.splice(0, Math.min(most, ready === -1 ? most : ready));
  }

  clear(): void {
    this.#queue.clear();
    this.#exemplars.length = 0;
  }

  #seriesOf(ref: SeriesRef): QueuedSeries | undefined {
    let known = this.#series.get(ref);
    if (known === undefined) {
      const labels = outgoingLabels(ref.labels, this.#options.externalLabels, this.#config.writeRelabelRules);
      known = { queued: labels === undefined ? undefined : new QueuedSeries(labels) };
      this.#series.set(ref, known);
    }
    return known.queued;
  }

  #isTooOld(timestampMs: TimestampMs): boolean {
    return timestampMs < this.oldest();
  }
}
