// The registries of a running app as data: which metrics there are, and the value of each series of one.
import { parseExposition } from '../../../exposition/index.ts';
import type { RegisteredMetric, RegistrySnapshot } from '../../model/app-run.ts';
import type { Verdict } from '../../model/verdict.ts';
import { failed } from '../facts/verdicts.ts';

/** One series of a metric. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What the series of the metric gained, by the id of the registry. */
export type Gains = ReadonlyMap<number, readonly Series[]>;

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

/** Whatever stands in front: `collectDefaultMetrics` takes a prefix. */
const defaultMetric =
  /(?:^|_)(?:process_(?:cpu|start|resident|virtual|heap|open|max)|nodejs_(?:eventloop|active|heap|external|version|gc))_/;

/** The names of all metrics of the app but the default ones of prom-client (`process_…`, `nodejs_…`). */
export function ownMetricNames(snapshots: readonly RegistrySnapshot[]): string[] {
  const names = snapshots.flatMap(({ metrics }) => metrics.map(({ name }) => name));
  return [...new Set(names)].filter((name) => !defaultMetric.test(name));
}

/** The series of a metric in a page of metrics; undefined where the page cannot be parsed. */
export function seriesInText(text: string, contentType: string, name: string): Series[] | undefined {
  const outcome = parseExposition(text, contentType);
  if (outcome.status === 'error') return undefined;
  return outcome.families.flatMap(({ samples }) =>
    samples.filter((sample) => sample.name === name).map(({ labels, value }) => ({ labels, value })),
  );
}

/** A metric as one reading of the registries showed it. */
export interface MetricReading {
  /** Its series in each registry that has it, by the id of the registry. */
  readonly lists: ReadonlyMap<number, readonly Series[]>;
  /** The ids of all registries that there were. */
  readonly registries: ReadonlySet<number>;
}

/**
 * The series of a metric in each registry that has it; a verdict where a registry cannot be read.
 * @param sample Which of its samples, as `x_seconds_count` of a histogram. By default those that are named like it
 */
export function seriesByRegistry(
  snapshots: readonly RegistrySnapshot[],
  name: string,
  sample = name,
): MetricReading | { readonly verdict: Verdict } {
  const holders = snapshots.filter(({ metrics }) => metrics.some((metric) => metric.name === name));
  const lists = new Map<number, readonly Series[]>();
  for (const { id, text, contentType, error, isStuck } of holders) {
    if (isStuck === true) return { verdict: failed('registry-stuck', {}) };
    if (error !== undefined) return { verdict: failed('registry-throws', { error }) };
    const series = seriesInText(text, contentType, sample);
    if (series === undefined) return { verdict: failed('registry-unparsable', {}) };
    lists.set(id, series);
  }
  return { lists, registries: new Set(snapshots.map(({ id }) => id)) };
}

/**
 * What the series gained between two readings, in each registry that both readings know. One that came in between,
 * such as a registry that is created for each scrape, shows what others have counted.
 */
export function gainsByRegistry(
  before: MetricReading,
  after: MetricReading,
): ReadonlyMap<number, readonly Series[]> {
  const known = [...after.lists].filter(([id]) => before.registries.has(id));
  return new Map(known.map(([id, list]) => [id, seriesDifferences(before.lists.get(id) ?? [], list)]));
}

/** Whether a registry that is still there has lost the metric, as by `clear()`. */
export function isTakenOut(before: MetricReading, after: MetricReading): boolean {
  return [...before.lists.keys()].some((id) => after.registries.has(id) && !after.lists.has(id));
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
    // Rounding takes the noise of binary fractions away: 0.1 + 0.2 is no difference.
    const gained = Math.round(((values.get(key)?.value ?? 0) + value) * 1e6) / 1e6;
    values.set(key, { labels, value: gained });
  }
  return [...values.values()].filter(({ value }) => value !== 0);
}

/** The sum over series. */
export function sumOf(series: readonly Series[]): number {
  return Math.round(series.reduce((sum, { value }) => sum + value, 0) * 1e6) / 1e6;
}
