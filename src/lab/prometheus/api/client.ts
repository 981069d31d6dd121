// The lab's one client of Prometheus's HTTP API. Every failure is a LabError that says what to do; an abort by the
// caller rejects with the caller's own reason.
import type { PrometheusApi } from '../../model/prometheus-api.ts';
import {
  parseDroppedTargets,
  parseEnvelope,
  parseQueryResult,
  parseRules,
  parseTargets,
  parseTextField,
} from './answers.ts';
import { prometheusError } from '../facts/errors.ts';
import { faultOfAnswer, faultOfApiError, faultOfNoAnswer } from './faults.ts';
import { exchange } from './http-exchange.ts';
import { endpointOf, parseBaseUrl } from './base-url.ts';

export interface PrometheusApiOptions {
  /** `http://127.0.0.1:9090`, with a path where Prometheus is served below one, with `name:password@` where it asks. */
  readonly url: string;
  /** Longest wait for one answer. @default 10000 */
  readonly timeoutMs?: number;
}

/** Beyond this a query travels as a form: some proxies cut long addresses. */
const LONGEST_ADDRESS = 2000;

/** Prometheus's own lookback. */
const LOOKBACK_MS = 5 * 60_000;

/** Creates a client of the Prometheus at `url`; asks nothing yet. */
export function createPrometheusApi(options: PrometheusApiOptions): PrometheusApi {
  const { timeoutMs = 10_000 } = options;
  const base = parseBaseUrl(options.url);
  const url = base.shown;

  async function ask<T>(
    path: string,
    parameters: Readonly<Record<string, string>>,
    parse: (data: unknown) => T | undefined,
    signal: AbortSignal,
  ): Promise<T> {
    const form = new URLSearchParams(parameters);
    const address = endpointOf(base, path);
    const isLong = form.size > 0 && form.toString().length > LONGEST_ADDRESS;
    if (!isLong) address.search = form.toString();
    const outcome = await exchange({
      url: address,
      timeoutMs,
      signal,
      ...(isLong ? { method: 'POST', form } : {}),
    });
    if (outcome.status !== 'answered') throw faultOfNoAnswer(outcome, url, timeoutMs);
    const envelope = parseEnvelope(outcome.body);
    if (envelope === undefined) throw faultOfAnswer(outcome, url);
    if (envelope.status === 'error') throw faultOfApiError(envelope, outcome.httpStatus, url);
    const answer = parse(envelope.data);
    if (answer === undefined) throw prometheusError('not-a-prometheus/other-form', { url, path });
    return answer;
  }

  return {
    url,
    query: (promql, signal, { timeSeconds, lookbackMs = LOOKBACK_MS } = {}) =>
      ask(
        '/api/v1/query',
        {
          query: promql,
          ...(timeSeconds === undefined ? {} : { time: String(timeSeconds) }),
          ...(lookbackMs < LOOKBACK_MS ? { lookback_delta: `${Math.ceil(lookbackMs)}ms` } : {}),
        },
        parseQueryResult,
        signal,
      ),
    queryRange: (promql, range, signal) =>
      ask(
        '/api/v1/query_range',
        {
          query: promql,
          start: String(range.startSeconds),
          end: String(range.endSeconds),
          step: String(range.stepSeconds),
        },
        parseQueryResult,
        signal,
      ),
    targets: (signal) => ask('/api/v1/targets', { state: 'active' }, parseTargets, signal),
    droppedTargets: (signal) => ask('/api/v1/targets', { state: 'dropped' }, parseDroppedTargets, signal),
    rules: (signal) => ask('/api/v1/rules', {}, parseRules, signal),
    ownMetrics: async (signal) => {
      const outcome = await exchange({ url: endpointOf(base, '/metrics'), timeoutMs, signal });
      if (outcome.status !== 'answered') throw faultOfNoAnswer(outcome, url, timeoutMs);
      return outcome.httpStatus === 200 ? outcome.body : '';
    },
    loadedConfig: (signal) =>
      ask('/api/v1/status/config', {}, (data) => parseTextField(data, 'yaml'), signal),
    version: (signal) =>
      ask('/api/v1/status/buildinfo', {}, (data) => parseTextField(data, 'version'), signal),
    now: (signal) => ask('/api/v1/query', { query: 'time()' }, parseScalar, signal),
  };
}

/** The value of a scalar result as a number. */
function parseScalar(data: unknown): number | undefined {
  const parsed = parseQueryResult(data);
  return parsed?.resultType === 'scalar' ? Number(parsed.result[1]) : undefined;
}
