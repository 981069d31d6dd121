// A Prometheus that the learner runs: the lab asks it and tells it to reload, and never starts or ends it.
import { LabError } from '../model/errors.ts';
import type { PrometheusApi, PrometheusProvider } from '../model/prometheus-api.ts';
import { createPrometheusApi } from './api/client.ts';
import { waitUntilReady } from './running/await-ready.ts';
import { mayReload, reloadOverHttp } from './running/lifecycle.ts';

export interface AttachOptions {
  /** `http://localhost:9090`; may hold a path, and `name:password@`. */
  readonly url: string;
  readonly signal: AbortSignal;
  /** Longest wait for one that still starts. @default 30000 */
  readonly readyTimeoutMs?: number;
  /** Longest wait for one answer. @default 10000 */
  readonly timeoutMs?: number;
}

/** Attaches to a running Prometheus. Rejects with a LabError if nothing, or something else, answers there. */
export async function attachPrometheus(options: AttachOptions): Promise<PrometheusProvider> {
  const { url, signal, readyTimeoutMs = 30_000, timeoutMs = 10_000 } = options;
  const client = createPrometheusApi({ url, timeoutMs });
  await waitUntilReady({ url, timeoutMs: readyTimeoutMs, signal });
  const version = await client.version(signal);
  const reload = await mayReload(url, signal);

  // The lab does not own the process, so the last answer is all it knows of it.
  let isThere = true;
  const api = observed(client, (isIt) => {
    isThere = isIt;
  });

  return {
    kind: 'attached',
    description: `Prometheus ${version} at ${api.url}`,
    api,
    capabilities: { rules: true, history: false, reload },
    // Its process is not the lab's to watch.
    ended: new Promise(() => undefined),
    status: () =>
      isThere ? { isRunning: true } : { isRunning: false, reason: { kind: 'lost', url: api.url } },
    reload: (reloadSignal) => reloadOverHttp(url, reloadSignal),
    restart: () => Promise.resolve({ status: 'unsupported', why: 'not-started-by-lab', url: api.url }),
    // Its data folder is the learner's.
    loadHistory: () =>
      Promise.resolve({ status: 'blocked', why: { kind: 'not-started-by-lab', url: api.url } }),
    stop: () => Promise.resolve(),
  };
}

/** Codes that mean the Prometheus is no longer there, as opposed to a query that is wrong or slow. */
const GONE = new Set(['prometheus-unreachable', 'not-a-prometheus']);

/** The same client; tells after each answer whether the Prometheus is still there. */
function observed(api: PrometheusApi, tell: (isThere: boolean) => void): PrometheusApi {
  const watch = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      const value = await answer;
      tell(true);
      return value;
    } catch (error) {
      if (error instanceof LabError) tell(!GONE.has(error.code));
      throw error;
    }
  };
  return {
    url: api.url,
    query: (promql, signal, options) => watch(api.query(promql, signal, options)),
    queryRange: (promql, range, signal) => watch(api.queryRange(promql, range, signal)),
    targets: (signal) => watch(api.targets(signal)),
    droppedTargets: (signal) => watch(api.droppedTargets(signal)),
    rules: (signal) => watch(api.rules(signal)),
    ownMetrics: (signal) => watch(api.ownMetrics(signal)),
    loadedConfig: (signal) => watch(api.loadedConfig(signal)),
    version: (signal) => watch(api.version(signal)),
    now: (signal) => watch(api.now(signal)),
  };
}
