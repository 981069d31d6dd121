// One receiver: the queue of what it has not got yet, and the loop that sends it, one request after the other.
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Post } from '../client/post.ts';
import { redactedUrl, type RemoteWriteConfig } from '../config/index.ts';
import type { Clock, Labels, TimestampMs } from '../model/samples.ts';
import type { SeriesRef } from '../storage/index.ts';
import { Counts, type CountedQueue } from './counts.ts';
import { deliver, pause, type DeliveryOptions } from './delivery.ts';
import { encodeMetadata, encodeSamples, type OutgoingExemplar, type OutgoingMetadata } from './encode.ts';
import { outgoingLabels } from './outgoing.ts';
import { QueuedSeries, SampleQueue, withoutOlder, type Batch } from './queue.ts';
import { Report } from './report.ts';

/** 40 MB. A lab with 200 series that are scraped every five seconds fills it in 14 hours. */
const MOST_WAITING = 2_000_000;
const MOST_EXEMPLARS = 20_000;
/** To make a request takes the server's thread a few milliseconds, whatever the configuration says. */
const MOST_PER_REQUEST = 10_000;
const MOST_REQUEST_BYTES = 2 ** 20;
/** So often at most, even with a deadline of nothing. */
const LEAST_WAIT_MS = 10;

export interface EndpointOptions {
  readonly externalLabels: Readonly<Record<string, string>>;
  /** Tells endpoints without a name apart. */
  readonly fallbackName: string;
  readonly userAgent: string;
  /** The time of samples. */
  readonly now: () => TimestampMs;
  /** For waiting. */
  readonly clock: Clock;
  readonly post: Post;
  readonly log: (line: string) => void;
  readonly metadata: () => readonly OutgoingMetadata[];
  /** @default 2,000,000 */
  readonly mostWaiting?: number;
}

type WaitingExemplar = OutgoingExemplar & {
  /** How many samples were queued before it: it is sent behind them, since its own is one of them. */
  readonly after: number;
};

export class Endpoint {
  readonly #config: RemoteWriteConfig;
  readonly #options: EndpointOptions;
  readonly #mostWaiting: number;
  readonly #queue: SampleQueue;
  readonly #exemplars: WaitingExemplar[] = [];
  /** What became of each series; nothing where a rule drops it. */
  readonly #series = new WeakMap<SeriesRef, { readonly queued: QueuedSeries | undefined }>();
  readonly #counts = new Counts();
  readonly #report: Report;
  readonly #stopping = new AbortController();
  readonly #killed = new AbortController();
  readonly #delivery: DeliveryOptions;
  readonly #ended: Promise<void>;
  #queuedTotal = 0;
  #underWay = { samples: 0, exemplars: 0 };
  #wake: (() => void) | undefined;
  #hasGivenUp = false;
  /** Samples that were on their way when it gave up. */
  #lost = 0;

