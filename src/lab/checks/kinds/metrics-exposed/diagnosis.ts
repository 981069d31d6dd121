// What readings before and after scrapes say: is the page fresh, of the right registry, and without effect? Pure.
import type { Fail } from '../../../model/verdict.ts';
import {
  gainsByRegistry,
  isTakenOut,
  sumOf,
  type MetricReading,
  type Series,
} from '../../metrics/registries.ts';
import { fail } from '../../facts/verdicts.ts';
import { seriesText } from '../../facts/wording.ts';

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

const resetHint =
  'Nothing may reset a metric when it is read: Prometheus works out by itself what came in between.';

/** The fault of a page that, once read, leaves the registry without the metric. */
export function takenOut(metric: string, place: string): Fail {
  return fail('counts-scrapes', `Reading ${place} takes ${metric} out of its registry.`, {
    expected: `${metric} stays in its registry`,
    observed: 'no such metric after a scrape',
    hint: resetHint,
  });
}

/** The fault of a metric that reads differently each time, with no request or scrape in between. */
export function changedByReading(metric: string, { labels, value }: Series): Fail {
  return fail('counted-wrong-amount', `${metric} changes whenever it is read: its collect() moves it.`, {
    expected: `${metric} stays the same while no request comes in`,
    observed: `${seriesText(metric, labels)} changes by ${value > 0 ? '+' : ''}${value} with each reading`,
    hint: 'collect() runs before each reading. Set what it shows, or add only what is new since the last reading.',
  });
}

/** The fault of the page, undefined where it shows what the registries have and changes nothing. */
export function diagnoseScrapes(metric: string, place: string, readings: ScrapeReadings): Fail | undefined {
  const { before, settled, after, shown } = readings;
  if (isTakenOut(settled, after)) return takenOut(metric, place);
  const [moved] = [...gainsByRegistry(settled, after).values()].flat();
  if (moved !== undefined) {
    const isUp = moved.value > 0;
    return fail(
      'counts-scrapes',
      `Reading ${place} changes ${metric}${isUp ? ': a scrape is counted as a request' : ''}.`,
      {
        expected: `no change after ${shown.length} scrapes`,
        observed: `${seriesText(metric, moved.labels)} changed by ${moved.value}`,
        hint: isUp
          ? 'The page of metrics is no page of the shop: it should not pass the code that counts.'
          : resetHint,
      },
    );
  }
  const sums = new Map([...settled.lists].map(([id, list]) => [id, sumOf(list)]));
  const value = shown.at(-1) ?? 0;
  const highest = Math.max(0, ...sums.values());
  if (value > highest) {
    return fail('counts-scrapes', `${place} counts the scrape itself in ${metric}.`, {
      expected: String(highest),
      observed: String(value),
      hint: 'The page of metrics is no page of the shop: it should not pass the code that counts.',
    });
  }
  const used = [...gainsByRegistry(before, settled)].find(([, gained]) => gained.length > 0)?.[0];
  // Without a registry that moved, any of them may be the one that is meant.
  const isElsewhere = [...sums.values()].includes(value);
  if (used === undefined ? isElsewhere : sums.get(used) === value) return undefined;
  const expected = used === undefined ? highest : sums.get(used);
  const details = { expected: String(expected), observed: String(value) };
  if (isElsewhere && sums.size > 1) {
    return fail(
      'wrong-registry',
      `Two registries have ${metric}, and ${place} shows the one that is not used.`,
      {
        ...details,
        hint: 'The metric that counts and the page have to use the same registry.',
      },
    );
  }
  return fail('stale-page', `${place} shows an old value of ${metric}.`, {
    ...details,
    hint: 'Create the text inside the handler, for each request.',
  });
}
