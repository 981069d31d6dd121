// A store for cases: series in memory, samples in order, nothing else.
import {
  type Labels,
  writeStaleAt,
  type Matcher,
  type Queryable,
  type SeriesSamples,
} from '../../../src/prometheus/model/samples.ts';
import { compileMatcher } from '../../../src/prometheus/model/matcher.ts';
import type { SeriesLine } from '../../../src/prometheus/notation/index.ts';

interface StoredSeries {
  readonly labels: Labels;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

export class MemoryQueryable implements Queryable {
  readonly #series = new Map<string, StoredSeries>();

  /** Adds the points of one series, `stepMs` apart from 0 on. A sample at a time that has one already replaces it. */
  load({ labels, points }: SeriesLine, stepMs: number): void {
    const samples = new Map<number, number | 'stale'>();
    const known = this.#series.get(labels.key);
    for (const [index, time] of (known?.timestamps ?? []).entries())
      samples.set(time, known?.values[index] ?? NaN);
    for (const [index, point] of points.entries()) if (point !== 'gap') samples.set(index * stepMs, point);
    const ordered = [...samples].toSorted(([a], [b]) => a - b);
    const values = new Float64Array(ordered.length);
    for (const [index, [time, value]] of ordered.entries()) {
      const before = known?.timestamps.indexOf(time) ?? -1;
      if (value === 'stale') writeStaleAt(values, index);
      // Copied between typed arrays, so that a stale marker loaded before keeps its bits.
      else if (known !== undefined && before >= 0 && Number.isNaN(value))
        values.set(known.values.subarray(before, before + 1), index);
      else values[index] = value;
    }
    this.#series.set(labels.key, {
      labels,
      timestamps: Float64Array.from(ordered, ([time]) => time),
      values,
    });
  }

  clear(): void {
    this.#series.clear();
  }

  select(matchers: readonly Matcher[], minT: number, maxT: number): readonly SeriesSamples[] {
    const compiled = matchers.map((matcher) => ({ name: matcher.name, matches: compileMatcher(matcher) }));
    return [...this.#series.values()]
      .filter(({ labels }) => compiled.every(({ name, matches }) => matches(labels.get(name))))
      .map(({ labels, timestamps, values }) => {
        const low = timestamps.findIndex((time) => time >= minT);
        const after = timestamps.findIndex((time) => time > maxT);
        const high = after < 0 ? timestamps.length : after;
        const from = low < 0 ? timestamps.length : low;
        return { labels, timestamps: timestamps.subarray(from, high), values: values.subarray(from, high) };
      });
  }
}
