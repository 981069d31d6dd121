// The result of a query without the series of targets that are gone: a Prometheus that was started again continues showing
// their last values for five minutes.
import type { PrometheusApi, QueryResult } from '../../model/prometheus-api.ts';
import { durationMs } from '../../../durations.ts';

/** Prometheus's own. */
const DEFAULT_INTERVAL_MS = 60_000;
/** The longest scrape timeout by default, and a slow machine. */
const SCRAPE_SLACK_MS = 12_000;

/**
 * Asks for the value now of what the loaded targets say. A series of a target that is gone is left out; of sums, where
 * no series tells its target, a value that the last two scrapes would have renewed.
 */
export async function queryCurrent(
  api: PrometheusApi,
  promql: string,
  signal: AbortSignal,
): Promise<QueryResult> {
  const targets = await api.targets(signal);
  const intervals = targets.map(
    ({ discoveredLabels }) =>
      durationMs(discoveredLabels['__scrape_interval__'] ?? '') ?? DEFAULT_INTERVAL_MS,
  );
  const lookbackMs = 2 * Math.max(0, ...intervals) + SCRAPE_SLACK_MS;
  const result = await api.query(promql, signal, { lookbackMs });
  if (result.resultType !== 'vector') return result;
  const isCurrent = ({ job, instance }: Readonly<Record<string, string>>): boolean =>
    job === undefined ||
    instance === undefined ||
    targets.some(({ labels }) => labels['job'] === job && labels['instance'] === instance);
  return { ...result, result: result.result.filter(({ metric }) => isCurrent(metric)) };
}
