// What one receiver's queue has done so far, and its metrics on /metrics.
import type { MetricFamily } from '../../exposition/index.ts';
import type { RemoteWriteConfig } from '../config/index.ts';
import { counter, gauge, type FamilyValues } from '../model/metric-family.ts';

/** Why something was not sent. */
export type DropReason = 'too_old' | 'dropped_series' | 'queue_full';

const REASONS: readonly DropReason[] = ['too_old', 'dropped_series', 'queue_full'];
/** Upper bounds in seconds, those of Prometheus. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60, 120, 300];

/** What is counted of samples and of exemplars. */
class KindCounts {
  /** Sent, each time that it was. */
  attempted = 0;
  retried = 0;
  failed = 0;
  readonly dropped: Record<DropReason, number> = { too_old: 0, dropped_series: 0, queue_full: 0 };
}

export class Counts {
  readonly samples = new KindCounts();
  readonly exemplars = new KindCounts();
  readonly metadata = new KindCounts();
  bytes = 0;
  metadataBytes = 0;
  /** In milliseconds; 0 before there is one. */
  highestQueued = 0;
  highestSent = 0;
  #durationCount = 0;
  #durationSum = 0;
  readonly #durations = BUCKETS.map(() => 0);

  /** Takes how long one request took. */
  observe(seconds: number): void {
    this.#durationCount++;
    this.#durationSum += seconds;
    const bucket = BUCKETS.findIndex((bound) => seconds <= bound);
    if (bucket !== -1) this.#durations[bucket] = (this.#durations[bucket] ?? 0) + 1;
  }

  /** Cumulative, with the one of +Inf. */
  histogram(name: string, labels: Readonly<Record<string, string>>): MetricFamily['samples'] {
    let sum = 0;
    const buckets = BUCKETS.map((bound, i) => ({
      name: `${name}_bucket`,
      labels: { ...labels, le: String(bound) },
      value: (sum += this.#durations[i] ?? 0),
    }));
    return [
      ...buckets,
      { name: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: this.#durationCount },
      { name: `${name}_sum`, labels, value: this.#durationSum },
      { name: `${name}_count`, labels, value: this.#durationCount },
    ];
  }
}

/** One queue as /metrics shows it. */
export interface CountedQueue {
  readonly labels: Readonly<Record<string, string>>;
  readonly config: RemoteWriteConfig;
  readonly counts: Counts;
  readonly pendingSamples: number;
  readonly pendingExemplars: number;
}

const PREFIX = 'prometheus_remote_storage_';

/** The metrics of all queues, in Prometheus's names. */
export function remoteFamilies(queues: readonly CountedQueue[]): readonly MetricFamily[] {
  if (queues.length === 0) return [];
  const values = (read: (queue: CountedQueue) => number): FamilyValues =>
    queues.map((queue) => [queue.labels, read(queue)]);
  const dropped = (kind: 'samples' | 'exemplars'): FamilyValues =>
    queues.flatMap(({ labels, counts }) =>
      REASONS.map((reason) => [{ ...labels, reason }, counts[kind].dropped[reason]] as const),
    );
  const kinds = (['samples', 'exemplars', 'metadata'] as const).flatMap((kind) => [
    counter(
      `${PREFIX}${kind}_total`,
      `${capital(kind)} sent to the receiver, repeated attempts included.`,
      values(({ counts }) => counts[kind].attempted),
    ),
    counter(
      `${PREFIX}${kind}_failed_total`,
      `${capital(kind)} that the receiver refused for good, or that were lost at shutdown.`,
      values(({ counts }) => counts[kind].failed),
    ),
    counter(
      `${PREFIX}${kind}_retried_total`,
      `${capital(kind)} that were sent again after an error that passes.`,
      values(({ counts }) => counts[kind].retried),
    ),
  ]);
  const duration = `${PREFIX}sent_batch_duration_seconds`;
  return [
    ...kinds,
    counter(`${PREFIX}samples_dropped_total`, 'Samples that were not sent, by reason.', dropped('samples')),
    counter(
      `${PREFIX}exemplars_dropped_total`,
      'Exemplars that were not sent, by reason.',
      dropped('exemplars'),
    ),
    gauge(
      `${PREFIX}samples_pending`,
      'Samples that wait to be sent.',
      values((queue) => queue.pendingSamples),
    ),
    gauge(
      `${PREFIX}exemplars_pending`,
      'Exemplars that wait to be sent.',
      values((queue) => queue.pendingExemplars),
    ),
    counter(
      `${PREFIX}bytes_total`,
      'Compressed bytes of samples and exemplars that were sent.',
      values(({ counts }) => counts.bytes),
    ),
    counter(
      `${PREFIX}metadata_bytes_total`,
      'Compressed bytes of metadata that were sent.',
      values(({ counts }) => counts.metadataBytes),
    ),
    gauge(
      `${PREFIX}queue_highest_timestamp_seconds`,
      'Time of the newest sample that was queued; 0 before the first.',
      values(({ counts }) => Math.floor(counts.highestQueued / 1000)),
    ),
    gauge(
      `${PREFIX}queue_highest_sent_timestamp_seconds`,
      'Time of the newest sample that was sent; 0 before the first.',
      values(({ counts }) => Math.floor(counts.highestSent / 1000)),
    ),
    gauge(
      `${PREFIX}max_samples_per_send`,
      'Most samples in one request.',
      values(({ config }) => config.queue.maxSamplesPerSend),
    ),
    gauge(
      `${PREFIX}shards`,
      'Senders at work.',
      values(() => 1),
    ),
    {
      name: duration,
      type: 'histogram',
      help: 'Duration of requests to the receiver.',
      unit: '',
      samples: queues.flatMap(({ labels, counts }) => counts.histogram(duration, labels)),
    },
  ];
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
