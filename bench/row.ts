// One line of the table that `npm run bench` prints.

export interface BenchRow {
  readonly name: string;
  /** With its unit, and what it is compared with. */
  readonly value: string;
  readonly ratio?: number;
  /** What the value or the ratio must stay within, in words. */
  readonly limit?: string;
  readonly ok: boolean;
}

/** The middle one of several measurements. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return (low + high) / 2;
}

/** Milliseconds with as many digits as they deserve. */
export function formatMs(ms: number): string {
  return ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : `${ms.toFixed(ms < 10 ? 2 : 0)} ms`;
}
