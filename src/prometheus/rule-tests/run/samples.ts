// The samples of one test: those of its input series, up to the time that the test has reached, and those that its rules
// record. As in Prometheus's storage, samples of a series come in order, and a second value for a time is refused.
import { compileMatcher } from '../../model/matcher.ts';
import {
  isStaleAt,
  writeStaleAt,
  type Labels,
  type Matcher,
  type Queryable,
  type SeriesSamples,
  type TimestampMs,
} from '../../model/samples.ts';
import type { Point } from '../../notation/index.ts';
import type { BatchOutcome, RuleBatch } from '../../rules/model/batch.ts';

/** How many samples a test may have in memory. */
const MAX_SAMPLES = 20_000_000;

type Refusal = 'duplicate sample for timestamp' | 'out of order sample';

class Series implements SeriesSamples {
  readonly labels: Labels;
  #timestamps = new Float64Array(16);
  #values = new Float64Array(16);
  #length = 0;

  constructor(labels: Labels) {
    this.labels = labels;
  }

  get timestamps(): Float64Array {
    return this.#timestamps.subarray(0, this.#length);
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }

  append(timeMs: TimestampMs, value: number | 'stale'): Refusal | undefined {
    const last = this.#length - 1;
    const lastMs = this.#timestamps[last] ?? -Infinity;
    if (last >= 0 && timeMs < lastMs) return 'out of order sample';
    if (last >= 0 && timeMs === lastMs) {
      const isSame = value === 'stale' ? isStaleAt(this.#values, last) : Object.is(this.#values[last], value);
      return isSame ? undefined : 'duplicate sample for timestamp';
    }
    if (this.#length === this.#timestamps.length) {
      this.#timestamps = grown(this.#timestamps);
      this.#values = grown(this.#values);
    }
    this.#timestamps[this.#length] = timeMs;
    if (value === 'stale') writeStaleAt(this.#values, this.#length);
    else this.#values[this.#length] = value;
    this.#length += 1;
    return undefined;
  }

  /** The samples with minT <= t <= maxT. */
  between(minT: TimestampMs, maxT: TimestampMs): SeriesSamples {
    const from = this.#firstAt(minT);
    const to = this.#firstAt(maxT + 1);
    return {
      labels: this.labels,
      timestamps: this.#timestamps.subarray(from, to),
      values: this.#values.subarray(from, to),
    };
  }

  /** The index of the first sample that is not before a time. */
  #firstAt(timeMs: TimestampMs): number {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#timestamps[middle] ?? 0) < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const grown = (from: Float64Array): Float64Array<ArrayBuffer> => {
  const to = new Float64Array(from.length * 2);
  to.set(from);
  return to;
};

/** An input series on its time line. */
export interface InputPoints {
  readonly labels: Labels;
  readonly points: readonly Point[];
}

export class TestSamples implements Queryable {
  readonly #series = new Map<string, Series>();
  readonly #input: readonly InputPoints[];
  readonly #startMs: TimestampMs;
  readonly #stepMs: number;
  /** How many steps have been loaded. */
  #loaded = 0;
  #count = 0;
  /** The series that a selector found, while there are no more series than then. */
  readonly #found = new WeakMap<
    readonly Matcher[],
    { readonly of: number; readonly series: readonly Series[] }
  >();

  constructor(input: readonly InputPoints[], startMs: TimestampMs, stepMs: number) {
    this.#input = input;
    this.#startMs = startMs;
    this.#stepMs = stepMs;
  }

  /** Takes over the input up to a time; gives what is wrong with a sample. */
  loadUntil(timeMs: TimestampMs): Refusal | undefined {
    let refusal: Refusal | undefined;
    const last = Math.floor((timeMs - this.#startMs) / this.#stepMs);
    for (const { labels, points } of this.#input) {
      for (let i = this.#loaded; i <= last && i < points.length; i++) {
        const point = points[i] ?? 'gap';
        if (point === 'gap') continue;
        refusal ??= this.#seriesOf(labels).append(this.#startMs + i * this.#stepMs, point);
        this.#count += 1;
      }
    }
    this.#loaded = Math.max(this.#loaded, last + 1);
    return refusal;
  }

  /** Writes what a rule gave. */
  commit({ timeMs, samples, stale }: RuleBatch): BatchOutcome {
    if (this.#count + samples.length > MAX_SAMPLES)
      return { status: 'full', message: `more than ${MAX_SAMPLES.toLocaleString('en')} samples` };
    this.#count += samples.length;
    let [duplicates, outOfOrder] = [0, 0];
    for (const { labels, value } of samples) {
      const refusal = this.#seriesOf(labels).append(timeMs, value);
      if (refusal === 'out of order sample') outOfOrder += 1;
      else if (refusal !== undefined) duplicates += 1;
    }
    // A marker that cannot be written is left out, as in Prometheus.
    for (const labels of stale) this.#seriesOf(labels).append(timeMs, 'stale');
    return { status: 'stored', outOfOrder, duplicates, outOfBounds: 0 };
  }

  select(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): readonly SeriesSamples[] {
    return this.#matching(matchers).map((series) => series.between(minT, maxT));
  }

  #matching(matchers: readonly Matcher[]): readonly Series[] {
    const known = this.#found.get(matchers);
    if (known?.of === this.#series.size) return known.series;
    const compiled = matchers.map((matcher) => ({ name: matcher.name, matches: compileMatcher(matcher) }));
    const series = [...this.#series.values()].filter(({ labels }) =>
      compiled.every(({ name, matches }) => matches(labels.get(name))),
    );
    this.#found.set(matchers, { of: this.#series.size, series });
    return series;
  }

  #seriesOf(labels: Labels): Series {
    let series = this.#series.get(labels.key);
    if (series === undefined) {
      series = new Series(labels);
      this.#series.set(labels.key, series);
    }
    return series;
  }
}
