// Whether a value is the expected one.

const view = new DataView(new ArrayBuffer(8));

/** The next number above a finite one, or below it. */
function nextAfter(value: number, direction: 1 | -1): number {
  if (value === 0) return direction * Number.MIN_VALUE;
  view.setFloat64(0, value);
  view.setBigInt64(0, view.getBigInt64(0) + BigInt(value > 0 ? direction : -direction));
  return view.getFloat64(0);
}

/**
 * Equal, or with `isFuzzy` one unit in the last place apart. As in promtool, NaN is not equal to NaN.
 * A native histogram is a text.
 */
export function isSameValue(a: number | string, b: number | string, isFuzzy: boolean): boolean {
  if (a === b) return true;
  if (!isFuzzy || typeof a === 'string' || typeof b === 'string' || !Number.isFinite(a)) return false;
  return nextAfter(a, 1) === b || nextAfter(a, -1) === b;
}
