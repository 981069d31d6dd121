// /api/v1/query, query_range, format_query, parse_query: reads what is asked, has it evaluated, words what went wrong.
import {
  evaluateInstant,
  evaluateRange,
  formatPromql,
  parsePromql,
  PromqlError,
  promqlToJson,
  type Expr,
  type QueryOptions,
  type QueryResult,
} from '../../promql/index.ts';
import { ApiError, invalidParameter } from '../api/error.ts';
import type { QueryBackend } from '../api/backend.ts';
import { success, successStream } from '../api/envelope.ts';
import {
  durationParam,
  limitParam,
  parseDuration,
  requiredDurationParam,
  requiredTimeParam,
  timeParam,
} from '../api/params.ts';
import { limitSeries, queryDataJson } from '../api/query-json.ts';
import type { ApiRequest, Reply, Route } from '../api/route.ts';

/**
 * From the arrival of a request to the end of its evaluation; a request may ask for less. Prometheus's own default is
 * two minutes; a lab shares one machine with the app that it watches, so this server gives up sooner.
 */
export const QUERY_TIMEOUT_MS = 10_000;
export const MAX_POINTS_PER_SERIES = 11_000;

/** The query routes. */
export function queryRoutes(backend: QueryBackend): readonly Route[] {
  const methods = ['GET', 'POST'] as const;
  const isQuery = true;
  return [
    { methods, isQuery, path: '/api/v1/query', answer: (request) => instantQuery(backend, request) },
    { methods, isQuery, path: '/api/v1/query_range', answer: (request) => rangeQuery(backend, request) },
    {
      methods,
      isQuery,
      path: '/api/v1/format_query',
      answer: ({ params }) => success(formatPromql(parsed(params))),
    },
    {
      methods,
      isQuery,
      path: '/api/v1/parse_query',
      answer: ({ params }) => success(promqlToJson(parsed(params))),
    },
  ];
}

function instantQuery(backend: QueryBackend, request: ApiRequest): Reply {
  const { params } = request;
  const limit = limitParam(params);
  const timeMs = timeParam(params, 'time', backend.control.now());
  const options = queryOptions(backend, request);
  const expr = parsed(params);
  return answer(params, limit, () => evaluateInstant(backend.samples, expr, timeMs, options));
}

function rangeQuery(backend: QueryBackend, request: ApiRequest): Reply {
  const { params } = request;
  const limit = limitParam(params);
  const startMs = requiredTimeParam(params, 'start');
  const endMs = requiredTimeParam(params, 'end');
  if (endMs < startMs) throw invalidParameter('end', 'end timestamp must not be before start time');
  const stepMs = requiredDurationParam(params, 'step');
  if (stepMs <= 0)
    throw invalidParameter(
      'step',
      'zero or negative query resolution step widths are not accepted. Try a positive integer',
    );
  if (Math.trunc((endMs - startMs) / stepMs) > MAX_POINTS_PER_SERIES)
    throw new ApiError(
      'bad_data',
      'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    );
  const options = queryOptions(backend, request);
  const expr = parsed(params);
  // Times are whole milliseconds all through; a step below one would never get on.
  const grid = { startMs, endMs, stepMs: Math.max(1, Math.trunc(stepMs)) };
  return answer(params, limit, () => evaluateRange(backend.samples, expr, grid, options));
}

function answer(params: URLSearchParams, limit: number, evaluate: () => QueryResult): Reply {
  const started = performance.now();
  const result = evaluate();
  const seconds = (performance.now() - started) / 1000;
  const { value, isCut } = limitSeries(result.value, limit);
  const warnings = isCut ? [...result.warnings, 'results truncated due to limit'] : result.warnings;
  const stats = { timings: { evalTotalTime: seconds, execTotalTime: seconds } };
  const extra = (params.get('stats') ?? '') === '' ? {} : { stats };
  return successStream(queryDataJson(value, extra), { warnings, infos: result.infos });
}

function parsed(params: URLSearchParams): Expr {
  try {
    return parsePromql(params.get('query') ?? '');
  } catch (error) {
    throw error instanceof PromqlError ? invalidParameter('query', error.message) : error;
  }
}

function queryOptions({ control, waitedMs = 0 }: QueryBackend, { params, signal }: ApiRequest): QueryOptions {
  const timeoutMs = durationParam(params, 'timeout');
  const lookback = params.get('lookback_delta') ?? '';
  const parsedLookback = lookback === '' ? undefined : parseDuration(lookback);
  if (parsedLookback?.status === 'rejected')
    throw new ApiError('bad_data', `error parsing lookback delta duration: ${parsedLookback.message}`);
  const lookbackMs = parsedLookback?.ms;
  const leftMs = Math.min(QUERY_TIMEOUT_MS, timeoutMs ?? QUERY_TIMEOUT_MS) - waitedMs;
  if (waitedMs > 0 && leftMs <= 0) throw new ApiError('timeout', 'query timed out in query queue');
  return {
    signal,
    timeoutMs: leftMs,
    defaultSubqueryStepMs: control.evaluationIntervalMs(),
    // As in Prometheus, nothing and zero mean the server's own.
    ...(lookbackMs !== undefined && lookbackMs > 0 ? { lookbackMs } : {}),
  };
}
