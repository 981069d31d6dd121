// /api/v1/series, labels, label/<name>/values: what the index knows, without samples.
import { selectorMatchers } from '../../promql/index.ts';
import { compileMatcher } from '../../model/matcher.ts';
import type { Labels, Matcher, TimestampMs } from '../../model/samples.ts';
import { compareLabels } from '../api/compare-labels.ts';
import { ApiError, invalidParameter } from '../api/error.ts';
import type { IndexCounts, SeriesIndex } from '../api/backend.ts';
import { success, type Notes } from '../api/envelope.ts';
import { limitParam, MAX_TIME_MS, MIN_TIME_MS, quote, timeParam } from '../api/params.ts';
import type { ApiRequest, Reply, Route } from '../api/route.ts';

const CUT = 'results truncated due to limit';

/** So many names or values are listed in less time than a thread for queries takes to wake up. */
const MOST_LITTLE = 1_000;
/** Reading the parameters of a longer request is work, too. */
const LITTLE_CHARACTERS = 1_000;

/** The routes that tell of series and labels. With `counts`, they know which requests are little work. */
export function seriesRoutes(index: SeriesIndex, counts?: IndexCounts): readonly Route[] {
  const both = ['GET', 'POST'] as const;
  const isQuery = true;
  return [
    { methods: both, isQuery, path: '/api/v1/series', answer: (request) => series(index, request) },
    {
      methods: both,
      isQuery,
      path: '/api/v1/labels',
      answer: (request) => labelNames(index, request),
      isLittle: (request) => isLittle(request, counts?.labelNameCount()),
    },
    {
      methods: ['GET'],
      isQuery,
      path: '/api/v1/label/:name/values',
      answer: (request) => labelValues(index, request),
      isLittle: (request) => isLittle(request, counts?.labelValueCount(labelName(request))),
    },
  ];
}

/** Little is a short list of all that there is: with a selector or a time, series have to be looked at. */
function isLittle({ params, search, body }: ApiRequest, count = Infinity): boolean {
  if (count > MOST_LITTLE || search.length + body.length > LITTLE_CHARACTERS) return false;
  return !['match[]', 'start', 'end'].some((name) => params.has(name));
}

function series(index: SeriesIndex, { params }: ApiRequest): Reply {
  if (params.getAll('match[]').length === 0) throw new ApiError('bad_data', 'no match[] parameter provided');
  const limit = limitParam(params);
  const { minT, maxT, sets } = readSelection(params);
  const found = new Map<string, Labels>();
  for (const matchers of sets)
    for (const labels of index.series(matchers, minT, maxT)) found.set(labels.key, labels);
  const sorted = [...found.values()].toSorted(compareLabels);
  return limited(
    sorted.map((labels) => labels.toObject()),
    limit,
  );
}

function labelNames(index: SeriesIndex, { params }: ApiRequest): Reply {
  const limit = limitParam(params);
  const { minT, maxT, sets } = readSelection(params);
  return limited(merged(sets.map((matchers) => index.labelNames(matchers, minT, maxT))), limit);
}

/** The label that the path names. */
function labelName({ pathParam }: ApiRequest): string {
  return pathParam.startsWith('U__') ? unescapeName(pathParam) : pathParam;
}

function labelValues(index: SeriesIndex, request: ApiRequest): Reply {
  const { params } = request;
  const name = labelName(request);
  if (name === '') throw new ApiError('bad_data', `invalid label name: ${quote(name)}`);
  const limit = limitParam(params);
  const { minT, maxT, sets } = readSelection(params);
  return limited(merged(sets.map((matchers) => index.labelValues(name, matchers, minT, maxT))), limit);
}

interface Selection {
  readonly minT: TimestampMs;
  readonly maxT: TimestampMs;
  /** One set for each selector; a set without matchers, which fits everything, if there is no selector. */
  readonly sets: readonly (readonly Matcher[])[];
}

function readSelection(params: URLSearchParams): Selection {
  const minT = timeParam(params, 'start', MIN_TIME_MS);
  const maxT = timeParam(params, 'end', MAX_TIME_MS);
  const texts = params.getAll('match[]');
  return { minT, maxT, sets: texts.length === 0 ? [[]] : texts.map(readMatchers) };
}

function merged(lists: readonly (readonly string[])[]): readonly string[] {
  const [only = []] = lists;
  return lists.length === 1 ? only.toSorted() : [...new Set(lists.flat())].toSorted();
}

function readMatchers(text: string): readonly Matcher[] {
  let matchers: readonly Matcher[];
  try {
    matchers = selectorMatchers(text);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw invalidParameter('match[]', error.message);
  }
  if (matchers.every((matcher) => compileMatcher(matcher)('')))
    throw invalidParameter('match[]', 'match[] must contain at least one non-empty matcher');
  return matchers;
}

function limited(found: readonly unknown[], limit: number): Reply {
  if (limit === 0 || found.length <= limit) return success(found);
  const notes: Notes = { warnings: [CUT] };
  return success(found.slice(0, limit), notes);
}

/** Undoes the escaping that Prometheus 3 uses for names in a path: `U__a_2e_b` is `a.b`, `__` is `_`. */
function unescapeName(escaped: string): string {
  return escaped
    .slice(3)
    .replace(/__|_([0-9a-fA-F]{1,6})_/g, (_whole, code: string | undefined) =>
      code === undefined ? '_' : String.fromCodePoint(Math.min(parseInt(code, 16), 0x10ffff)),
    );
}
