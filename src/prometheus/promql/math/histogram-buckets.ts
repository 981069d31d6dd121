// Classic histograms: what the counts of their buckets say about quantiles and fractions. Source of the rules:
// Prometheus's documentation of histogram_quantile and histogram_fraction.

export interface Bucket {
  readonly upperBound: number;
  /** Cumulative: the observations up to the bound. */
  count: number;
}

/** What had to be changed in counts that do not grow with their bound. */
export interface MonotonicityFix {
  isForced: boolean;
  min: number;
  max: number;
  diff: number;
}

const TOLERANCE = 1e-12;

/** Equal up to what floating point loses. */
function isAlmostEqual(a: number, b: number): boolean {
  if (a === b) return true;
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  // As Prometheus's almost.Equal: beside the smallest normal number a relative difference says nothing.
  if (a === 0 || b === 0 || sum < Number.MIN_VALUE * 2 ** 52)
    return difference < TOLERANCE * Number.MIN_VALUE * 2 ** 52;
  return difference / Math.min(sum, Number.MAX_VALUE) < TOLERANCE;
}

/** Sorted by bound, with buckets of one bound added up; undefined where the last is not +Inf. */
function orderBuckets(buckets: readonly Bucket[]): Bucket[] | undefined {
  const merged: Bucket[] = [];
  for (const { upperBound, count } of buckets.toSorted((a, b) => a.upperBound - b.upperBound)) {
    const last = merged.at(-1);
    if (last?.upperBound === upperBound) last.count += count;
    else merged.push({ upperBound, count });
  }
  return merged.at(-1)?.upperBound === Infinity ? merged : undefined;
}

function makeMonotonic(buckets: readonly Bucket[]): MonotonicityFix {
  const fix: MonotonicityFix = { isForced: false, min: Infinity, max: -Infinity, diff: 0 };
  let previous = buckets[0]?.count ?? 0;
  for (const bucket of buckets.slice(1)) {
    const { count, upperBound } = bucket;
    if (count === previous) continue;
    if (isAlmostEqual(previous, count)) {
      bucket.count = previous;
    } else if (count < previous) {
      bucket.count = previous;
      fix.isForced = true;
      fix.min = Math.min(fix.min, upperBound);
      fix.max = Math.max(fix.max, upperBound);
      fix.diff = Math.max(fix.diff, previous - count);
    } else {
      previous = count;
    }
  }
  return fix;
}

/** The φ-quantile, linear within a bucket. Counts that do not grow are corrected, with an annotation. */
export function bucketQuantile(
  quantile: number,
  unordered: readonly Bucket[],
): { value: number; fix?: MonotonicityFix } {
  if (Number.isNaN(quantile)) return { value: NaN };
  if (quantile < 0) return { value: -Infinity };
  if (quantile > 1) return { value: Infinity };
  const buckets = orderBuckets(unordered);
  if (buckets === undefined) return { value: NaN };
  const fix = makeMonotonic(buckets);
  const observations = buckets.at(-1)?.count ?? 0;
  if (buckets.length < 2 || observations === 0) return { value: NaN, fix };
  const rank = quantile * observations;
  const found = buckets.findIndex((bucket) => bucket.count >= rank);
  const index = found < 0 ? buckets.length - 1 : Math.min(found, buckets.length - 1);
  const { upperBound = NaN, count = NaN } = buckets[index] ?? {};
  // The end of the last bucket is unknown; its start is known.
  if (index === buckets.length - 1) return { value: buckets[index - 1]?.upperBound ?? NaN, fix };
  if (index === 0 && upperBound <= 0) return { value: upperBound, fix };
  const { upperBound: start = 0, count: below = 0 } = buckets[index - 1] ?? {};
  return { value: start + (upperBound - start) * ((rank - below) / (count - below)), fix };
}

/** The share of observations between two bounds, linear within a bucket. */
export function bucketFraction(lower: number, upper: number, unordered: readonly Bucket[]): number {
  const buckets = orderBuckets(unordered);
  const total = buckets?.at(-1)?.count ?? 0;
  if (
    buckets === undefined ||
    total === 0 ||
    Number.isNaN(total) ||
    Number.isNaN(lower) ||
    Number.isNaN(upper)
  )
    return NaN;
  if (lower >= upper) return 0;
  return (rankOf(upper, buckets, total) - rankOf(lower, buckets, total)) / total;
}

/** How many observations lie below a bound. */
function rankOf(bound: number, buckets: readonly Bucket[], total: number): number {
  let rank = 0;
  // With a first bound above zero the observations are taken to be positive.
  let lowerBound = (buckets[0]?.upperBound ?? 0) <= 0 ? -Infinity : 0;
  for (const { upperBound, count } of buckets) {
    if (lowerBound >= bound) return Math.min(rank, total);
    if (upperBound > bound) {
      if (lowerBound === -Infinity) return Math.min(count, total);
      return Math.min(rank + ((count - rank) * (bound - lowerBound)) / (upperBound - lowerBound), total);
    }
    rank = count;
    lowerBound = upperBound;
  }
  return total;
}
