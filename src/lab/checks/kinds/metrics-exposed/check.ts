// Check kind metrics-exposed: the app serves a page that Prometheus can read, with the metric on it, always
// fresh, and reading it changes nothing.
import type { AppRun } from '../../../model/app-run.ts';
import type { CheckContext } from '../../contract/context.ts';
import type { CheckRunner } from '../../contract/definition.ts';
import type { MetricsExposedSpec } from './spec.ts';
import type { Fail, Verdict } from '../../../model/verdict.ts';
import type { RequestOutcome } from '../../app/http-request.ts';
import { askApp } from '../../app/ask.ts';
import { judgeMetricOnPage } from './metric-on-page.ts';
import { MAX_PAGE_BYTES, readPage, seriesOnPage, type MetricsPage } from '../../metrics/page.ts';
import { apiPort, portNamed } from '../../app/ports.ts';
import { MISSING_PATH } from '../../probing/names.ts';
import {
  gainsByRegistry,
  isTakenOut,
  seriesByRegistry,
  sumOf,
  type MetricReading,
} from '../../metrics/registries.ts';
import { findAddress, judgeIsolated, readRegistries, type WatchedApp } from '../../app/running.ts';
import { diagnoseScrapes } from './diagnosis.ts';
import { pathsInSource } from '../../app/source-paths.ts';
import { listenFailed, listeningOn } from '../../app/start-failures.ts';
import { failed } from '../../facts/verdicts.ts';
import { passed } from './facts.ts';

/** What Prometheus says that it takes. */
const ACCEPT = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';
const USUAL_PATHS = ['/metrics', '/', '/metric', '/prometheus', '/api/metrics', '/stats'];
const MAX_REDIRECTS = 3;
const SCRAPES = 2;

interface Place {
  readonly address: string;
  readonly port: number;
  readonly path: string;
}

/** Judges whether Prometheus could scrape the app. */
export const checkMetricsExposed: CheckRunner<MetricsExposedSpec> = (spec, context) =>
  judgeIsolated(context, async (app) => {
    const port = portNamed(context, spec.port);
    const path = spec.path ?? '/metrics';
    const found = await findAddress(app, port);
    if ('verdict' in found)
      return (await findElsewhere(app, context, { port, path })) ?? notServed(app.run, found.verdict, port);
    const place = { address: found.address, port, path };
    const unread = await readMetric(app, spec.metric);
    if ('verdict' in unread) return unread.verdict;
    const read = readPage(nameOf(place), await fetchPage(app, place), app.output);
    if ('page' in read) {
      const first = await readMetric(app, spec.metric);
      if ('verdict' in first) return first.verdict;
      if (isTakenOut(unread, first))
        return failed('metric-removed-by-scrape', { metric: spec.metric, place: nameOf(place) });
      return judgePage(app, context, spec, place, read.page, first);
    }
    if (read.fault.code !== 'metrics-page-not-found') return read.fault;
    return (await findElsewhere(app, context, place)) ?? read.fault;
  });

function nameOf({ port, path }: Pick<Place, 'port' | 'path'>): string {
  return `localhost:${port}${path}`;
}

async function fetchPage(app: WatchedApp, { address, port, path }: Place): Promise<RequestOutcome> {
  let target = path;
  for (let redirects = 0; ; redirects++) {
    const outcome = await askApp(app, {
      address,
      method: 'GET',
      path: target,
      maxBytes: MAX_PAGE_BYTES,
      // The port that Prometheus will ask for: in an isolated run the app is on another one.
      headers: { host: `localhost:${port}`, accept: ACCEPT, 'accept-encoding': 'gzip' },
    });
    const isRedirect = outcome.kind === 'answer' && outcome.status >= 300 && outcome.status < 400;
    const next = isRedirect ? outcome.location : undefined;
    if (next === undefined || redirects >= MAX_REDIRECTS || !URL.canParse(next, `http://${address}`))
      return outcome;
    const url = new URL(next, `http://${address}${target}`);
    if (![address, `localhost:${port}`].includes(url.host)) return outcome;
    target = url.pathname + url.search;
  }
}

