// Check kind series-bounded: a scanner invents paths, ids and methods, and the series of the metrics stay few, while each
// route keeps a value of its label that no other path has. Judged by what each request adds, whatever the values are.
import type { CheckRunner } from '../../contract/definition.ts';
import type { AppExit } from '../../../model/app-run.ts';
import type { Probe } from '../../../model/schema/fields.ts';
import type { Fail, Verdict } from '../../../model/verdict.ts';
import { askApp } from '../../app/ask.ts';
import type { RequestOutcome } from '../../app/http-request.ts';
import { apiPort } from '../../app/ports.ts';
import {
  findAddress,
  judgeIsolated,
  order,
  pause,
  readRegistries,
  type WatchedApp,
} from '../../app/running.ts';
import { shortened } from '../../facts/wording.ts';
import { findMetric } from '../../metrics/find.ts';
import { judgeProbes } from '../../probing/judge.ts';
import { sendProbes } from '../../probing/send.ts';
import { plainVisit } from '../../probing/visitors.ts';
import {
  diagnoseFailure,
  diagnoseSeries,
  diagnoseShared,
  diagnoseUnmatched,
  judgeRoute,
  type LabelOf,
  type RouteValue,
} from './diagnosis.ts';
import { failed, passed } from './facts.ts';
import { gainsBetween, readMetrics, seriesOf, type MetricGains, type Reading } from './reading.ts';
import {
  createRandom,
  randomWord,
  routeRequests,
  scanRequests,
  type RouteRequest,
  type ScanRequest,
} from './scan.ts';
import type { Route, SeriesBoundedSpec } from './spec.ts';

/** No verdict depends on it; with the same one, a check sends the same requests. */
const SEED = 300;
/** Requests to each route: ids that are a number and a name, with a query and without one. */
const EACH = 3;
/** Requests of the scan that are open at the same time. */
const TOGETHER = 50;
const OUTPUT_LINES = 20;
/** How long it takes at the most until the end of a process is known. */
const KNOWN_WITHIN_MS = 5_000;

interface Bench {
  readonly app: WatchedApp;
  readonly address: string;
  readonly spec: SeriesBoundedSpec;
}

type Step<T> = T | { readonly verdict: Verdict };

/** Judges whether the series stay few whatever is asked for. */
export const checkSeriesBounded: CheckRunner<SeriesBoundedSpec> = (spec, context) =>
  judgeIsolated(context, async (app) => {
    const found = await findAddress(app, apiPort(context));
    if ('verdict' in found) return found.verdict;
    const snapshots = await readRegistries(app);
    for (const metric of spec.metrics) {
      const search = findMetric(snapshots, metric);
      if ('missing' in search) return search.missing;
    }
    const bench: Bench = { app, address: found.address, spec };
    try {
      return await judgeSeries(bench);
    } finally {
      // The next check of this run finds the store as it was.
      if (!app.signal.aborted) await order(app, (signal) => app.run.failStore(false, signal));
    }
  });

async function judgeSeries(bench: Bench): Promise<Verdict> {
  const { spec } = bench;
  const random = createRandom(SEED);
  // Together, they show whether all routes are missing or some.
  const missing = await askRoutes(
    bench,
    spec.routes.flatMap((route) => routeRequests(route, 1, random).map((request) => ({ route, request }))),
  );
  if (missing !== undefined) return missing;
  const served = new Map<string, RouteValue[]>(spec.metrics.map((metric) => [metric, []]));
  for (const route of spec.routes) {
    const requests = routeRequests(route, EACH, random);
    const step = await gainsWhile(bench, () =>
      askRoutes(
        bench,
        requests.map((request) => ({ route, request })),
      ),
    );
    if ('verdict' in step) return step.verdict;
    for (const of of labelsOf(spec)) {
      const judged = judgeRoute(of, { route, requests, series: step.gains.get(of.metric) ?? [] });
      if ('fault' in judged) return judged.fault;
      served.get(of.metric)?.push({ route, value: judged.value });
    }
  }
  const valuesOf = (metric: string): readonly RouteValue[] => served.get(metric) ?? [];
  const shared = firstFault(spec, (of) => diagnoseShared(of, valuesOf(of.metric)));
  if (shared !== undefined) return shared;

  const word = { method: 'GET', target: `/${randomWord(random)}` };
  const request = `${word.method} ${word.target}`;
  const unmatched = await gainsWhile(bench, () => askUnmatched(bench, word));
  if ('verdict' in unmatched) return unmatched.verdict;
  const uncounted = firstFault(spec, (of) =>
    diagnoseUnmatched(of, valuesOf(of.metric), request, unmatched.gains.get(of.metric) ?? []),
  );
  if (uncounted !== undefined) return uncounted;

  const lost = await judgeFailures(bench, valuesOf);
  if (lost !== undefined) return lost;

  const scan = scanRequests(spec.routes, random);
  const scanned = await gainsWhile(bench, () => sendScan(bench, scan));
  if ('verdict' in scanned) return scanned.verdict;
  const { after } = scanned;
  const requests = scan.length;
  const { bound, values = {} } = spec;
  const grown = firstFault(spec, (of) =>
    diagnoseSeries(of, valuesOf(of.metric), seriesOf(after, of.metric), { bound, values, requests }),
  );
  if (grown !== undefined) return grown;
  const series = Math.max(...spec.metrics.map((metric) => seriesOf(after, metric).length));
  return passed('series-within-bound', { metrics: spec.metrics, requests, series });
}