  /** @param before nothing is sent before it resolves */
  constructor(config: RemoteWriteConfig, options: EndpointOptions, before: Promise<unknown>) {
    this.#config = config;
    this.#options = options;
    this.#mostWaiting = options.mostWaiting ?? MOST_WAITING;
    this.#queue = new SampleQueue(this.#mostWaiting);
    this.#report = new Report(config, options.log);
    const { userAgent, clock, post } = options;
    const [stopping, killed] = [this.#stopping.signal, this.#killed.signal];
    this.#delivery = { config, userAgent, clock, post, stopping, killed };
    this.#ended = this.#run(before);
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
    this.#report.full(this.#mostWaiting);
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

  /** What was added belongs together, and no more of it comes. */
  endOfBatch(): void {
    if (this.#queue.length >= this.#config.queue.maxSamplesPerSend) this.#wake?.();
  }

  counted(): CountedQueue {
    const { name, url } = this.#config;
    return {
      labels: { remote_name: name === '' ? this.#options.fallbackName : name, url: redactedUrl(url) },
      config: this.#config,
      counts: this.#counts,
      pendingSamples: this.#queue.length + this.#underWay.samples,
      pendingExemplars: this.#exemplars.length + this.#underWay.exemplars,
    };
  }

  /** Sends what waits, for at most so long, and not longer than until the first failure. Safe to call twice. */
  async stop(flushMs: number): Promise<void> {
    this.#stopping.abort();
    this.#wake?.();
    const cancel = this.#options.clock.after(flushMs, () => this.#killed.abort());
    await this.#ended;
    cancel();
    const { length } = this.#queue;
    this.#counts.samples.failed += length;
    this.#counts.exemplars.failed += this.#exemplars.length;
    this.#queue.clear();
    this.#exemplars.length = 0;
    this.#report.lost(length + this.#lost);
    this.#lost = 0;
  }

  async #run(before: Promise<unknown>): Promise<void> {
    await Promise.race([before, once(this.#killed.signal, 'abort')]);
    await Promise.all([this.#sendAll(), this.#config.metadata.send ? this.#sendMetadata() : undefined]);
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      await this.#untilDue();
      if (this.#killed.signal.aborted || this.#hasGivenUp) return;
      if (this.#queue.length === 0 && this.#exemplars.length === 0) {
        if (this.#stopping.signal.aborted) return;
        continue;
      }
      await this.#sendBatch();
      // A scrape or a request comes between two batches.
      await nextTurn();
    }
  }

  /** A batch is due when it is full, when the deadline has passed, and at the end. */
  #untilDue(): Promise<void> {
    const { maxSamplesPerSend, batchSendDeadlineMs } = this.#config.queue;
    if (this.#queue.length >= maxSamplesPerSend || this.#stopping.signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const due = (): void => {
        cancel();
        this.#wake = undefined;
        resolve();
      };
      const cancel = this.#options.clock.after(Math.max(batchSendDeadlineMs, LEAST_WAIT_MS), due);
      this.#wake = due;
    });
  }

  async #sendBatch(): Promise<void> {
    const most = Math.min(this.#config.queue.maxSamplesPerSend, MOST_PER_REQUEST);
    let batch: Batch = this.#queue.take(most, MOST_REQUEST_BYTES);
    const exemplars = this.#takeExemplars(Math.max(1, Math.floor(most / 10)));
    const counts = this.#counts;
    let body: Uint8Array | undefined;
    const count = (what: 'attempted' | 'retried' | 'failed'): void => {
      counts.samples[what] += batch.series.length;
      counts.exemplars[what] += exemplars.length;
    };
    this.#underWay = { samples: batch.series.length, exemplars: exemplars.length };
    const delivered = await deliver(this.#delivery, {
      body: () => {
        const fresh = withoutOlder(batch, this.#oldest());
        counts.samples.dropped.too_old += batch.series.length - fresh.series.length;
        if (fresh !== batch) body = undefined;
        batch = fresh;
        if (batch.series.length === 0 && exemplars.length === 0) return undefined;
        count('attempted');
        return (body ??= encodeSamples(batch, exemplars));
      },
      onAttempt: (seconds) => counts.observe(seconds),
      onRetry: (message) => {
        count('retried');
        this.#report.failing(message, this.#mostWaiting);
      },
    });
    this.#underWay = { samples: 0, exemplars: 0 };
    if (delivered.status === 'expired') return;
    if (delivered.status === 'accepted') {
      counts.bytes += body?.length ?? 0;
      counts.highestSent = batch.timestamps.reduce((a, b) => Math.max(a, b), counts.highestSent);
      this.#report.accepted(this.#queue.length);
      return;
    }
    count('failed');
    if (delivered.status === 'refused') this.#report.refused(delivered.message, batch.series.length);
    else {
      this.#hasGivenUp = true;
      this.#lost = batch.series.length;
    }
  }

  /** Those whose samples are on their way. */
  #takeExemplars(most: number): WaitingExemplar[] {
    const left = this.#queuedTotal - this.#queue.length;
    const ready = this.#exemplars.findIndex(({ after }) => after > left);
    return this.#exemplars.splice(0, Math.min(most, ready === -1 ? most : ready));
  }

  async #sendMetadata(): Promise<void> {
    const { sendIntervalMs, maxSamplesPerSend } = this.#config.metadata;
    const { clock, metadata } = this.#options;
    const stopping = this.#stopping.signal;
    while (!stopping.aborted) {
      await pause(clock, sendIntervalMs, stopping);
      const all = stopping.aborted ? [] : metadata();
      const step = Math.min(maxSamplesPerSend, MOST_PER_REQUEST);
      for (let from = 0; from < all.length && !stopping.aborted; from += step)
        await this.#sendSomeMetadata(all.slice(from, from + step));
    }
  }

  async #sendSomeMetadata(some: readonly OutgoingMetadata[]): Promise<void> {
    const body = encodeMetadata(some);
    const { metadata } = this.#counts;
    const delivered = await deliver(this.#delivery, {
      body: () => body,
      onAttempt: (seconds) => this.#counts.observe(seconds),
      onRetry: (message) => {
        metadata.retried += some.length;
        this.#report.failing(message, this.#mostWaiting);
      },
    });
    if (delivered.status === 'accepted') {
      metadata.attempted += some.length;
      this.#counts.metadataBytes += body.length;
      return;
    }
    metadata.failed += some.length;
    if (delivered.status === 'refused') this.#report.refusedMetadata(delivered.message);
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

  #oldest(): TimestampMs {
    const { sampleAgeLimitMs } = this.#config.queue;
    return sampleAgeLimitMs === 0 ? -Infinity : this.#options.now() - sampleAgeLimitMs;
  }

  #isTooOld(timestampMs: TimestampMs): boolean {
    return timestampMs < this.#oldest();
  }
}
