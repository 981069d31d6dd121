// /api/v1/query_exemplars: the exemplars of the series that the selectors of an expression fit.
import type { ExemplarIndex, ExemplarSeries } from '../../storage/index.ts';
import { formatSampleValue, parsePromql, selectorsOf } from '../../promql/index.ts';
import { compareLabels } from '../api/compare-labels.ts';
import { ApiError } from '../api/error.ts';
import { successStream } from '../api/envelope.ts';
import { MAX_TIME_MS, MIN_TIME_MS, timeParam } from '../api/params.ts';
import { labelsJson, secondsJson } from '../api/query-json.ts';
import type { ApiRequest, Reply, Route } from '../api/route.ts';

/** GET and POST /api/v1/query_exemplars. */
export function exemplarRoute(index: ExemplarIndex): Route {
  return {
    methods: ['GET', 'POST'],
    path: '/api/v1/query_exemplars',
    isQuery: true,
    answer: (request) => exemplarQuery(index, request),
  };
}

function exemplarQuery(index: ExemplarIndex, { params }: ApiRequest): Reply {
  const startMs = timeParam(params, 'start', MIN_TIME_MS);
  const endMs = timeParam(params, 'end', MAX_TIME_MS);
  if (endMs < startMs) throw new ApiError('bad_data', 'end timestamp must not be before start timestamp');
  const sets = selectorsOf(parsePromql(params.get('query') ?? ''));
  // As in Prometheus, an expression without selectors has no result.
  if (sets.length === 0) return { status: 204, contentType: '', body: '' };
  const found = [...index.exemplars(sets, startMs, endMs)];
  return successStream(seriesJson(found.toSorted((a, b) => compareLabels(a.labels, b.labels))));
}

function* seriesJson(found: readonly ExemplarSeries[]): Generator<string> {
  yield '[';
  for (const [i, { labels, exemplars }] of found.entries()) {
    const list = exemplars.map(
      (one) =>
        `{"labels":${labelsJson(one.labels)},"value":"${formatSampleValue(one.value)}","timestamp":${secondsJson(one.timestampMs)}}`,
    );
    yield `${i === 0 ? '' : ','}{"seriesLabels":${labelsJson(labels)},"exemplars":[${list.join(',')}]}`;
  }
  yield ']';
}
