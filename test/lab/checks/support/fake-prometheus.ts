// A Prometheus in memory that says what a test tells it to: for what checks make of its answers.
import type {
  DownReason,
  ActiveTarget,
  PrometheusApi,
  PrometheusProvider,
  QueryOptions,
  QueryResult,
  ReloadOutcome,
  RunningRule,
} from '../../../../src/lab/model/prometheus-api.ts';

export interface FakeAnswers {
  readonly config?: string;
  readonly reload?: ReloadOutcome;
  /** One answer for each question in turn, the last one forever. */
  readonly targets?: readonly (readonly ActiveTarget[])[];
  /** How often it has taken up the job's targets: one answer for each question in turn, the last one forever.
   * @default once more after the reload */
  readonly syncs?: readonly number[];
  readonly dropped?: readonly Readonly<Record<string, string>>[];
  readonly query?: (promql: string, options: QueryOptions) => QueryResult;
  readonly range?: QueryResult;
  readonly notRunning?: DownReason;
  readonly nowMs?: number;
  readonly rules?: readonly RunningRule[];
}

export interface FakePrometheus extends PrometheusProvider {
  /** What was asked, in order. */
  readonly asked: string[];
}

/** A provider with these answers. */
export function fakePrometheus(answers: FakeAnswers = {}): FakePrometheus {
  const asked: string[] = [];
  let turn = 0;
  let page = 0;
  const say = <T>(question: string, value: T): Promise<T> => {
    asked.push(question);
    return Promise.resolve(value);
  };
  const api: PrometheusApi = {
    url: 'http://127.0.0.1:9090',
    query: (promql, _, options = {}) => say(promql, answers.query?.(promql, options) ?? vector([])),
    queryRange: (promql) => say(`range ${promql}`, answers.range ?? { resultType: 'matrix', result: [] }),
    targets: () => {
      const list = answers.targets ?? [[]];
      const now = list[Math.min(turn, list.length - 1)] ?? [];
      turn += 1;
      return say('targets', now);
    },
    droppedTargets: () => say('dropped', answers.dropped ?? []),
    rules: () => say('rules', answers.rules ?? []),
    ownMetrics: () => {
      const list = answers.syncs ?? [1, 1, 2];
      const syncs = list[Math.min(page, list.length - 1)] ?? 0;
      page += 1;
      return say(
        'page',
        `prometheus_config_last_reload_success_timestamp_seconds 1\nprometheus_target_scrape_pool_sync_total{scrape_job="api"} ${syncs}\n`,
      );
    },
    loadedConfig: () => say('config', answers.config ?? ''),
    version: () => say('version', '2.42.0'),
    now: () => say('now', (answers.nowMs ?? Date.now()) / 1_000),
  };
  const reload = (): Promise<ReloadOutcome> => say('reload', answers.reload ?? { status: 'reloaded' });
  return {
    kind: 'managed',
    description: 'a Prometheus in memory',
    api,
    asked,
    ended: new Promise(() => undefined),
    status: () =>
      answers.notRunning === undefined
        ? { isRunning: true }
        : { isRunning: false, reason: answers.notRunning },
    reload,
    capabilities: { rules: true, history: false, reload: true },
    loadHistory: () => Promise.reject(new Error('this one takes no history')),
    restart: reload,
    stop: () => Promise.resolve(),
  };
}

/** An instant vector: labels and value of each series. */
export function vector(
  series: readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[],
): QueryResult {
  return {
    resultType: 'vector',
    result: series.map(([metric, value]) => ({ metric, value: [0, String(value)] })),
  };
}

/** A target of the job `api` on port 8000, scraped since whatever the test does. */
export function target(fields: Partial<ActiveTarget> = {}): ActiveTarget {
  const { scrapeUrl = 'http://localhost:8000/metrics' } = fields;
  const { host } = new URL(scrapeUrl);
  return {
    scrapePool: 'api',
    scrapeUrl,
    labels: { job: 'api', instance: host },
    discoveredLabels: { __address__: host, job: 'api' },
    health: 'up',
    lastError: '',
    lastScrape: '2999-01-01T00:00:00Z',
    ...fields,
  };
}
