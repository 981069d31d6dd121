// What a recording rule writes, from the result of its expression at all moments.
import { writeStaleAt, type Labels, type SeriesSamples } from '../model/samples.ts';
import { RuleError } from '../rules/evaluate/expression.ts';
import { recordedLabels, recordedSamples } from '../rules/evaluate/recorded.ts';
import type { RecordingRule, RuleSample } from '../rules/model/rule.ts';
import type { Moments, SlidingResult } from './sliding.ts';

interface Recorded {
  /** With stale markers. */
  readonly series: readonly SeriesSamples[];
  /** Messages by the index of the moment. */
  readonly failures: ReadonlyMap<number, string>;
}

export function recordAll(
  rule: RecordingRule,
  limit: number,
  { rows, failures }: SlidingResult,
  moments: Moments,
): Recorded {
  const sameSeries = new Map<string, { readonly labels: Labels; readonly rows: SeriesSamples[] }>();
  for (const row of rows) {
    const labels = recordedLabels(rule, row.labels);
    const known = sameSeries.get(labels.key);
    if (known === undefined) sameSeries.set(labels.key, { labels, rows: [row] });
    else known.rows.push(row);
  }
  const isPlain = sameSeries.size === rows.length && (limit === 0 || rows.length <= limit);
  const allFailures = isPlain ? failures : withRefusals(rule, limit, rows, failures, moments);
  const series = Array.from(sameSeries.values(), ({ labels, rows: ofSeries }) =>
    withMarkers(labels, ofSeries, allFailures, moments),
  );
  return { series: series.filter(({ values }) => values.length > 0), failures: allFailures };
}

/** Adds the moments at which the result itself is refused. */
function withRefusals(
  rule: RecordingRule,
  limit: number,
  rows: readonly SeriesSamples[],
  failures: ReadonlyMap<number, string>,
  moments: Moments,
): ReadonlyMap<number, string> {
  const all = new Map(failures);
  const found = Array.from({ length: moments.count }, (): RuleSample[] => []);
  for (const { labels, timestamps, values } of rows)
    for (let i = 0; i < timestamps.length; i++)
      found[indexOf(timestamps[i] ?? 0, moments)]?.push({ labels, value: values[i] ?? NaN });
  for (const [index, samples] of found.entries()) {
    try {
      recordedSamples(rule, samples, limit);
    } catch (error) {
      if (!(error instanceof RuleError)) throw error;
      all.set(index, error.message);
    }
  }
  return all;
}

function indexOf(timeMs: number, { firstMs, stepMs }: Moments): number {
  return Math.round((timeMs - firstMs) / stepMs);
}

/** The samples of one series, with a stale marker at the first successful moment without one. */
function withMarkers(
  labels: Labels,
  rows: readonly SeriesSamples[],
  failures: ReadonlyMap<number, string>,
  moments: Moments,
): SeriesSamples {
  const [only] = rows;
  if (rows.length === 1 && only !== undefined && failures.size === 0 && only.values.length === moments.count)
    return { labels, timestamps: only.timestamps, values: only.values };
  // At most one row has a value at a moment that is successful.
  const points = rows
    .flatMap((row, at) => Array.from(row.timestamps, (time, i) => ({ index: indexOf(time, moments), at, i })))
    .filter(({ index }) => !failures.has(index))
    .toSorted((a, b) => a.index - b.index);
  const timestamps = new Float64Array(points.length * 2);
  const values = new Float64Array(points.length * 2);
  let length = 0;
  const timeOf = (index: number): number => moments.firstMs + index * moments.stepMs;
  for (const [nth, { index, at, i }] of points.entries()) {
    timestamps[length] = timeOf(index);
    values[length++] = rows[at]?.values[i] ?? NaN;
    let next = index + 1;
    while (failures.has(next)) next++;
    if (next === points[nth + 1]?.index || next >= moments.count) continue;
    timestamps[length] = timeOf(next);
    writeStaleAt(values, length++);
  }
  return { labels, timestamps: timestamps.slice(0, length), values: values.slice(0, length) };
}
