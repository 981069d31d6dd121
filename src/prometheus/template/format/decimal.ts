// The exact decimal digits of floats, rounded as Go rounds them: to the nearest, a tie to the even digit.

export interface Decimal {
  /** Without leading zeros; '' is zero. */
  readonly digits: string;
  /** Where the decimal point is, counted from the first digit: 12.5 is `125`, 2. */
  readonly point: number;
}

const ZERO: Decimal = { digits: '', point: 0 };

/** All digits of a finite number that is not negative. */
export function exactDecimal(magnitude: number): Decimal {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, magnitude);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  const mantissa = biased === 0 ? fraction : fraction | (1n << 52n);
  if (mantissa === 0n) return ZERO;
  const exponent = Math.max(biased, 1) - 1_075;
  if (exponent >= 0) {
    const digits = String(mantissa << BigInt(exponent));
    return { digits, point: digits.length };
  }
  // m / 2^n is m · 5^n / 10^n.
  const digits = String(mantissa * 5n ** BigInt(-exponent));
  return { digits, point: digits.length + exponent };
}

/** The fewest digits that still mean this number. */
export function shortestDecimal(magnitude: number): Decimal {
  if (magnitude === 0) return ZERO;
  const [mantissa = '', exponent = '0'] = magnitude.toExponential().split('e');
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

/** Rounded to `count` digits. */
export function roundDigits({ digits, point }: Decimal, count: number): Decimal {
  if (count < 0) return ZERO;
  if (count >= digits.length) return { digits, point };
  const kept = digits.slice(0, count);
  const rest = digits.slice(count);
  const isTie = /^50*$/.test(rest);
  const isUp = isTie ? Number(kept.at(-1) ?? '0') % 2 === 1 : rest >= '5';
  if (!isUp) return kept === '' ? ZERO : { digits: kept, point };
  if (kept === '') return { digits: '1', point: point + 1 };
  const raised = String(BigInt(kept) + 1n).padStart(kept.length, '0');
  return { digits: raised, point: point + raised.length - kept.length };
}
