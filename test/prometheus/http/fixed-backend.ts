// A server's inside made of fixed data, so that a test of the HTTP side needs neither scraping nor a store.
import { Labels, type Matcher, type SeriesSamples } from '../../../src/prometheus/model/samples.ts';
import type { ActiveTargetView } from '../../../src/prometheus/scrape/model/target-view.ts';
import type { Backend, ReloadAnswer } from '../../../src/prometheus/http/api/backend.ts';
import {
  startHttpServer,
  type HttpServer,
  type QueryAnswerer,
} from '../../../src/prometheus/http/transport/server.ts';
import { labelFilter } from '../../../src/prometheus/http/api/label-filter.ts';
import { gauge } from '../../../src/prometheus/model/metric-family.ts';
import { RequestCounts } from '../../../src/prometheus/http/endpoints/own-metrics.ts';
import { allRoutes } from '../../../src/prometheus/http/endpoints/routes.ts';

export const NOW_MS = 1_700_000_000_000;

export interface FixedBackendOptions {
  readonly series?: readonly SeriesSamples[];
  readonly reload?: () => Promise<ReloadAnswer>;
  /** How many names and values of a label there are said to be. @default 0 */
  readonly labelCount?: number;
  /** @default queries are answered like all else */
  readonly queries?: QueryAnswerer;
}

const target: ActiveTargetView = {
  scrapePool: 'api',
  scrapeUrl: 'http://localhost:8000/metrics',
  labels: Labels.from([
    ['instance', 'localhost:8000'],
    ['job', 'api'],
  ]),
  discoveredLabels: Labels.from([
    ['__address__', 'localhost:8000'],
    ['job', 'api'],
  ]),
  health: 'up',
  lastError: '',
  lastScrapeMs: NOW_MS - 1500,
  lastScrapeDurationSeconds: 0.004,
  scrapeInterval: '15s',
  scrapeTimeout: '10s',
  metadata: [
    { metric: 'http_requests_total', type: 'counter', help: 'Total number of requests', unit: '' },
    { metric: 'inprogress_requests', type: 'gauge', help: 'Total number of requests in progress', unit: '' },
  ],
};

const { lastScrapeMs: _never, ...unscraped } = target;
const targets: readonly ActiveTargetView[] = [
  {
    ...unscraped,
    scrapePool: 'shop',
    scrapeUrl: 'http://localhost:8001/metrics',
    health: 'unknown',
    metadata: [],
  },
  target,
];

/** One sample a second for ten minutes up to {@link NOW_MS}, counting up by `perSecond`. */
export function counterSeries(labels: Readonly<Record<string, string>>, perSecond: number): SeriesSamples {
  const timestamps = Float64Array.from({ length: 601 }, (_, i) => NOW_MS - 600_000 + i * 1000);
  return {
    labels: Labels.from(Object.entries(labels)),
    timestamps,
    values: timestamps.map((_, i) => i * perSecond),
  };
}

/** The inside. */
export function fixedBackend({ series = [], reload, labelCount = 0 }: FixedBackendOptions = {}): Backend {
  const matching = (matchers: readonly Matcher[], minT: number, maxT: number): SeriesSamples[] => {
    const fits = labelFilter(matchers);
    return series.filter(({ labels }) => fits(labels)).map((one) => cut(one, minT, maxT));
  };
  return {
    samples: {
      select: matching,
      series: (matchers, minT, maxT) =>
        matching(matchers, minT, maxT)
          .filter((one) => one.timestamps.length > 0)
          .map((one) => one.labels),
      labelNames: (matchers, minT, maxT) =>
        distinct(
          matching(matchers, minT, maxT).flatMap(({ labels }) => [...labels.entries()].map(([name]) => name)),
        ),
      labelValues: (name, matchers, minT, maxT) =>
        distinct(matching(matchers, minT, maxT).map(({ labels }) => labels.get(name))),
      labelNameCount: () => labelCount,
      labelValueCount: () => labelCount,
      stats: () => ({
        seriesCount: series.length,
        sampleCount: 601 * series.length,
        appendedTotal: 601 * series.length,
      }),
    },
    targets: {
      scrapePools: () => ['shop', 'api'],
      active: () => targets,
      dropped: () => [{ scrapePool: 'api', discoveredLabels: Labels.from([['__address__', 'localhost:1']]) }],
    },
    alertmanagers: {
      active: () => ['http://a:9093/api/v2/alerts', 'http://b:9093/api/v2/alerts'],
      dropped: () => ['http://c:9093/api/v2/alerts'],
    },
    rules: { groups: () => [] },
    control: {
      startedMs: NOW_MS - 600_000,
      now: () => NOW_MS,
      configYaml: () => 'global:\n  scrape_interval: 15s\n',
      evaluationIntervalMs: () => 60_000,
      externalLabels: () => ({}),

      reload: reload ?? (() => Promise.resolve({ status: 'reloaded' })),
      lastReload: () => ({ isSuccess: true, successMs: NOW_MS }),
      flags: () => ({ 'query.timeout': '2m' }),
      retention: '1d',
      version: '3.0.0-test',
    },
    metrics: [() => [gauge('shop_parts', 'Parts of the shop.', 3), gauge('shop_empty', 'None.', [])]],
    exemplars: { exemplars: () => [] },
  };
}

export interface FixedServer {
  readonly url: string;
  readonly faults: unknown[];
  close(): Promise<void>;
}

/** The HTTP side on a free port, over the fixed inside. */
export async function startFixedServer(options: FixedBackendOptions = {}): Promise<FixedServer> {
  const requests = new RequestCounts();
  const faults: unknown[] = [];
  const server: HttpServer = await startHttpServer({
    port: 0,
    routes: allRoutes(fixedBackend(options), requests),
    ...(options.queries === undefined ? {} : { queries: options.queries }),
    onAnswered: (handler, status) => requests.add(handler, status),
    onFault: (error) => faults.push(error),
  });
  return { url: `http://127.0.0.1:${server.port}`, faults, close: () => server.close() };
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '').toSorted();
}

function cut({ labels, timestamps, values }: SeriesSamples, minT: number, maxT: number): SeriesSamples {
  const from = timestamps.findIndex((time) => time >= minT);
  const to = timestamps.findLastIndex((time) => time <= maxT) + 1;
  if (from < 0 || to <= from) return { labels, timestamps: new Float64Array(), values: new Float64Array() };
  return { labels, timestamps: timestamps.slice(from, to), values: values.slice(from, to) };
}
