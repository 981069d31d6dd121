// Both prom-client and its successor are in use: the metric is made with one, and the page is that of the other. Pure.
import type { RegistrySnapshot } from '../../../model/app-run.ts';
import type { MetricsPage } from '../../metrics/page.ts';
import { metricsNamed } from '../../metrics/registries.ts';

/** Which package does what. */
interface TwoClients {
  /** Has the metric. */
  readonly metricOf: string;
  /** Its registry is on the page. */
  readonly pageOf: string;
}

/**
 * The two clients where a page without the metric shows a registry of a client that does not have it, and no registry
 * of the one that has it looks like the page.
 */
export function findOtherClient(
  snapshots: readonly RegistrySnapshot[],
  metric: string,
  page: MetricsPage,
): TwoClients | undefined {
  const holders = new Set(metricsNamed(snapshots, metric).map(({ snapshot }) => snapshot.client));
  const [metricOf] = holders;
  if (metricOf === undefined) return undefined;
  const shown = namesKey(page.families.map(({ name }) => name));
  const onPage = snapshots.filter(({ metrics }) => namesKey(metrics.map(({ name }) => name)) === shown);
  if (onPage.some(({ client }) => holders.has(client))) return undefined;
  const pageOf = onPage.find(({ client }) => client !== undefined)?.client;
  return pageOf === undefined ? undefined : { metricOf, pageOf };
}

/** OpenMetrics takes the ending off the names of counters. */
const namesKey = (names: readonly string[]): string =>
  names
    .map((name) => name.replace(/_total$/, ''))
    .toSorted()
    .join(' ');