function notServed(run: AppRun, listening: Verdict, port: number): Verdict {
  const clash = run.listens.find((listen) => listen.status === 'failed' && listen.code === 'EADDRINUSE');
  if (clash !== undefined) return listenFailed(clash, 'isolated');
  if (listening.status !== 'fail' || listening.code !== 'not-listening-on-port') return listening;
  const { name, ports } = listeningOn(run.listens);
  return name === undefined
    ? failed('metrics-port-closed', { port, others: ports })
    : failed('metrics-listen-on-name', { port, name });
}

/** Where else the app serves metrics: another port first, then another path. */
async function findElsewhere(
  app: WatchedApp,
  context: CheckContext,
  asked: { readonly port: number; readonly path: string },
): Promise<Fail | undefined> {
  const paths = new Set([asked.path, ...USUAL_PATHS, ...(await pathsInSource(context))]);
  const ports = app.run.listens.filter(({ status }) => status === 'listening').map((listen) => listen.asked);
  const places = [...new Set(ports)].flatMap((port) => {
    const address = app.run.address(port);
    return address === undefined ? [] : [...paths].map((path) => ({ address, port, path }));
  });
  const served = await Promise.all(
    places.map(async (place) => {
      const outcome = await fetchPage(app, place);
      if (outcome.kind !== 'answer' || outcome.status !== 200 || !/^# (?:HELP|TYPE) /m.test(outcome.body))
        return [];
      return [place];
    }),
  );
  const [place] = served
    .flat()
    .toSorted((a, b) => Number(b.port === asked.port) - Number(a.port === asked.port));
  if (place === undefined) return undefined;
  const { port, path } = place;
  const found = { place: nameOf(place), port, path };
  const wanted = { place: nameOf(asked), ...asked };
  return port === asked.port
    ? failed('metrics-at-other-path', { ...wanted, found })
    : failed('metrics-on-other-port', { ...wanted, found });
}

async function judgePage(
  app: WatchedApp,
  context: CheckContext,
  spec: MetricsExposedSpec,
  place: Place,
  page: MetricsPage,
  before: MetricReading,
): Promise<Verdict> {
  const fault = judgeMetricOnPage(nameOf(place), spec.metric, page, await readRegistries(app), before);
  if (fault !== undefined) return fault;
  await knock(app, context, place);
  const settled = await readMetric(app, spec.metric);
  if ('verdict' in settled) return settled.verdict;
  const shown: number[] = [];
  for (let scrape = 0; scrape < SCRAPES; scrape++) {
    const read = readPage(nameOf(place), await fetchPage(app, place), app.output);
    if ('fault' in read) return read.fault;
    shown.push(sumOf(seriesOnPage(read.page, spec.metric) ?? []));
  }
  const after = await readMetric(app, spec.metric);
  if ('verdict' in after) return after.verdict;
  const scraped = diagnoseScrapes(spec.metric, nameOf(place), { before, settled, after, shown });
  if (scraped === undefined) return passed('metrics-served', { place: nameOf(place) });
  if (scraped.code !== 'counts-scrapes') return scraped;
  return (await judgeReading(app, spec.metric)) ?? scraped;
}

/** A metric that changes with each reading, also where no page is asked for: its own `collect` does it. */
async function judgeReading(app: WatchedApp, metric: string): Promise<Verdict | undefined> {
  const once = await readMetric(app, metric);
  if ('verdict' in once) return once.verdict;
  const twice = await readMetric(app, metric);
  if ('verdict' in twice) return twice.verdict;
  const [moved] = [...gainsByRegistry(once, twice).values()].flat();
  return moved === undefined
    ? undefined
    : failed('metric-changed-by-reading', { metric, labels: moved.labels, change: moved.value });
}

/** Requests to whatever the app may serve, so that a metric that counts moves between two readings. */
async function knock(app: WatchedApp, context: CheckContext, place: Place): Promise<void> {
  const address = app.run.address(apiPort(context));
  if (address === undefined) return;
  const paths = [...(await pathsInSource(context)).filter((path) => path !== place.path), MISSING_PATH];
  await Promise.all(
    paths.flatMap((path) => ['GET', 'POST'].map((method) => askApp(app, { address, method, path }))),
  );
}

async function readMetric(
  app: WatchedApp,
  metric: string,
): Promise<MetricReading | { readonly verdict: Verdict }> {
  return seriesByRegistry(await readRegistries(app), metric);
}
