// /federate: the newest sample of each selected series as a page of metrics, for another Prometheus that scrapes it.
import { contentTypeOf, formatExposition, type ExpositionSample } from '../../../exposition/index.ts';
import {
  isStaleAt,
  METRIC_NAME,
  type Labels,
  type Matcher,
  type Queryable,
  type Selection,
} from '../../model/samples.ts';
import { PromqlError, selectorMatchers } from '../../promql/index.ts';
import { ApiError } from '../api/error.ts';
import type { QueryBackend } from '../api/backend.ts';
import { compareLabels } from '../api/compare-labels.ts';
import { escapeName, escapingOf, type Escaping } from '../api/escape-name.ts';
import type { ApiRequest, CancelSignal, Reply, Route } from '../api/route.ts';

/** A series without a sample in this time is left out, as in Prometheus. */
const LOOKBACK_MS = 5 * 60_000;
/** How many series are read between two looks at whether the client is still there. */
const SERIES_PER_LOOK = 1_000;

interface Newest {
  readonly labels: Labels;
  readonly timestampMs: number;
  readonly value: number;
}

/** GET /federate. */
export function federateRoute(backend: QueryBackend): Route {
  return {
    methods: ['GET'],
    path: '/federate',
    isQuery: true,
    answer: (request) => federate(backend, request),
  };
}

function federate({ samples, control }: QueryBackend, { params, accept, signal }: ApiRequest): Reply {
  let sets: readonly (readonly Matcher[])[];
  try {
    sets = params.getAll('match[]').map((text) => selectorMatchers(text));
  } catch (error) {
    if (!(error instanceof PromqlError)) throw error;
    return { status: 400, contentType: 'text/plain; charset=utf-8', body: `${error.message}\n` };
  }
  const maxT = control.now();
  const selections = sets.map((matchers) => ({ matchers, minT: maxT - LOOKBACK_MS, maxT }));
  const escaping = escapingOf(accept);
  return {
    status: 200,
    contentType: `${contentTypeOf.text}; escaping=${escaping}`,
    body: pageOf(newestOf(samples, selections, signal), control.externalLabels(), escaping),
  };
}

/** The newest sample of each series that a selection has, each series once. @throws {ApiError} where it was canceled */
function newestOf(
  samples: Queryable,
  selections: readonly Selection[],
  signal: CancelSignal,
): readonly Newest[] {
  const found = new Map<string, Newest>();
  let read = 0;
  const lists =
    samples.selectAll?.(selections) ??
    selections.map((one) => samples.select(one.matchers, one.minT, one.maxT));
  for (const list of lists)
    for (const { labels, timestamps, values } of list) {
      if (++read % SERIES_PER_LOOK === 0 && signal.aborted)
        throw new ApiError('canceled', 'the request was canceled');
      const last = timestamps.length - 1;
      // The text format has no stale marker, and a series without a name has no place in it.
      if (last < 0 || isStaleAt(values, last) || labels.get(METRIC_NAME) === '') continue;
      found.set(labels.key, { labels, timestampMs: timestamps[last] ?? 0, value: values[last] ?? 0 });
    }
  return [...found.values()];
}

/** One piece for each metric: the page of all of them can be long. */
function* pageOf(
  newest: readonly Newest[],
  externalLabels: Readonly<Record<string, string>>,
  escaping: Escaping,
): Generator<string> {
  // Prometheus marks a series that has no instance, so that a scrape with honor_labels does not give it one.
  const added = Object.entries({ instance: '', ...externalLabels }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const byName = new Map<string, Newest[]>();
  for (const one of newest.toSorted((a, b) => compareLabels(a.labels, b.labels))) {
    const name = one.labels.get(METRIC_NAME);
    const group = byName.get(name);
    if (group === undefined) byName.set(name, [one]);
    else group.push(one);
  }
  for (const [name, group] of [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const family = escapeName(name, escaping);
    const samples = group.map(({ labels, timestampMs, value }): ExpositionSample => {
      const own = [...labels.entries()].filter(([label]) => label !== METRIC_NAME);
      const missing = added.filter(([label]) => labels.get(label) === '');
      const all = [...own, ...missing].map(([label, text]) => [escapeName(label, escaping), text] as const);
      return { name: family, labels: Object.fromEntries(all), value, timestampMs };
    });
    yield formatExposition([{ name: family, type: 'unknown', help: '', unit: '', samples }]);
  }
}
