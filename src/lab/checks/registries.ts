// The registries of a running app as data: which metrics there are, and the value of each series of one.
import { parseExposition } from '../../exposition/index.ts';
import type { RegisteredMetric, RegistrySnapshot } from '../model/app-run.ts';
import type { Verdict } from '../model/verdict.ts';
import { fail } from './verdicts.ts';

/** One series of a metric. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A metric in one of the app's registries. */
export interface FoundMetric {
  readonly metric: RegisteredMetric;
  readonly snapshot: RegistrySnapshot;
}

/** Every metric of that name, in the order of the registries. */
export function metricsNamed(snapshots: readonly RegistrySnapshot[], name: string): FoundMetric[] {
  return snapshots.flatMap((snapshot) =>
    snapshot.metrics.filter((metric) => metric.name === name).map((metric) => ({ metric, snapshot })),
  );
}

/** The names of all metrics of the app but the default ones of prom-client (`process_…`, `nodejs_…`). */
export function ownMetricNames(snapshots: readonly RegistrySnapshot[]): string[] {
  const names = snapshots.flatMap(({ metrics }) => metrics.map(({ name }) => name));
  return [...new Set(names)].filter((name) => !/^(process|nodejs)_/.test(name));
}

/** The series of a metric in a page of metrics; undefined where the page cannot be parsed. */
export function seriesInText(text: string, contentType: string, name: string): Series[] | undefined {
  const outcome = parseExposition(text, contentType);
  if (outcome.status === 'error') return undefined;
  return outcome.families.flatMap(({ samples }) =>
    samples.filter((sample) => sample.name === name).map(({ labels, value }) => ({ labels, value })),
  );
}

/** The series of a metric, one list for each registry that has it; a verdict where a registry cannot be read. */
export function seriesByRegistry(
  snapshots: readonly RegistrySnapshot[],
  name: string,
): { readonly lists: readonly (readonly Series[])[] } | { readonly verdict: Verdict } {
  const holders = snapshots.filter(({ metrics }) => metrics.some((metric) => metric.name === name));
  const lists: Series[][] = [];
  for (const { text, contentType, error } of holders) {
    if (error !== undefined) return { verdict: registryFailed(error) };
    const series = seriesInText(text, contentType, name);
    if (series === undefined) return { verdict: registryFailed('its text is not in the exposition format') };
    lists.push(series);
  }
  return { lists };
}

function registryFailed(error: string): Verdict {
  return fail('registry-failed', 'The metrics of the app cannot be read.', {
    observed: error,
    hint: 'If a metric has a collect() function of your own, see that it does not throw.',
  });
}

/** A key that equal label sets share. */
export function labelsKey(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What each series gained between two readings. Series that did not move are left out; a vanished one counts down. */
export function seriesDifferences(before: readonly Series[], after: readonly Series[]): Series[] {
  const values = new Map(before.map(({ labels, value }) => [labelsKey(labels), { labels, value: -value }]));
  for (const { labels, value } of after) {
    const key = labelsKey(labels);
    // Rounding takes the noise of binary fractions away: 0.1 + 0.2 is no difference of its own.
    const gained = Math.round(((values.get(key)?.value ?? 0) + value) * 1e6) / 1e6;
    values.set(key, { labels, value: gained });
  }
  return [...values.values()].filter(({ value }) => value !== 0);
}

/** The sum over series. */
export function sumOf(series: readonly Series[]): number {
  return Math.round(series.reduce((sum, { value }) => sum + value, 0) * 1e6) / 1e6;
}
