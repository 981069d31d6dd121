// The native histograms of a test. The query engine has none: a query that is nothing but a selector is answered from
// here, and every other one that would read a histogram is an error.
import { compileMatcher } from '../../model/matcher.ts';
import type { Labels, Matcher, Queryable, SeriesList, TimestampMs } from '../../model/samples.ts';
import type { Expr } from '../../promql/index.ts';
import { asStored, type NativeHistogram } from '../histogram/model.ts';
import type { HistogramInput } from './input.ts';

/** What is said of a query that computes with native histograms. */
export const NO_HISTOGRAMS = 'the embedded server does not evaluate native histograms';

const LOOKBACK_MS = 300_000;

interface HistogramSample {
  readonly timeMs: TimestampMs;
  readonly histogram: NativeHistogram | 'stale';
}

interface HistogramSeries {
  readonly labels: Labels;
  readonly samples: readonly HistogramSample[];
}

export class HistogramSamples {
  readonly #series: readonly HistogramSeries[];
  /** Whether a query has asked for one since the last time that it was looked at. */
  #isAsked = false;

  constructor(input: readonly HistogramInput[], startMs: TimestampMs, stepMs: number) {
    this.#series = input.map(({ labels, points }) => {
      const samples: HistogramSample[] = [];
      let before: NativeHistogram | undefined;
      for (const [index, point] of points.entries()) {
        if (point === 'gap') continue;
        const timeMs = startMs + index * stepMs;
        const histogram = point === 'stale' ? point : asStored(point, before);
        if (point !== 'stale') before = point;
        samples.push({ timeMs, histogram });
      }
      return { labels, samples };
    });
  }

  /** The same samples, watched for a selector that a histogram fits. */
  watch(samples: Queryable): Queryable {
    if (this.#series.length === 0) return samples;
    return {
      select: (matchers, minT, maxT): SeriesList => {
        this.#isAsked ||= this.#matching(matchers).some((series) =>
          series.samples.some(({ timeMs }) => timeMs >= minT && timeMs <= maxT),
        );
        return samples.select(matchers, minT, maxT);
      },
    };
  }

  /** Whether a query has asked for a histogram since this was last called. */
  takeAsked(): boolean {
    const isAsked = this.#isAsked;
    this.#isAsked = false;
    return isAsked;
  }

  /** What a query selects at a moment; undefined where it is more than a selector. */
  selected(
    given: Expr,
    timeMs: TimestampMs,
  ): readonly { readonly labels: Labels; readonly histogram: NativeHistogram }[] | undefined {
    let expr = given;
    while (expr.kind === 'paren') expr = expr.expr;
    if (expr.kind !== 'vectorSelector' || expr.offsetExpr !== undefined) return undefined;
    const atMs = (expr.at?.kind === 'time' ? expr.at.timeMs : timeMs) - expr.offsetMs;
    return this.#matching(expr.matchers).flatMap(({ labels, samples }) => {
      const last = samples.findLast((sample) => sample.timeMs <= atMs);
      if (last === undefined || last.histogram === 'stale' || last.timeMs <= atMs - LOOKBACK_MS) return [];
      return [{ labels, histogram: last.histogram }];
    });
  }

  #matching(matchers: readonly Matcher[]): readonly HistogramSeries[] {
    const compiled = matchers.map((matcher) => ({ name: matcher.name, matches: compileMatcher(matcher) }));
    return this.#series.filter(({ labels }) =>
      compiled.every(({ name, matches }) => matches(labels.get(name))),
    );
  }
}
