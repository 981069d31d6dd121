// Sums that keep what a floating-point addition loses (Kahan, with Neumaier's improvement), as Prometheus adds.

/** A running sum. Its value is `sum + compensation`. */
export class KahanSum {
  sum = 0;
  compensation = 0;

  reset(): void {
    this.sum = 0;
    this.compensation = 0;
  }

  add(increment: number): void {
    const total = this.sum + increment;
    this.compensation = compensated(increment, this.sum, total, this.compensation);
    this.sum = total;
  }

  /** An infinite sum has no compensation worth adding. */
  get value(): number {
    return Number.isFinite(this.sum) ? this.sum + this.compensation : this.sum;
  }
}

/** The compensation after `increment` was added to `sum` and gave `total`. */
export function compensated(increment: number, sum: number, total: number, compensation: number): number {
  if (total === Infinity || total === -Infinity) return 0;
  return Math.abs(sum) >= Math.abs(increment)
    ? compensation + (sum - total + increment)
    : compensation + (increment - total + sum);
}

/** The mean of `values[low, high)`: of the sum while that stays finite, incrementally from where it would overflow. */
export function kahanMean(values: Float64Array, low: number, high: number): number {
  let sum = values[low] ?? NaN;
  let compensation = 0;
  let mean = 0;
  let isIncremental = false;
  for (let i = low + 1; i < high; i++) {
    const value = values[i] ?? NaN;
    const count = i - low + 1;
    if (!isIncremental) {
      const total = sum + value;
      if (total !== Infinity && total !== -Infinity) {
        compensation = compensated(value, sum, total, compensation);
        sum = total;
        continue;
      }
      isIncremental = true;
      mean = sum / (count - 1);
      compensation /= count - 1;
    }
    const share = (count - 1) / count;
    const total = share * mean + value / count;
    compensation = compensated(value / count, share * mean, total, share * compensation);
    mean = total;
  }
  const count = high - low;
  return isIncremental ? mean + compensation : sum / count + compensation / count;
}
