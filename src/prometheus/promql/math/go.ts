// Where Go's arithmetic differs from JavaScript's: powers of one, and infinities beside NaN.

/** Go's math.Pow: one to anything, and minus one to an infinity, is one. */
export function pow(base: number, exponent: number): number {
  if (base === 1) return 1;
  if (base === -1 && (exponent === Infinity || exponent === -Infinity)) return 1;
  return base ** exponent;
}

/** Go's math.Max: +Inf beside NaN is +Inf. */
export function max(a: number, b: number): number {
  return a === Infinity || b === Infinity ? Infinity : Math.max(a, b);
}

/** Go's math.Min: -Inf beside NaN is -Inf. */
export function min(a: number, b: number): number {
  return a === -Infinity || b === -Infinity ? -Infinity : Math.min(a, b);
}
