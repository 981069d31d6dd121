// What readings before and after scrapes say: is the page fresh, of the right registry, and without effect? Pure.
import type { Fail } from '../../../model/verdict.ts';
import { gainsByRegistry, isTakenOut, sumOf, type MetricReading } from '../../metrics/registries.ts';
import { failed } from '../../facts/verdicts.ts';

/** A metric in the app's registries, and its sum as each scrape of the page showed it. */
export interface ScrapeReadings {
  /** Before requests were sent to the API. */
  readonly before: MetricReading;
  /** After those requests, before the scrapes. */
  readonly settled: MetricReading;
  /** After the scrapes. */
  readonly after: MetricReading;
  readonly shown: readonly number[];
}

/** The error of the page, undefined where it shows what the registries have and changes nothing. */
export function diagnoseScrapes(metric: string, place: string, readings: ScrapeReadings): Fail | undefined {
  const { before, settled, after, shown } = readings;
  const onPage = { metric, place };
  if (isTakenOut(settled, after)) return failed('metric-removed-by-scrape', onPage);
  const [moved] = [...gainsByRegistry(settled, after).values()].flat();
  if (moved !== undefined) {
    const { labels, value: change } = moved;
    const kind = change > 0 ? 'metric-raised-by-scrape' : 'metric-lowered-by-scrape';
    return failed(kind, { ...onPage, labels, change, scrapes: shown.length });
  }
  const sums = new Map([...settled.lists].map(([id, list]) => [id, sumOf(list)]));
  const value = shown.at(-1) ?? 0;
  const highest = Math.max(0, ...sums.values());
  if (value > highest) return failed('metric-with-scrape', { ...onPage, registered: highest, shown: value });
  const used = [...gainsByRegistry(before, settled)].find(([, gained]) => gained.length > 0)?.[0];
  const registered = (used === undefined ? undefined : sums.get(used)) ?? highest;
  // Without a registry that moved, any of them may be the one that is meant.
  const isElsewhere = [...sums.values()].includes(value);
  if (used === undefined ? isElsewhere : registered === value) return undefined;
  const kind = isElsewhere && sums.size > 1 ? 'unused-registry-on-page' : 'page-stale';
  return failed(kind, { ...onPage, registered, shown: value });
}
