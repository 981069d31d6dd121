// Numbers as the formats write them: Go's strconv syntax in, Go's shortest %g out.
import { ExpositionFault, quote } from './fault.ts';

// Each part can match in one way only, so a page cannot make this slow.
const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const INFINITE = /^[+-]?inf(?:inity)?$/i;

/** Reads one number. Throws an error for text that Go's ParseFloat rejects, hexadecimal and underscores. */
export function parseFloatStrict(text: string): number {
  // Most values are short whole numbers: no regular expression for those.
  if (text.length < 16) {
    let whole = 0;
    let i = 0;
    for (; i < text.length; i++) {
      const digit = text.charCodeAt(i) - 48;
      if (digit < 0 || digit > 9) break;
      whole = whole * 10 + digit;
    }
    if (i === text.length && i > 0) return whole;
  }
  if (DECIMAL.test(text)) {
    const value = Number(text);
    if (Number.isFinite(value)) return value;
    throw new ExpositionFault(`${quote(text)} is too large for a number`);
  }
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^nan$/i.test(text)) return NaN;
  throw new ExpositionFault(`${quote(text)} is not a number`);
}

/** The shortest text that reads back as the same number, in Go's %g form: `1e+06`, `0.25`, `+Inf`. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [digits = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent < 6) return String(value);
  const sign = exponent < 0 ? '-' : '+';
  return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
