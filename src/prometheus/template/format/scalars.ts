// Integers, floats and texts under each verb of Go's fmt. Undefined where the verb is not one of the type.
import { quote } from '../../promql/text/strings.ts';
import { bytesOf } from '../values/model.ts';
import { pad, type Flags } from './flags.ts';
import { formatFloat, type FloatForm } from './float.ts';
import { describeRune } from './rune.ts';

/** A truth value, with `%t` and `%v`. */
export function formatBool(value: boolean, verb: string, flags: Flags): string | undefined {
  return verb === 't' || verb === 'v' ? pad(String(value), flags) : undefined;
}

const BASES: Readonly<Record<string, number>> = { b: 2, d: 10, o: 8, O: 8, v: 10, x: 16, X: 16 };

/** An integer, with `%d`, `%x`, `%c` and the others. */
export function formatInteger(
  value: bigint,
  isUnsigned: boolean,
  verb: string,
  flags: Flags,
): string | undefined {
  if (verb === 'v' && flags.sharpV && isUnsigned) return digits(value, 'x', { ...flags, sharp: true });
  if (verb in BASES) return digits(value, verb, flags);
  const isRune = value >= 0n && value <= 0x10_ff_ffn && !(value >= 0xd800n && value < 0xe000n);
  const rune = isRune ? String.fromCodePoint(Number(value)) : '\uFFFD';
  if (verb === 'c') return pad(rune, flags);
  if (verb === 'q') return pad(quoteRune(rune, flags.plus), flags);
  if (verb !== 'U') return undefined;
  const name = BigInt.asUintN(64, value)
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(flags.precision ?? 4, 4), '0');
  const shown = flags.sharp && isRune && describeRune(rune).endsWith("'") ? ` '${rune}'` : '';
  return pad(`U+${name}${shown}`, { ...flags, zero: false });
}

function digits(value: bigint, verb: string, flags: Flags): string {
  const isNegative = value < 0n;
  const hasSign = isNegative || flags.plus || flags.space;
  const isZeroPadded =
    flags.zero && !flags.minus && flags.width !== undefined && flags.precision === undefined;
  const unpadded = { ...flags, zero: false };
  if (flags.precision === 0 && value === 0n) return pad('', unpadded);
  const least = isZeroPadded ? (flags.width ?? 0) - (hasSign ? 1 : 0) : (flags.precision ?? 0);
  const magnitude = (isNegative ? -value : value).toString(BASES[verb] ?? 10).padStart(least, '0');
  const prefixed = prefix(verb, flags.sharp, magnitude) + magnitude;
  const sign = isNegative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  const whole = sign + prefixed;
  return pad(verb === 'X' ? whole.toUpperCase() : whole, unpadded);
}

function prefix(verb: string, isSharp: boolean, magnitude: string): string {
  if (verb === 'O') return '0o';
  if (!isSharp) return '';
  if (verb === 'o') return magnitude.startsWith('0') ? '' : '0';
  return verb === 'b' ? '0b' : verb === 'x' || verb === 'X' ? '0x' : '';
}

const FLOAT_FORMS: Readonly<Record<string, FloatForm>> = {
  v: 'g',
  b: 'b',
  g: 'g',
  G: 'G',
  x: 'x',
  X: 'X',
  f: 'f',
  F: 'f',
  e: 'e',
  E: 'E',
};
const SIX_DECIMALS: ReadonlySet<string> = new Set(['e', 'E', 'f', 'F']);

/** A float, with `%v`, `%g`, `%.2f` and the others. */
export function formatFloatVerb(value: number, verb: string, flags: Flags): string | undefined {
  const form = FLOAT_FORMS[verb];
  if (form === undefined) return undefined;
  const precision = flags.precision ?? (SIX_DECIMALS.has(form) ? 6 : undefined);
  const number = formatFloat(value, form, precision);
  const isNegative = number.startsWith('-');
  const unsigned = number.replace(/^[+-]/, '');
  const sign = isNegative ? '-' : flags.plus ? '+' : flags.space ? ' ' : '';
  if (!Number.isFinite(value)) {
    const plus = Number.isNaN(value) || sign !== '' ? '' : '+';
    return pad(sign + plus + unsigned, { ...flags, zero: false });
  }
  const body = flags.sharp && form !== 'b' ? withPoint(unsigned, form, precision) : unsigned;
  const isZeroPadded = flags.zero && !flags.minus && flags.width !== undefined && sign !== '' && sign !== ' ';
  if (!isZeroPadded) return pad(sign + body, flags);
  return sign + body.padStart((flags.width ?? 0) - 1, '0');
}

/** The flag `#`: always a decimal point, and for `%g` the zeros at the end. */
function withPoint(number: string, form: FloatForm, precision: number | undefined): string {
  const [, mantissa = '', exponent = ''] = /^([^ep]*(?:0x[^p]*)?)([ep].*)?$/i.exec(number) ?? [];
  const pointed = mantissa.includes('.') ? mantissa : `${mantissa}.`;
  if (!/^[gGxX]$/.test(form)) return pointed + exponent;
  const wanted = precision ?? 6;
  const significant = pointed.replace('.', '').replace(/^0+/, '').length || 1;
  return pointed + '0'.repeat(Math.max(wanted - significant, 0)) + exponent;
}

/** A text, with `%s`, `%q` and `%x`. */
export function formatText(value: string, verb: string, flags: Flags): string | undefined {
  if (verb === 'x' || verb === 'X') return pad(hexText(value, verb, flags), flags);
  const cut = flags.precision === undefined ? value : Array.from(value).slice(0, flags.precision).join('');
  if (verb === 's' || (verb === 'v' && !flags.sharpV)) return pad(cut, flags);
  if (verb !== 'q' && verb !== 'v') return undefined;
  if (flags.sharp && !/[`\p{Cc}\p{Surrogate}\uFEFF]/u.test(cut.replaceAll('\t', '')))
    return pad(`\`${cut}\``, flags);
  return pad(flags.plus ? ascii(quote(cut)) : quote(cut), flags);
}

function hexText(value: string, verb: string, flags: Flags): string {
  const bytes = bytesOf(value).subarray(0, flags.precision);
  const start = flags.sharp && bytes.length > 0 ? '0x' : '';
  const separator = flags.space ? (flags.sharp ? ' 0x' : ' ') : '';
  const text = start + Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator);
  return verb === 'X' ? text.toUpperCase() : text;
}

/** A quoted text with every character beyond ASCII as its escape. */
function ascii(quoted: string): string {
  return quoted.replaceAll(/\P{ASCII}/gu, (character) => {
    const hex = (character.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
  });
}

function quoteRune(rune: string, isAscii: boolean): string {
  if (rune === "'") return String.raw`'\''`;
  const body = rune === '"' ? rune : quote(rune).slice(1, -1);
  return `'${isAscii ? ascii(body) : body}'`;
}
