// A histogram as one reading of the registries showed it: how often, how long in total, and how much in a bucket.
import type { RegistrySnapshot } from '../../../model/app-run.ts';
import type { Verdict } from '../../../model/verdict.ts';
import {
  labelsKey,
  seriesByRegistry,
  seriesDifferences,
  type MetricReading,
  type Series,
} from '../../metrics/registries.ts';

const PARTS = ['count', 'sum', 'bucket'] as const;

export type HistogramReading = Readonly<Record<(typeof PARTS)[number], MetricReading>>;

/** What a histogram gained between two readings. */
export interface HistogramGains {
  readonly count: readonly Series[];
  readonly sum: readonly Series[];
  /** Of the bucket that ends at the boundary, without its label `le`. */
  readonly below: readonly Series[];
  /** Of all buckets, with their label `le`. */
  readonly buckets: readonly Series[];
  /** The upper bounds of the buckets, in the order of the page. */
  readonly bounds: readonly string[];
}

/** The histogram in each registry that has it; a verdict where a registry cannot be read. */
export function readHistogram(
  snapshots: readonly RegistrySnapshot[],
  metric: string,
): HistogramReading | { readonly verdict: Verdict } {
  const count = seriesByRegistry(snapshots, metric, `${metric}_count`);
  if ('verdict' in count) return count;
  const sum = seriesByRegistry(snapshots, metric, `${metric}_sum`);
  if ('verdict' in sum) return sum;
  const bucket = seriesByRegistry(snapshots, metric, `${metric}_bucket`);
  if ('verdict' in bucket) return bucket;
  return { count, sum, bucket };
}

/** What it gained. Of several registries with a metric of that name, the one that moves is the one that is used. */
export function histogramGains(
  before: HistogramReading,
  after: HistogramReading,
  boundary: number,
): HistogramGains {
  const ids = [...after.count.lists.keys()];
  const gainedIn = (part: (typeof PARTS)[number], id: number): Series[] =>
    seriesDifferences(before[part].lists.get(id) ?? [], after[part].lists.get(id) ?? []);
  const id = ids.find((one) => gainedIn('count', one).length > 0) ?? ids[0];
  if (id === undefined) return { count: [], sum: [], below: [], buckets: [], bounds: [] };
  const gained = gainedIn('bucket', id);
  return {
    count: gainedIn('count', id),
    sum: gainedIn('sum', id),
    below: gained
      .filter(({ labels }) => Number(labels['le']) === boundary)
      .map(({ labels, value }) => ({ labels: withoutBound(labels), value })),
    buckets: gained,
    bounds: boundsOf(after.bucket.lists.get(id) ?? []),
  };
}

function withoutBound({ le: _le, ...labels }: Series['labels']): Series['labels'] {
  return labels;
}

/** Those of the first series: all of a histogram have the same. */
function boundsOf(buckets: readonly Series[]): string[] {
  const [first] = buckets;
  if (first === undefined) return [];
  const key = labelsKey(withoutBound(first.labels));
  return buckets
    .filter(({ labels }) => labelsKey(withoutBound(labels)) === key)
    .map(({ labels }) => labels['le'] ?? '');
}
