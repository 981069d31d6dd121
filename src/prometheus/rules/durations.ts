// Durations as a summary and as a histogram, as Prometheus has them of its rules.
import type { ExpositionSample, MetricFamily } from '../../exposition/index.ts';

const BOUNDS = [0.01, 0.1, 1, 10];
/** The quantiles are those of so many last durations. */
const MOST_RECENT = 1_000;

export class Durations {
  readonly #recent: number[] = [];
  readonly #counts = BOUNDS.map(() => 0);
  #next = 0;
  #count = 0;
  #sum = 0;

  add(seconds: number): void {
    this.#count++;
    this.#sum += seconds;
    for (const [index, bound] of BOUNDS.entries())
      if (seconds <= bound) this.#counts[index] = (this.#counts[index] ?? 0) + 1;
    this.#recent[this.#next] = seconds;
    this.#next = (this.#next + 1) % MOST_RECENT;
  }

  summary(name: string, help: string, quantiles: readonly number[]): MetricFamily {
    const sorted = this.#recent.toSorted((a, b) => a - b);
    const samples = quantiles.map((quantile): ExpositionSample => ({
      name,
      labels: { quantile: String(quantile) },
      value: sorted[Math.max(Math.ceil(quantile * sorted.length) - 1, 0)] ?? NaN,
    }));
    return { name, type: 'summary', help, unit: '', samples: [...samples, ...this.#totals(name)] };
  }

  histogram(name: string, help: string): MetricFamily {
    const bucket = (le: string, value: number): ExpositionSample => ({
      name: `${name}_bucket`,
      labels: { le },
      value,
    });
    const buckets = BOUNDS.map((bound, index) => bucket(String(bound), this.#counts[index] ?? 0));
    const samples = [...buckets, bucket('+Inf', this.#count), ...this.#totals(name)];
    return { name, type: 'histogram', help, unit: '', samples };
  }

  #totals(name: string): readonly ExpositionSample[] {
    return [
      { name: `${name}_sum`, labels: {}, value: this.#sum },
      { name: `${name}_count`, labels: {}, value: this.#count },
    ];
  }
}
