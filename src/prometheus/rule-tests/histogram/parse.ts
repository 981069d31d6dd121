// The notation of native histograms: `{{schema:1 sum:-0.3 count:32.1 buckets:[5.1 10 7]}}` and rows of them.
import { addHistogram, type Buckets, type NativeHistogram } from './model.ts';

export type HistogramPoint = NativeHistogram | 'gap' | 'stale';

/** A row of histograms has at most so many. */
const MAX_POINTS = 100_000;

/** A text that is no row of native histograms; the message says why. */
export class HistogramError extends Error {}

const NUMBERS: Readonly<Record<string, string>> = {
  schema: 'schema',
  count: 'count',
  sum: 'sum',
  z_bucket: 'zeroCount',
  z_bucket_w: 'zeroThreshold',
};
const HINTS = ['unknown', 'reset', 'not_reset', 'gauge'] as const;

/** Whether a text has native histograms in it. */
export function hasHistograms(values: string): boolean {
  return values.includes('{{');
}

/** One histogram. @throws {HistogramError} */
export function parseHistogram(text: string): NativeHistogram {
  const body = /^\{\{(.*)\}\}$/s.exec(text)?.[1];
  if (body === undefined) throw new HistogramError(`${JSON.stringify(text)} is not a native histogram`);
  const lists = new Map<string, number[]>();
  const numbers = new Map<string, number>();
  let hint: NativeHistogram['hint'] = 'unknown';
  for (const item of body.match(/[^\s[]+(?:\[[^\]]*\]?)?/g) ?? []) {
    const [name = '', value = ''] = item.split(/:(.*)/s);
    const list = /^\[(.*)\]$/s.exec(value)?.[1];
    const known = HINTS.find((one) => one === value);
    if (name === 'counter_reset_hint' && known !== undefined) hint = known;
    else if (['buckets', 'n_buckets', 'custom_values'].includes(name) && list !== undefined)
      lists.set(name, (list.match(/\S+/g) ?? []).map(readNumber));
    else if (name in NUMBERS || name === 'offset' || name === 'n_offset')
      numbers.set(name, readNumber(value));
    else throw new HistogramError(`bad histogram descriptor found: ${JSON.stringify(item)}`);
  }
  const numberOf = (name: string): number => numbers.get(name) ?? 0;
  const bucketsOf = (prefix: string): Buckets => ({
    offset: numberOf(`${prefix}offset`),
    counts: lists.get(`${prefix}buckets`) ?? [],
  });
  return {
    schema: numberOf('schema'),
    count: numberOf('count'),
    sum: numberOf('sum'),
    zeroCount: numberOf('z_bucket'),
    zeroThreshold: numberOf('z_bucket_w'),
    customValues: lists.get('custom_values') ?? [],
    hint,
    positive: bucketsOf(''),
    negative: bucketsOf('n_'),
  };
}

function readNumber(text: string): number {
  const special = /^([+-]?)(inf|nan)$/i.exec(text);
  if (special !== null)
    return special[2]?.toLowerCase() === 'nan' ? NaN : special[1] === '-' ? -Infinity : Infinity;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text))
    throw new HistogramError(`bad number syntax: ${JSON.stringify(text)}`);
  return Number(text);
}

const ITEM = /^(\{\{.*?\}\})(?:([+-])(\{\{.*?\}\}))?(?:x(\d+))?$/s;

/** A row: `{{…}}`, `{{…}}x3`, `{{…}}+{{…}}x3`, `_`, `_x3` and `stale`. @throws {HistogramError} */
export function parseHistogramRow(values: string): HistogramPoint[] {
  const points: HistogramPoint[] = [];
  for (const word of values.match(/(?:\{\{.*?\}\}|\S)+/gs) ?? []) {
    const gap = /^_(?:x(\d+))?$/.exec(word);
    const item = ITEM.exec(word);
    const times = Number(gap?.[1] ?? item?.[4] ?? 0);
    if (points.length + times >= MAX_POINTS)
      throw new HistogramError(`series has more than ${MAX_POINTS.toLocaleString('en')} native histograms`);
    if (gap !== null)
      points.push(...Array.from({ length: gap[1] === undefined ? 1 : times }, () => 'gap' as const));
    else if (word === 'stale') points.push('stale');
    else if (item !== null) points.push(...repeated(item, times));
    else throw new HistogramError('a series has either numbers or native histograms');
  }
  return points;
}

function repeated(
  [, base = '', sign, step]: readonly (string | undefined)[],
  times: number,
): NativeHistogram[] {
  let histogram = parseHistogram(base);
  const row = [histogram];
  const increment = step === undefined ? undefined : parseHistogram(step);
  for (let i = 0; i < times; i++) {
    const next =
      increment === undefined ? histogram : addHistogram(histogram, increment, sign === '-' ? -1 : 1);
    if (next === undefined)
      throw new HistogramError('native histograms with different buckets cannot be combined here');
    histogram = next;
    row.push(histogram);
  }
  return row;
}
