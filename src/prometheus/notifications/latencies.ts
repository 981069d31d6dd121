// How long it takes to send alerts to one Alertmanager.

/** The quantiles that Prometheus shows, over the last ten minutes. */
export const QUANTILES = [0.5, 0.9, 0.99] as const;
/** Upper bounds in seconds. */
export const BUCKETS = [0.01, 0.1, 1, 10] as const;
const WINDOW_MS = 10 * 60_000;
/** Kept for the quantiles: more would change little. */
const MOST_RECENT = 1_000;

export class Latencies {
  #count = 0;
  #sum = 0;
  #buckets = BUCKETS.map(() => 0);
  #recent: { readonly atMs: number; readonly seconds: number }[] = [];

  /** All of several together. */
  static merged(all: readonly Latencies[]): Latencies {
    const merged = new Latencies();
    for (const one of all) {
      merged.#count += one.#count;
      merged.#sum += one.#sum;
      merged.#buckets = merged.#buckets.map((count, index) => count + (one.#buckets[index] ?? 0));
      merged.#recent.push(...one.#recent);
    }
    return merged;
  }

  get count(): number {
    return this.#count;
  }

  /** In seconds. */
  get sum(): number {
    return this.#sum;
  }

  /** How many were at most as long as each bound. */
  get buckets(): readonly number[] {
    return this.#buckets;
  }

  /** Takes one that ended at a time of a monotonic clock. */
  observe(seconds: number, atMs: number): void {
    this.#count += 1;
    this.#sum += seconds;
    for (const [index, bound] of BUCKETS.entries())
      if (seconds <= bound) this.#buckets[index] = (this.#buckets[index] ?? 0) + 1;
    this.#recent.push({ atMs, seconds });
    if (this.#recent.length > MOST_RECENT) this.#recent.shift();
  }

  /** In seconds; NaN if there was none lately. */
  quantile(quantile: number, nowMs: number): number {
    this.#recent = this.#recent.filter(({ atMs }) => nowMs - atMs < WINDOW_MS);
    const sorted = this.#recent.map(({ seconds }) => seconds).toSorted((a, b) => a - b);
    return sorted[Math.max(0, Math.ceil(sorted.length * quantile) - 1)] ?? NaN;
  }
}
