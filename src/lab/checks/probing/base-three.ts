// Which of several requests were counted, from one number: request i is sent 3^i times, so the difference
// written in base 3 has one digit for each.

/** 1, 3, 9, 27 … */
export function probeWeights(count: number): number[] {
  return Array.from({ length: count }, (_, index) => 3 ** index);
}

/** The digits of a difference, lowest first; undefined where it cannot be such a sum (negative, broken, too large). */
export function digitsOf(difference: number, count: number): number[] | undefined {
  if (!Number.isInteger(difference) || difference < 0 || difference >= 3 ** count) return undefined;
  return Array.from({ length: count }, (_, index) => Math.floor(difference / 3 ** index) % 3);
}
