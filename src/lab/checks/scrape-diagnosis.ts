// What readings before and after scrapes say: is the page fresh, of the right registry, and without effect? Pure.
import type { Fail } from '../model/verdict.ts';
import { seriesDifferences, sumOf, type Series } from './registries.ts';
import { fail } from './verdicts.ts';
import { seriesText } from './wording.ts';

/** A metric in the app's registries, one list for each, and its sum as each scrape of the page showed it. */
export interface ScrapeReadings {
  /** Before requests were sent to the API. */
  readonly before: readonly (readonly Series[])[];
  /** After those requests, before the scrapes. */
  readonly settled: readonly (readonly Series[])[];
  /** After the scrapes. */
  readonly after: readonly (readonly Series[])[];
  readonly shown: readonly number[];
}

/** The fault of the page, undefined where it shows what the registries have and changes nothing. */
export function diagnoseScrapes(metric: string, place: string, readings: ScrapeReadings): Fail | undefined {
  const { before, settled, after, shown } = readings;
  const [moved] = after.flatMap((list, index) => seriesDifferences(settled[index] ?? [], list));
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
          : 'Nothing may reset a metric when it is read: Prometheus works out by itself what came in between.',
      },
    );
  }
  const sums = settled.map(sumOf);
  const value = shown.at(-1) ?? 0;
  const highest = Math.max(0, ...sums);
  if (value > highest) {
    return fail('counts-scrapes', `${place} counts the scrape itself in ${metric}.`, {
      expected: String(highest),
      observed: String(value),
      hint: 'The page of metrics is no page of the shop: it should not pass the code that counts.',
    });
  }
  const used = settled.findIndex((list, index) => seriesDifferences(before[index] ?? [], list).length > 0);
  // Without a registry that moved, any of them may be the one that is meant.
  if (used === -1 ? sums.includes(value) : sums[used] === value) return undefined;
  const details = { expected: String(sums[used] ?? highest), observed: String(value) };
  if (sums.includes(value) && sums.length > 1) {
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
    hint: 'Make the text anew for each request, inside the handler.',
  });
}
