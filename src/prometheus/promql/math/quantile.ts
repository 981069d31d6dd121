// The quantile of a set of samples, as the aggregation and quantile_over_time take it.

/** The φ-quantile of unsorted values, between two of them by their distance. NaN counts as smallest. */
export function quantileOf(quantile: number, values: Float64Array): number {
  if (values.length === 0 || Number.isNaN(quantile)) return NaN;
  if (quantile < 0) return -Infinity;
  if (quantile > 1) return Infinity;
  // A typed array sorts NaN to its end; here they belong before all else.
  const sorted = values.toSorted();
  let nans = 0;
  while (nans < sorted.length && Number.isNaN(sorted[sorted.length - 1 - nans])) nans++;
  const valueAt = (index: number): number => (index < nans ? NaN : (sorted[index - nans] ?? NaN));
  const rank = quantile * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return valueAt(lower) * (1 - weight) + valueAt(upper) * weight;
}

export function isQuantile(value: number): boolean {
  return value >= 0 && value <= 1;
}
