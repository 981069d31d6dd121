// The server's own /metrics: a few of a Prometheus server's metrics, each of them true here. Other parts of the server
// add theirs through the backend.
import { cpuUsage, memoryUsage } from 'node:process';
import { contentTypeOf, formatExposition, type MetricFamily } from '../../../exposition/index.ts';
import { counter, gauge } from '../../model/metric-family.ts';
import type { Backend } from '../api/backend.ts';
import type { Route } from '../api/route.ts';

/** Counts requests by handler and status code. */
export class RequestCounts {
  readonly #counts = new Map<string, { handler: string; code: number; count: number }>();

  /** Takes one answered request. */
  add(handler: string, code: number): void {
    const key = `${code} ${handler}`;
    const entry = this.#counts.get(key) ?? { handler, code, count: 0 };
    entry.count += 1;
    this.#counts.set(key, entry);
  }

  /** `prometheus_http_requests_total`. */
  family(): MetricFamily {
    return counter(
      'prometheus_http_requests_total',
      'Counter of HTTP requests.',
      Array.from(this.#counts.values(), ({ handler, code, count }) => [
        { code: String(code), handler },
        count,
      ]),
    );
  }
}

/** GET /metrics. */
export function ownMetricsRoute(backend: Backend, requests: RequestCounts): Route {
  return {
    methods: ['GET'],
    path: '/metrics',
    answer: () => ({
      status: 200,
      contentType: contentTypeOf.text,
      // As in Prometheus, a family without a series is not on the page.
      body: formatExposition(
        [...families(backend), ...backend.metrics.flatMap((source) => source()), requests.family()].filter(
          (family) => family.samples.length > 0,
        ),
      ),
    }),
  };
}

function families({ control, samples, targets }: Backend): readonly MetricFamily[] {
  const stats = samples.stats();
  const reload = control.lastReload();
  const cpu = cpuUsage();
  const active = targets.active();
  const pools = targets.scrapePools();
  return [
    gauge('prometheus_build_info', 'A metric with a constant 1 value labeled by version.', 1, {
      branch: 'embedded',
      version: control.version,
    }),
    gauge(
      'prometheus_ready',
      'Whether Prometheus startup was fully completed and the server is ready for normal operation.',
      1,
    ),
    gauge(
      'prometheus_config_last_reload_successful',
      'Whether the last configuration reload attempt was successful.',
      reload.isSuccess ? 1 : 0,
    ),
    gauge(
      'prometheus_config_last_reload_success_timestamp_seconds',
      'Timestamp of the last successful configuration reload.',
      reload.successMs / 1000,
    ),
    gauge('prometheus_tsdb_head_series', 'Total number of series in the head block.', stats.seriesCount),
    counter(
      'prometheus_tsdb_head_samples_appended_total',
      'Total number of appended samples since the start.',
      stats.appendedTotal,
      { type: 'float' },
    ),
    ...(stats.minTime === undefined || stats.maxTime === undefined
      ? []
      : [
          gauge('prometheus_tsdb_head_min_time_seconds', 'Time of the oldest sample.', stats.minTime / 1000),
          gauge('prometheus_tsdb_head_max_time_seconds', 'Time of the newest sample.', stats.maxTime / 1000),
        ]),
    gauge(
      'prometheus_target_scrape_pool_targets',
      'Current number of targets in this scrape pool.',
      pools.map((pool) => [
        { scrape_job: pool },
        active.filter((target) => target.scrapePool === pool).length,
      ]),
    ),
    counter(
      'process_cpu_seconds_total',
      'User and system CPU time spent, in seconds.',
      (cpu.user + cpu.system) / 1e6,
    ),
    gauge('process_resident_memory_bytes', 'Resident memory size in bytes.', memoryUsage.rss()),
    gauge(
      'process_start_time_seconds',
      'When the server started, in seconds since the Unix epoch.',
      control.startedMs / 1000,
    ),
  ];
}
