// Floats as Go's strconv.FormatFloat writes them, in each of its forms.
import { exactDecimal, roundDigits, shortestDecimal, type Decimal } from './decimal.ts';
import { unreachable } from '../../../unreachable.ts';

export type FloatForm = 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 'x' | 'X' | 'b';

function withExponent({ digits, point }: Decimal, decimals: number, letter: string): string {
  const padded = digits.padEnd(decimals + 1, '0').slice(0, decimals + 1);
  const fraction = decimals > 0 ? `.${padded.slice(1)}` : '';
  const exponent = digits === '' ? 0 : point - 1;
  return `${padded.slice(0, 1)}${fraction}${letter}${signed(exponent)}`;
}

function signed(exponent: number): string {
  return `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function plain({ digits, point }: Decimal, decimals: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (decimals <= 0) return whole;
  const leading = point < 0 ? '0'.repeat(Math.min(-point, decimals)) : '';
  const fraction = (leading + digits.slice(Math.max(point, 0))).slice(0, decimals).padEnd(decimals, '0');
  return `${whole}.${fraction}`;
}

function general(magnitude: number, precision: number | undefined, letter: string): string {
  // Precision 0 means one digit.
  const wanted = precision === 0 ? 1 : precision;
  const rounded =
    wanted === undefined ? shortestDecimal(magnitude) : roundDigits(exactDecimal(magnitude), wanted);
  const digits = rounded.digits.replace(/0+$/, '');
  const exponent = digits === '' ? -1 : rounded.point - 1;
  const limit =
    wanted === undefined
      ? 6
      : wanted > digits.length && digits.length >= rounded.point
        ? digits.length
        : wanted;
  const isExponent = digits !== '' && (exponent < -4 || exponent >= limit);
  const decimal = { digits, point: rounded.point };
  return isExponent
    ? withExponent(decimal, digits.length - 1, letter)
    : plain(decimal, Math.max(digits.length - rounded.point, 0));
}

/** The bits of a finite number: mantissa · 2^exponent. */
function bitsOf(magnitude: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, magnitude);
  const bits = view.getBigUint64(0);
  const biased = Number(bits >> 52n);
  const fraction = bits & ((1n << 52n) - 1n);
  return {
    mantissa: biased === 0 ? fraction : fraction | (1n << 52n),
    exponent: Math.max(biased, 1) - 1_075,
  };
}

function hexadecimal(magnitude: number, precision: number | undefined): string {
  let { mantissa, exponent } = bitsOf(magnitude);
  exponent = mantissa === 0n ? 0 : exponent + 52;
  // One bit before the point: numbers below the normal range are shifted.
  while (mantissa !== 0n && mantissa >> 52n === 0n) {
    mantissa <<= 1n;
    exponent -= 1;
  }
  if (precision !== undefined && precision < 13) {
    const dropped = BigInt(52 - 4 * precision);
    const unit = 1n << dropped;
    const rest = mantissa % unit;
    mantissa /= unit;
    if (rest * 2n > unit || (rest * 2n === unit && mantissa % 2n === 1n)) mantissa += 1n;
    mantissa <<= dropped;
    if (mantissa >> 53n !== 0n) {
      mantissa >>= 1n;
      exponent += 1;
    }
  }
  const digits = (mantissa & ((1n << 52n) - 1n)).toString(16).padStart(13, '0');
  const fraction =
    precision === undefined ? digits.replace(/0+$/, '') : digits.padEnd(precision, '0').slice(0, precision);
  return `0x${mantissa >> 52n}${fraction === '' ? '' : `.${fraction}`}p${signed(exponent)}`;
}

/** A finite number that is not negative. `precision` absent: as many digits as tell it from its neighbors. */
function formatMagnitude(magnitude: number, form: FloatForm, precision: number | undefined): string {
  switch (form) {
    case 'e':
    case 'E': {
      if (precision !== undefined)
        return withExponent(roundDigits(exactDecimal(magnitude), precision + 1), precision, form);
      const shortest = shortestDecimal(magnitude);
      return withExponent(shortest, Math.max(shortest.digits.length - 1, 0), form);
    }
    case 'f':
    case 'F': {
      if (precision === undefined) {
        const shortest = shortestDecimal(magnitude);
        return plain(shortest, Math.max(shortest.digits.length - shortest.point, 0));
      }
      const exact = exactDecimal(magnitude);
      return plain(roundDigits(exact, exact.point + precision), precision);
    }
    case 'g':
      return general(magnitude, precision, 'e');
    case 'G':
      return general(magnitude, precision, 'E');
    case 'x':
      return hexadecimal(magnitude, precision);
    case 'X':
      return hexadecimal(magnitude, precision).toUpperCase();
    case 'b': {
      const { mantissa, exponent } = bitsOf(magnitude);
      return `${mantissa}p${exponent < 0 ? '' : '+'}${exponent}`;
    }
    default:
      return unreachable(form);
  }
}

/** A number with its sign if it has one: `-1.5`, `+Inf`, `NaN`. */
export function formatFloat(value: number, form: FloatForm, precision?: number): string {
  if (Number.isNaN(value)) return 'NaN';
  const isNegative = value < 0 || Object.is(value, -0);
  if (!Number.isFinite(value)) return isNegative ? '-Inf' : '+Inf';
  return `${isNegative ? '-' : ''}${formatMagnitude(Math.abs(value), form, precision)}`;
}
