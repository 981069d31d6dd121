// Numbers in texts, as Go's strconv.ParseFloat reads them.

export type ParsedFloat =
  { readonly status: 'ok'; readonly value: number } | { readonly status: 'syntax' | 'range' };

const SPECIAL = /^([+-]?)(?:(inf|infinity)|nan)$/i;
const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const HEX = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)p([+-]?\d+)$/i;
/** An underscore is allowed between digits, and after the prefix of a base. */
const MISPLACED = /^[+-]?_|_$|__|_[.ep+-]|[.ep+-]_/i;

function parseHex(sign: string, whole: string, fraction: string, exponent: string): number | undefined {
  if (whole + fraction === '') return undefined;
  const mantissa = BigInt(`0x${whole}${fraction}`);
  const shift = Number(exponent) - 4 * fraction.length;
  // Digits beyond the 53 of a float are kept exactly as long as one multiplication can round them.
  const value = scale(mantissa, shift);
  return sign === '-' ? -value : value;
}

/** mantissa × 2^shift, rounded once to the nearest float. */
function scale(mantissa: bigint, shift: number): number {
  if (mantissa === 0n) return 0;
  const length = mantissa.toString(2).length;
  if (length + shift > 1_024) return Infinity;
  if (length + shift < -1_075) return 0;
  if (shift >= 0) return Number(mantissa << BigInt(shift));
  // Below the normal range fewer bits remain: round there, not at 53 bits first.
  const spare = Math.max(length - 53, -1_074 - shift);
  if (spare <= 0) return Number(mantissa) * 2 ** Math.max(shift, -1_000) * 2 ** Math.min(shift + 1_000, 0);
  const unit = 1n << BigInt(spare);
  const rest = mantissa % unit;
  const half = unit >> 1n;
  const kept = mantissa / unit;
  const isUp = rest > half || (rest === half && kept % 2n === 1n);
  const exponent = shift + spare;
  return (
    Number(isUp ? kept + 1n : kept) * 2 ** Math.max(exponent, -1_000) * 2 ** Math.min(exponent + 1_000, 0)
  );
}

/** A float of 64 bits: `1.5`, `.5e3`, `0x1p-2`, `+Inf`, `NaN`; `range` where it is too large for one. */
export function parseFloat64(text: string): ParsedFloat {
  const special = SPECIAL.exec(text);
  if (special !== null) {
    const [, sign, infinity] = special;
    if (infinity === undefined) return sign === '' ? { status: 'ok', value: NaN } : { status: 'syntax' };
    return { status: 'ok', value: sign === '-' ? -Infinity : Infinity };
  }
  if (MISPLACED.test(text)) return { status: 'syntax' };
  const plain = text.replaceAll('_', '');
  const [isHex, sign = '', whole = '', fraction = '', exponent = ''] = HEX.exec(plain) ?? [];
  const value =
    isHex === undefined
      ? DECIMAL.test(plain)
        ? Number(plain)
        : undefined
      : parseHex(sign, whole, fraction, exponent);
  if (value === undefined) return { status: 'syntax' };
  return Number.isFinite(value) ? { status: 'ok', value } : { status: 'range' };
}
