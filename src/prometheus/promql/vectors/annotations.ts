// What a query tells besides its answer: warnings and infos, each once, in Prometheus's words, with their place in the text.
import type { Span } from '../ast/nodes.ts';
import { formatPosition } from '../ast/errors.ts';
import { formatGeneral } from '../text/numbers.ts';
import { quote } from '../text/strings.ts';

const MONOTONICITY =
  'input to histogram_quantile needed to be fixed for monotonicity (see ' +
  'https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)';

/** Buckets that did not grow with their bound, summed up over all the samples where that was so. */
interface Monotonicity {
  count: number;
  minBucket: number;
  maxBucket: number;
  maxDiff: number;
  minMs: number;
  maxMs: number;
}

function forMetric(name: string): string {
  return name === '' ? '' : ` for metric name ${quote(name)}`;
}

/** A moment to the second, in UTC. */
function formatSecond(ms: number): string {
  return `${new Date(Math.trunc(ms / 1000) * 1000).toISOString().slice(0, 19)}Z`;
}

/** Collects annotations while a query is evaluated. */
export class Annotations {
  readonly #text: string;
  readonly #warnings = new Set<string>();
  readonly #infos = new Set<string>();
  readonly #monotonicity = new Map<string, Monotonicity>();

  /** `text` is the query, for line and column. */
  constructor(text: string) {
    this.#text = text;
  }

  get warnings(): string[] {
    return [...this.#warnings];
  }

  get infos(): string[] {
    const forced = [...this.#monotonicity].map(([key, found]) => {
      const [head = '', place = ''] = key.split('\0');
      return (
        `${head}, from buckets ${formatGeneral(found.minBucket)} to ${formatGeneral(found.maxBucket)}, ` +
        `with a max diff of ${formatGeneral(found.maxDiff, 2)}, over ${found.count} samples ` +
        `from ${formatSecond(found.minMs)} to ${formatSecond(found.maxMs)}${place}`
      );
    });
    return [...this.#infos, ...forced];
  }

  #place(span: Span): string {
    return this.#text === '' ? '' : ` (${formatPosition(this.#text, span.start)})`;
  }

  #warn(message: string, span: Span): void {
    this.#warnings.add(`PromQL warning: ${message}${this.#place(span)}`);
  }

  invalidQuantile(quantile: number, span: Span): void {
    this.#warn(`quantile value should be between 0 and 1, got ${formatGeneral(quantile)}`, span);
  }

  badBucketLabel(value: string, metricName: string, span: Span): void {
    this.#warn(
      `bucket label "le" is missing or has a malformed value of ${quote(value)}${forMetric(metricName)}`,
      span,
    );
  }

  ineffectiveSort(span: Span): void {
    this.#warn('sort is ineffective for range queries since results are always ordered by labels', span);
  }

  possibleNonCounter(metricName: string, span: Span): void {
    const message = 'metric might not be a counter, name does not end in _total/_sum/_count/_bucket:';
    this.#infos.add(`PromQL info: ${message} ${quote(metricName)}${this.#place(span)}`);
  }

  forcedMonotonicity(
    metricName: string,
    span: Span,
    timeMs: number,
    fix: { min: number; max: number; diff: number },
  ): void {
    const key = `PromQL info: ${MONOTONICITY}${forMetric(metricName)}\0${this.#place(span)}`;
    const found = this.#monotonicity.get(key) ?? {
      count: 0,
      minBucket: Infinity,
      maxBucket: -Infinity,
      maxDiff: 0,
      minMs: timeMs,
      maxMs: timeMs,
    };
    found.count++;
    found.minBucket = Math.min(found.minBucket, fix.min);
    found.maxBucket = Math.max(found.maxBucket, fix.max);
    found.maxDiff = Math.max(found.maxDiff, fix.diff);
    found.minMs = Math.min(found.minMs, timeMs);
    found.maxMs = Math.max(found.maxMs, timeMs);
    this.#monotonicity.set(key, found);
  }
}
