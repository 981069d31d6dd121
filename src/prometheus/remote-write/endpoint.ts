// One receiver: the loop that sends what it has not got yet, one request after the other.
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Post } from '../client/post.ts';
import { redactedUrl, type RemoteWriteConfig } from '../config/index.ts';
import type { Clock, Labels, TimestampMs } from '../model/samples.ts';
import type { SeriesRef } from '../storage/index.ts';
import { Backlog, type BacklogOptions } from './backlog.ts';
import { Counts, type CountedQueue } from './counts.ts';
import { deliver, type DeliveryOptions } from './delivery.ts';
import { encodeSamples, type OutgoingMetadata } from './encode.ts';
import { sendMetadata } from './metadata-loop.ts';
import { withoutOlder } from './queue.ts';
import { Report } from './report.ts';

/** To make a request takes the server's thread a few milliseconds, whatever the configuration says. */
const MOST_PER_REQUEST = 10_000;
const MOST_REQUEST_BYTES = 2 ** 20;
/** So often at most, even with a deadline of nothing. */
const LEAST_WAIT_MS = 10;

export interface EndpointOptions extends BacklogOptions {
  /** Tells endpoints without a name apart. */
  readonly fallbackName: string;
  readonly userAgent: string;
  /** For waiting. */
  readonly clock: Clock;
  readonly post: Post;
  readonly log: (line: string) => void;
  readonly metadata: () => readonly OutgoingMetadata[];
}

export class Endpoint {
  readonly #config: RemoteWriteConfig;
  readonly #options: EndpointOptions;
  readonly #backlog: Backlog;
  readonly #counts = new Counts();
  readonly #report: Report;
  readonly #stopping = new AbortController();
  readonly #killed = new AbortController();
  readonly #delivery: DeliveryOptions;
  readonly #ended: Promise<void>;
  #underWay = { samples: 0, exemplars: 0 };
  #wake: (() => void) | undefined;
  #hasGivenUp = false;
  /** Samples that were on their way when it gave up. */
  #lost = 0;

  /** @param before nothing is sent before it resolves */
  constructor(config: RemoteWriteConfig, options: EndpointOptions, before: Promise<unknown>) {
    this.#config = config;
    this.#options = options;
    this.#report = new Report(config, options.log);
    this.#backlog = new Backlog(config, options, this.#counts, this.#report);
    const { userAgent, clock, post } = options;
    const [stopping, killed] = [this.#stopping.signal, this.#killed.signal];
    this.#delivery = { config, userAgent, clock, post, stopping, killed };
    this.#ended = this.#run(before);
  }

  /** Takes one sample that was stored. */
  add(ref: SeriesRef, timestampMs: TimestampMs, words: Uint32Array, index: number): void {
    this.#backlog.add(ref, timestampMs, words, index);
  }

  /** Takes one exemplar that was stored. */
  addExemplar(ref: SeriesRef, labels: Labels, value: number, timestampMs: TimestampMs): void {
    this.#backlog.addExemplar(ref, labels, value, timestampMs);
  }

  /** What was added belongs together, and no more of it comes. */
  endOfBatch(): void {
    if (this.#backlog.samples >= this.#config.queue.maxSamplesPerSend) this.#wake?.();
  }

  counted(): CountedQueue {
    const { name, url } = this.#config;
    return {
      labels: { remote_name: name === '' ? this.#options.fallbackName : name, url: redactedUrl(url) },
      config: this.#config,
      counts: this.#counts,
      pendingSamples: this.#backlog.samples + this.#underWay.samples,
      pendingExemplars: this.#backlog.exemplars + this.#underWay.exemplars,
    };
  }

  /** Sends what waits, for at most so long, and not longer than until the first failure. Safe to call twice. */
  async stop(flushMs: number): Promise<void> {
    this.#stopping.abort();
    this.#wake?.();
    const cancel = this.#options.clock.after(flushMs, () => this.#killed.abort());
    await this.#ended;
    cancel();
    const { samples, exemplars } = this.#backlog;
    this.#counts.samples.failed += samples;
    this.#counts.exemplars.failed += exemplars;
    this.#backlog.clear();
    this.#report.lost(samples + this.#lost);
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
      if (this.#backlog.samples === 0 && this.#backlog.exemplars === 0) {
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
    if (this.#backlog.samples >= maxSamplesPerSend || this.#stopping.signal.aborted) return Promise.resolve();
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
    let batch = this.#backlog.takeSamples(most, MOST_REQUEST_BYTES);
    const exemplars = this.#backlog.takeExemplars(Math.max(1, Math.floor(most / 10)));
    const counts = this.#counts;
    let body: Uint8Array | undefined;
    const count = (what: 'attempted' | 'retried' | 'failed'): void => {
      counts.samples[what] += batch.series.length;
      counts.exemplars[what] += exemplars.length;
    };
    this.#underWay = { samples: batch.series.length, exemplars: exemplars.length };
    const delivered = await deliver(this.#delivery, {
      body: () => {
        const fresh = withoutOlder(batch, this.#backlog.oldest());
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
        this.#report.failing(message, this.#backlog.mostWaiting);
      },
    });
    this.#underWay = { samples: 0, exemplars: 0 };
    if (delivered.status === 'expired') return;
    if (delivered.status === 'accepted') {
      counts.bytes += body?.length ?? 0;
      counts.highestSent = batch.timestamps.reduce((a, b) => Math.max(a, b), counts.highestSent);
      this.#report.accepted(this.#backlog.samples);
      return;
    }
    count('failed');
    if (delivered.status === 'refused') this.#report.refused(delivered.message, batch.series.length);
    else {
      this.#hasGivenUp = true;
      this.#lost = batch.series.length;
    }
  }

  #sendMetadata(): Promise<void> {
    return sendMetadata({
      delivery: this.#delivery,
      metadata: this.#options.metadata,
      mostPerRequest: MOST_PER_REQUEST,
      counts: this.#counts,
      report: this.#report,
      mostWaiting: this.#backlog.mostWaiting,
    });
  }
}
