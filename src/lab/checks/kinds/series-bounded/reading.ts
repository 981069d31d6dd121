// The series of several metrics in one reading of the registries, and what they gained since the one before.
import type { RegistrySnapshot } from '../../../model/app-run.ts';
import type { Verdict } from '../../../model/verdict.ts';
import {
  gainsByRegistry,
  metricsNamed,
  seriesByRegistry,
  type MetricReading,
  type Series,
} from '../../metrics/registries.ts';
import { readRegistries, type WatchedApp } from '../../app/running.ts';

/** The metrics by name. A histogram counts as its series `_count`: one for each set of labels. */
export type Reading = ReadonlyMap<string, MetricReading>;

/** What each metric gained, by its name. */
export type MetricGains = ReadonlyMap<string, readonly Series[]>;

/** Reads the metrics when the app is at rest. */
export async function readMetrics(
  app: WatchedApp,
  metrics: readonly string[],
): Promise<{ readonly reading: Reading } | { readonly verdict: Verdict }> {
  const snapshots = await readRegistries(app);
  const reading = new Map<string, MetricReading>();
  for (const metric of metrics) {
    const series = seriesByRegistry(snapshots, metric, sampleOf(snapshots, metric));
    if ('verdict' in series) return series;
    reading.set(metric, series);
  }
  return { reading };
}

/** What each metric gained between two readings. Of several registries, the one that moves is the one that is used. */
export function gainsBetween(before: Reading, after: Reading): MetricGains {
  return new Map(
    [...after].map(([metric, series]) => {
      const earlier = before.get(metric);
      const gains = earlier === undefined ? [] : [...gainsByRegistry(earlier, series).values()];
      return [metric, gains.find((list) => list.length > 0) ?? []];
    }),
  );
}

/** The series of a metric, of the registry that has most. */
export function seriesOf(reading: Reading, metric: string): readonly Series[] {
  const lists = [...(reading.get(metric)?.lists.values() ?? [])];
  return lists.toSorted((a, b) => b.length - a.length)[0] ?? [];
}

function sampleOf(snapshots: readonly RegistrySnapshot[], metric: string): string {
  const type = metricsNamed(snapshots, metric)[0]?.metric.type;
  return type === 'histogram' || type === 'summary' ? `${metric}_count` : metric;
}