/** Each route once more while the store fails, so that its handler throws. */
async function judgeFailures(
  bench: Bench,
  valuesOf: (metric: string) => readonly RouteValue[],
): Promise<Verdict | undefined> {
  const { app, spec } = bench;
  const random = createRandom(SEED + 1);
  await order(app, (signal) => app.run.failStore(true, signal));
  for (const [index, route] of spec.routes.entries()) {
    const [request] = routeRequests(route, 1, random);
    const target = request?.path ?? route.path;
    // An answer of 500 is what a failing store should give, so it is not judged.
    const step = await gainsWhile(bench, async () => {
      await ask(bench, { method: route.method, target }, index);
      return undefined;
    });
    if ('verdict' in step) return step.verdict;
    const fault = firstFault(spec, (of) => {
      const before = valuesOf(of.metric)[index];
      return before && diagnoseFailure(of, before, step.gains.get(of.metric) ?? []);
    });
    if (fault !== undefined) return fault;
  }
  await order(app, (signal) => app.run.failStore(false, signal));
  return undefined;
}

const labelsOf = ({ metrics, label = 'path' }: SeriesBoundedSpec): LabelOf[] =>
  metrics.map((metric) => ({ metric, label }));

function firstFault(spec: SeriesBoundedSpec, judge: (of: LabelOf) => Fail | undefined): Fail | undefined {
  for (const of of labelsOf(spec)) {
    const fault = judge(of);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** What the metrics gained while something was sent, or what is wrong with the answers. */
async function gainsWhile(
  { app, spec }: Bench,
  send: () => Promise<Verdict | undefined>,
): Promise<Step<{ readonly gains: MetricGains; readonly after: Reading }>> {
  const before = await readMetrics(app, spec.metrics);
  if ('verdict' in before) return before;
  const bad = await send();
  if (bad !== undefined) return { verdict: bad };
  const after = await readMetrics(app, spec.metrics);
  if ('verdict' in after) return after;
  return { gains: gainsBetween(before.reading, after.reading), after: after.reading };
}

async function askRoutes(
  { app, address }: Bench,
  requests: readonly { readonly route: Route; readonly request: RouteRequest }[],
): Promise<Verdict | undefined> {
  const probes: Probe[] = requests.map(({ route: { method, status }, request: { path, query } }) => ({
    method,
    path,
    ...(query !== undefined && { query }),
    ...(status !== undefined && { status }),
  }));
  const once = probes.map(() => 1);
  return judgeProbes(app, await sendProbes(app, address, probes, once));
}

async function ask(
  { app, address }: Bench,
  { method, target }: ScanRequest,
  visitor: number,
): Promise<RequestOutcome> {
  const { headers } = plainVisit({ method: 'GET', path: '/' }, visitor);
  return askApp(app, { address, method, path: target, headers });
}

/** One request that no route fits. What handles it may throw, and take the app with it. */
async function askUnmatched(bench: Bench, request: ScanRequest): Promise<Verdict | undefined> {
  const { app } = bench;
  const broken = (status: number | undefined, error: string | undefined): Fail =>
    failed('unmatched-breaks-app', { request: `${request.method} ${request.target}`, status, error });
  // The app may end after it has answered: that is seen when it should be at rest.
  const settled = await ask(bench, request, 0).then(
    async (outcome) => {
      const end = await endOfApp(app, () => order(app, (signal) => app.run.whenIdle(signal)));
      return end ?? outcome;
    },
    (error: unknown) => endOfApp(app, () => Promise.reject(error)),
  );
  if (settled === undefined) return undefined;
  if ('lastLines' in settled) return broken(undefined, settled.error ?? settled.lastLines.at(-1));
  if (settled.kind === 'answer' && settled.status < 500) return undefined;
  if (settled.kind !== 'answer') {
    return judgeProbes(app, [
      {
        address: bench.address,
        probe: { method: 'GET', path: request.target, status: 404 },
        outcome: settled,
      },
    ]);
  }
  const [line = ''] = app.output.errorOnPage(settled.body).split('\n');
  const printed = app.output.printedError(app.run.lastLines(OUTPUT_LINES));
  return broken(settled.status, printed?.error ?? (line === '' ? undefined : shortened(line, 200)));
}

/** How the app ended, where that is why the work fails; rejects with any other reason. */
async function endOfApp(app: WatchedApp, work: () => Promise<unknown>): Promise<AppExit | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    // A dying process closes its sockets a little before its end is known.
    const exit = await Promise.race([app.run.exited, pause(KNOWN_WITHIN_MS, new AbortController().signal)]);
    if (exit === undefined) throw error;
    return exit;
  }
}

/** Sends the scan, many at a time. How the app answers each does not matter, as long as it answers. */
async function sendScan(bench: Bench, scan: readonly ScanRequest[]): Promise<Verdict | undefined> {
  for (let from = 0; from < scan.length; from += TOGETHER) {
    const part = scan.slice(from, from + TOGETHER);
    const outcomes = await Promise.all(part.map((request, index) => ask(bench, request, from + index)));
    const at = outcomes.findIndex(
      ({ kind, ...rest }) => kind === 'answer' && 'status' in rest && rest.status >= 500,
    );
    const request = part[at];
    const outcome = outcomes[at];
    if (request !== undefined && outcome?.kind === 'answer')
      return failed('unmatched-breaks-app', {
        request: `${request.method} ${request.target}`,
        status: outcome.status,
        error: shortened(bench.app.output.errorOnPage(outcome.body).split('\n')[0] ?? '', 200),
      });
  }
  return undefined;
}
