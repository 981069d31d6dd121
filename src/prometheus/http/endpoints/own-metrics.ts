// The server's own /metrics: a few of a Prometheus server's metrics, each of them true here.
import { cpuUsage, memoryUsage } from 'node:process';
import {
  contentTypeOf,
  formatExposition,
  type ExpositionSample,
  type MetricFamily,
} from '../../../exposition/index.ts';
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
    return {
      name: 'prometheus_http_requests_total',
      type: 'counter',
      help: 'Counter of HTTP requests.',
      unit: '',
      samples: [...this.#counts.values()].map(({ handler, code, count }) => ({
        name: 'prometheus_http_requests_total',
        labels: { code: String(code), handler },
        value: count,
      })),
    };
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
      body: formatExposition([...families(backend), requests.family()]),
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
    {
      name: 'prometheus_target_scrape_pool_targets',
      type: 'gauge',
      help: 'Current number of targets in this scrape pool.',
      unit: '',
      samples: pools.map((pool) => ({
        name: 'prometheus_target_scrape_pool_targets',
        labels: { scrape_job: pool },
        value: active.filter((target) => target.scrapePool === pool).length,
      })),
    },
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

function gauge(
  name: string,
  help: string,
  value: number,
  labels: Readonly<Record<string, string>> = {},
): MetricFamily {
  return { name, type: 'gauge', help, unit: '', samples: [sample(name, value, labels)] };
}

function counter(
  name: string,
  help: string,
  value: number,
  labels: Readonly<Record<string, string>> = {},
): MetricFamily {
  return { name, type: 'counter', help, unit: '', samples: [sample(name, value, labels)] };
}

function sample(name: string, value: number, labels: Readonly<Record<string, string>>): ExpositionSample {
  return { name, labels, value };
}
