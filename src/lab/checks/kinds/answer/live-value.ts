// What is right at this moment: values read from the live app or from its Prometheus, with those that were right
// a little earlier, so that a learner's own requests never make a right answer wrong.
import type { CheckContext } from '../../contract/context.ts';
import type { MatrixSeries } from '../../../model/prometheus-api.ts';
import type { Blocked, Fail } from '../../../model/verdict.ts';
import { queryCurrent } from '../../prometheus/current-series.ts';
import { explainNothing, numbersOf, whenScraped, type FreshApi } from '../../prometheus/fresh-query.ts';
import { askApp } from '../../app/ask.ts';
import { MAX_PAGE_BYTES, readPage, seriesOnPage } from '../../metrics/page.ts';
import { portNamed } from '../../app/ports.ts';
import { sumOf } from '../../metrics/registries.ts';
import { findAddress, judgeLive } from '../../app/running.ts';
import { failed } from '../../facts/verdicts.ts';
import { passed } from './facts.ts';

/** How far back a value still counts as one the learner may just have read. */
const LOOK_BACK_MS = 600_000;
const STEP_SECONDS = 2;

export type Labelled = { readonly labels: Readonly<Record<string, string>>; readonly value: number };

/** The live total of a metric, from the app's own page. */
export async function readTotal(
  context: CheckContext,
  metric: string,
  portName: string,
): Promise<{ readonly total: number } | { readonly verdict: Fail | Blocked }> {
  const port = portNamed(context, portName);
  let total: number | undefined;
  const verdict = await judgeLive(context, async (app) => {
    const found = await findAddress(app, port);
    if ('verdict' in found) return found.verdict;
    const place = `localhost:${port}/metrics`;
    const request = {
      address: found.address,
      method: 'GET',
      path: '/metrics',
      maxBytes: MAX_PAGE_BYTES,
    };
    const read = readPage(place, await askApp(app, request), app.output);
    if ('fault' in read) return read.fault;
    const series = seriesOnPage(read.page, metric);
    if (series === undefined)
      return failed('metric-not-on-page', { place, metric, others: read.page.families.length });
    total = sumOf(series);
    return passed('answer-right', { answer: String(total) });
  });
  if (total !== undefined) return { total };
  if (verdict.status === 'pass') throw new Error('a page was judged right without its total');
  return { verdict };
}

/** The value of a query now, and those it had since Prometheus saw the last traffic. */
export async function queryTotals(
  context: CheckContext,
  query: string,
): Promise<
  | { readonly now: number; readonly earlier: () => Promise<readonly number[]> }
  | { readonly verdict: Fail | Blocked }
> {
  await context.history();
  const scraped = await whenScraped(context);
  if ('blocked' in scraped) return { verdict: scraped.blocked };
  const numbers = numbersOf(await queryCurrent(scraped.fresh.api, query, context.signal));
  if (numbers.length === 0) return { verdict: await explainNothing(context, query) };
  const earlier = async (): Promise<readonly number[]> => {
    const totals = new Map<number, number>();
    for (const { values } of await history(context, query, scraped.fresh)) {
      for (const [time, value] of values) totals.set(time, (totals.get(time) ?? 0) + Number(value));
    }
    return [...totals.values()];
  };
  return { now: numbers.reduce((sum, value) => sum + value, 0), earlier };
}

/** The series of a query with the highest value, as sets of the labels asked for; several where they tie. */
export async function queryWinners(
  context: CheckContext,
  query: string,
  labels: readonly string[],
): Promise<
  | {
      readonly winners: readonly Labelled[];
      readonly all: readonly Labelled[];
      readonly earlier: () => Promise<readonly Labelled[]>;
    }
  | { readonly verdict: Fail | Blocked }
> {
  await context.history();
  const scraped = await whenScraped(context);
  if ('blocked' in scraped) return { verdict: scraped.blocked };
  const result = await queryCurrent(scraped.fresh.api, query, context.signal);
  const series = result.resultType === 'vector' ? result.result : [];
  const all = groupSeries(
    series.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) })),
    labels,
  );
  if (all.length === 0) return { verdict: await explainNothing(context, query) };
  const earlier = async (): Promise<readonly Labelled[]> => {
    const byTime = new Map<number, Labelled[]>();
    for (const { metric, values } of await history(context, query, scraped.fresh)) {
      for (const [time, value] of values) {
        byTime.set(time, [...(byTime.get(time) ?? []), { labels: metric, value: Number(value) }]);
      }
    }
    return [...byTime.values()].flatMap((moment) => highest(groupSeries(moment, labels)));
  };
  return { winners: highest(all), all, earlier };
}

/** Sums series that have the same values of the labels asked for: further labels do not split an answer. */
export function groupSeries(series: readonly Labelled[], labels: readonly string[]): Labelled[] {
  const groups = new Map<string, Labelled>();
  for (const { labels: all, value } of series) {
    const kept = Object.fromEntries(labels.map((label) => [label, all[label] ?? '']));
    const key = JSON.stringify(kept);
    groups.set(key, { labels: kept, value: (groups.get(key)?.value ?? 0) + value });
  }
  return [...groups.values()];
}

/** Those with the highest value; all of them where they tie. */
export function highest(series: readonly Labelled[]): Labelled[] {
  const top = Math.max(...series.map(({ value }) => value));
  return series.filter(({ value }) => value === top);
}

async function history(
  context: CheckContext,
  query: string,
  fresh: FreshApi,
): Promise<readonly MatrixSeries[]> {
  if (context.lastTrafficAtMs === undefined) return [];
  const endMs = Date.now() + fresh.clockOffsetMs;
  const startMs = Math.max(context.lastTrafficAtMs + fresh.clockOffsetMs, endMs - LOOK_BACK_MS);
  if (startMs >= endMs) return [];
  const range = { startSeconds: startMs / 1_000, endSeconds: endMs / 1_000, stepSeconds: STEP_SECONDS };
  const result = await fresh.api.queryRange(query, range, context.signal);
  return result.resultType === 'matrix' ? result.result : [];
}
