// prometheus_notifications_*: names, help and labels as in Prometheus (notifier/metric.go).
import { formatFloat, type ExpositionSample, type MetricFamily } from '../../exposition/index.ts';
import { counter, gauge, type FamilyValues } from '../model/metric-family.ts';
import { BUCKETS, Latencies, QUANTILES } from './latencies.ts';
import { QUEUE_CAPACITY } from './queue.ts';

/** What is known of the sending to one Alertmanager. */
export interface SendStats {
  readonly url: string;
  readonly counts: { readonly sent: number; readonly errors: number; readonly dropped: number };
  readonly queueLength: number;
  readonly latencies: Latencies;
}

const SUMMARY = 'prometheus_notifications_latency_seconds';
const HISTOGRAM = 'prometheus_notifications_latency_histogram_seconds';

/** The families at a time of the monotonic clock that the latencies were taken with. */
export function notificationFamilies(all: readonly SendStats[], nowMs: number): readonly MetricFamily[] {
  const stats = merged(all);
  const perAlertmanager = (valueOf: (one: SendStats) => number): FamilyValues =>
    stats.map((one) => [{ alertmanager: one.url }, valueOf(one)]);
  // As in Prometheus, there is no latency before something was sent.
  const timed = stats.filter(({ latencies }) => latencies.count > 0);
  return [
    gauge(
      'prometheus_notifications_alertmanagers_discovered',
      'The number of alertmanagers discovered and active.',
      all.length,
    ),
    counter(
      'prometheus_notifications_dropped_total',
      'Total number of alerts dropped due to errors when sending to Alertmanager.',
      perAlertmanager(({ counts }) => counts.dropped),
    ),
    counter(
      'prometheus_notifications_errors_total',
      'Total number of sent alerts affected by errors.',
      perAlertmanager(({ counts }) => counts.errors),
    ),
    family(HISTOGRAM, 'histogram', 'Latency histogram for sending alert notifications.', timed, histogramOf),
    family(SUMMARY, 'summary', 'Latency quantiles for sending alert notifications.', timed, (one) =>
      summaryOf(one, nowMs),
    ),
    gauge(
      'prometheus_notifications_queue_capacity',
      'The capacity of the alert notifications queue.',
      QUEUE_CAPACITY,
    ),
    gauge(
      'prometheus_notifications_queue_length',
      'The number of alert notifications in the queue.',
      perAlertmanager(({ queueLength }) => queueLength),
    ),
    counter(
      'prometheus_notifications_sent_total',
      'Total number of alerts sent.',
      perAlertmanager(({ counts }) => counts.sent),
    ),
  ];
}

/** One Alertmanager may be in several entries of the configuration. */
function merged(all: readonly SendStats[]): readonly SendStats[] {
  const byUrl = new Map<string, SendStats[]>();
  for (const one of all) byUrl.set(one.url, [...(byUrl.get(one.url) ?? []), one]);
  return Array.from(byUrl, ([url, same]) => {
    const total = (valueOf: (one: SendStats) => number): number =>
      same.reduce((sum, one) => sum + valueOf(one), 0);
    return {
      url,
      counts: {
        sent: total(({ counts }) => counts.sent),
        errors: total(({ counts }) => counts.errors),
        dropped: total(({ counts }) => counts.dropped),
      },
      queueLength: total(({ queueLength }) => queueLength),
      latencies: Latencies.merged(same.map(({ latencies }) => latencies)),
    };
  });
}

function family(
  name: string,
  type: MetricFamily['type'],
  help: string,
  stats: readonly SendStats[],
  samplesOf: (one: SendStats) => readonly ExpositionSample[],
): MetricFamily {
  return { name, type, help, unit: '', samples: stats.flatMap(samplesOf) };
}

function histogramOf({ url, latencies }: SendStats): readonly ExpositionSample[] {
  const counts = [...latencies.buckets, latencies.count];
  return [
    ...[...BUCKETS, Infinity].map((bound, index) => ({
      name: `${HISTOGRAM}_bucket`,
      labels: { alertmanager: url, le: formatFloat(bound) },
      value: counts[index] ?? 0,
    })),
    ...sumAndCount(HISTOGRAM, url, latencies),
  ];
}

function summaryOf({ url, latencies }: SendStats, nowMs: number): readonly ExpositionSample[] {
  return [
    ...QUANTILES.map((quantile) => ({
      name: SUMMARY,
      labels: { alertmanager: url, quantile: formatFloat(quantile) },
      value: latencies.quantile(quantile, nowMs),
    })),
    ...sumAndCount(SUMMARY, url, latencies),
  ];
}

function sumAndCount(name: string, url: string, { sum, count }: Latencies): readonly ExpositionSample[] {
  const labels = { alertmanager: url };
  return [
    { name: `${name}_sum`, labels, value: sum },
    { name: `${name}_count`, labels, value: count },
  ];
}
