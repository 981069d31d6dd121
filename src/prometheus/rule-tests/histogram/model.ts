// Native histograms as values that tests give and expect. The query engine does not compute with them: they can be put
// in and selected, nothing else. Facts: Prometheus's model/histogram, FloatHistogram.
import { formatGeneral } from '../../promql/text/numbers.ts';

export interface Buckets {
  readonly offset: number;
  readonly counts: readonly number[];
}

export interface NativeHistogram {
  readonly schema: number;
  readonly count: number;
  readonly sum: number;
  readonly zeroCount: number;
  readonly zeroThreshold: number;
  readonly customValues: readonly number[];
  readonly hint: 'unknown' | 'reset' | 'not_reset' | 'gauge';
  readonly positive: Buckets;
  readonly negative: Buckets;
}

/** The schema of histograms with custom buckets. */
const CUSTOM_SCHEMA = -53;

/** `{{count:2 sum:3 buckets:[2]}}`: equal histograms have the same text. */
export function formatHistogram(histogram: NativeHistogram): string {
  const parts: string[] = [];
  const add = (name: string, value: number): void => {
    if (value !== 0) parts.push(`${name}:${formatGeneral(value)}`);
  };
  add('schema', histogram.schema);
  add('count', histogram.count);
  add('sum', histogram.sum);
  add('z_bucket', histogram.zeroCount);
  add('z_bucket_w', histogram.zeroThreshold);
  if (histogram.schema === CUSTOM_SCHEMA) parts.push(`custom_values:${formatList(histogram.customValues)}`);
  if (histogram.hint !== 'unknown') parts.push(`counter_reset_hint:${histogram.hint}`);
  for (const [prefix, { offset, counts }] of [
    ['', compact(histogram.positive)],
    ['n_', compact(histogram.negative)],
  ] as const) {
    if (counts.length === 0) continue;
    add(`${prefix}offset`, offset);
    parts.push(`${prefix}buckets:${formatList(counts)}`);
  }
  return `{{${parts.join(' ')}}}`;
}

const formatList = (values: readonly number[]): string =>
  `[${values.map((value) => formatGeneral(value)).join(' ')}]`;

/** Without empty buckets at either end. */
function compact({ offset, counts }: Buckets): Buckets {
  const first = counts.findIndex((count) => count !== 0);
  if (first < 0) return { offset: 0, counts: [] };
  return {
    offset: offset + first,
    counts: counts.slice(first, counts.findLastIndex((count) => count !== 0) + 1),
  };
}

/** Adds `sign` times the other one; undefined where their buckets have different bounds. */
export function addHistogram(
  base: NativeHistogram,
  other: NativeHistogram,
  sign: 1 | -1,
): NativeHistogram | undefined {
  const isSameLayout =
    base.schema === other.schema &&
    base.zeroThreshold === other.zeroThreshold &&
    base.customValues.join(' ') === other.customValues.join(' ');
  if (!isSameLayout) return undefined;
  return {
    ...base,
    count: base.count + sign * other.count,
    sum: base.sum + sign * other.sum,
    zeroCount: base.zeroCount + sign * other.zeroCount,
    positive: addBuckets(base.positive, other.positive, sign),
    negative: addBuckets(base.negative, other.negative, sign),
    hint:
      base.hint === other.hint ? base.hint : [base.hint, other.hint].includes('gauge') ? 'gauge' : 'unknown',
  };
}

function addBuckets(a: Buckets, b: Buckets, sign: 1 | -1): Buckets {
  if (b.counts.length === 0) return a;
  if (a.counts.length === 0) return { offset: b.offset, counts: b.counts.map((count) => sign * count) };
  const offset = Math.min(a.offset, b.offset);
  const end = Math.max(a.offset + a.counts.length, b.offset + b.counts.length);
  const counts = Array.from(
    { length: end - offset },
    (_, i) => (a.counts[offset + i - a.offset] ?? 0) + sign * (b.counts[offset + i - b.offset] ?? 0),
  );
  return { offset, counts };
}

/** The histogram as it is read back: whether its counters began again since the one before it. */
export function asStored(histogram: NativeHistogram, before: NativeHistogram | undefined): NativeHistogram {
  if (histogram.hint === 'gauge' || histogram.hint === 'reset') return histogram;
  if (before === undefined) return { ...histogram, hint: 'unknown' };
  return { ...histogram, hint: isReset(histogram, before) ? 'reset' : 'not_reset' };
}

function isReset(histogram: NativeHistogram, before: NativeHistogram): boolean {
  const grown = addHistogram(histogram, before, -1);
  if (grown === undefined || before.hint === 'gauge') return true;
  const counts = [grown.count, grown.zeroCount, ...grown.positive.counts, ...grown.negative.counts];
  return counts.some((count) => count < 0);
}
