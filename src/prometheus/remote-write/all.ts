// All receivers of the configuration: each gets what is stored, from the moment on when it is configured.
import { createHash } from 'node:crypto';
import { postOverHttp, type Post } from '../client/post.ts';
import { remoteWriteKey, type Config } from '../config/index.ts';
import { systemClock } from '../model/clock.ts';
import { counter, gauge, type MetricSource } from '../model/metric-family.ts';
import type { Clock, Labels, TimestampMs } from '../model/samples.ts';
import { wordsOf, type SampleFollower, type SampleStore, type SeriesRef } from '../storage/index.ts';
import { remoteFamilies } from './counts.ts';
import type { OutgoingMetadata } from './encode.ts';
import { Endpoint } from './endpoint.ts';
import { metadataOf } from './metadata.ts';

/** How long waiting samples are sent when the server stops: the lab must exit soon. */
const FLUSH_AT_END_MS = 700;
/** What waits for a receiver that the configuration has no more. */
const FLUSH_AT_RELOAD_MS = 10_000;

export interface RemoteWriteOptions {
  readonly store: Pick<SampleStore, 'follow'>;
  /** The time of samples. */
  readonly now: () => TimestampMs;
  readonly userAgent: string;
  readonly log: (line: string) => void;
  /** What is scraped now, with what the targets say of their metrics. */
  readonly targets: () => Parameters<typeof metadataOf>[0];
  /** For waiting: receivers live by the system's. @default the system's */
  readonly clock?: Clock;
  /** @default over HTTP */
  readonly post?: Post;
}

const NO_VALUES = new Float64Array();

export class RemoteWrite implements SampleFollower {
  readonly #options: RemoteWriteOptions;
  #endpoints = new Map<string, Endpoint>();
  /** Those that the configuration has no more, until they have ended. */
  #ending: Promise<unknown> = Promise.resolve();
  #values: Float64Array = NO_VALUES;
  #words: Uint32Array = wordsOf(NO_VALUES);
  #samplesIn = 0;
  #exemplarsIn = 0;
  #highest = 0;

  constructor(options: RemoteWriteOptions) {
    this.#options = options;
  }

  /**
   * Brings the receivers in line with a configuration. One that has not changed keeps its queue; the others send what
   * they have before their successors begin.
   */
  applyConfig({ global, remoteWrites }: Config): void {
    const { store, now, userAgent, log, targets, clock = systemClock, post = postOverHttp } = this.#options;
    const metadata = (): readonly OutgoingMetadata[] => metadataOf(targets());
    const { externalLabels } = global;
    const before = this.#endpoints;
    const keyed = remoteWrites.map((config) => {
      const key = `${remoteWriteKey(config)}${JSON.stringify(externalLabels)}`;
      return { key, config };
    });
    const kept = new Set(keyed.map(({ key }) => key));
    const gone = [...before].filter(([key]) => !kept.has(key)).map(([, endpoint]) => endpoint);
    this.#ending = Promise.all([this.#ending, ...gone.map((endpoint) => endpoint.stop(FLUSH_AT_RELOAD_MS))]);
    const options = { externalLabels, now, userAgent, log, metadata, clock, post };
    this.#endpoints = new Map(
      keyed.map(({ key, config }) => {
        const fallbackName = createHash('md5').update(key).digest('hex').slice(0, 6);
        return [key, before.get(key) ?? new Endpoint(config, { ...options, fallbackName }, this.#ending)];
      }),
    );
    store.follow(this.#endpoints.size === 0 ? undefined : this);
  }

  begin(): void {
    // The next batch may have grown its columns.
    this.#values = NO_VALUES;
  }

  sample(series: SeriesRef, time: TimestampMs, values: Float64Array, index: number): void {
    if (values !== this.#values) {
      this.#values = values;
      this.#words = wordsOf(values);
    }
    this.#samplesIn++;
    this.#highest = Math.max(this.#highest, time);
    for (const endpoint of this.#endpoints.values()) endpoint.add(series, time, this.#words, index);
  }

  end(): void {
    for (const endpoint of this.#endpoints.values()) endpoint.endOfBatch();
  }

  /** Takes an exemplar that was stored, after the sample that it belongs to. */
  exemplar(series: SeriesRef, labels: Labels, value: number, timestampMs: TimestampMs): void {
    this.#exemplarsIn++;
    for (const endpoint of this.#endpoints.values()) endpoint.addExemplar(series, labels, value, timestampMs);
  }

  readonly families: MetricSource = () => {
    const queues = Array.from(this.#endpoints.values(), (endpoint) => endpoint.counted());
    if (queues.length === 0) return [];
    return [
      counter('prometheus_remote_storage_samples_in_total', 'Samples that were stored.', this.#samplesIn),
      counter(
        'prometheus_remote_storage_exemplars_in_total',
        'Exemplars that were stored.',
        this.#exemplarsIn,
      ),
      gauge(
        'prometheus_remote_storage_highest_timestamp_in_seconds',
        'Time of the newest sample that was stored; 0 before the first.',
        Math.floor(this.#highest / 1000),
      ),
      ...remoteFamilies(queues),
    ];
  };

  /** Sends what waits, for a moment, and ends. */
  async stop(): Promise<void> {
    this.#options.store.follow(undefined);
    await Promise.all(Array.from(this.#endpoints.values(), (endpoint) => endpoint.stop(FLUSH_AT_END_MS)));
    this.#endpoints.clear();
  }
}
