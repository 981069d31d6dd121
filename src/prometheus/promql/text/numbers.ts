// Numbers as text, the ways Prometheus prints them. Facts: Go's strconv and encoding/json.

/** The shortest digits of a finite number and the place of its decimal point: 0.0012 is `12`, -2. */
function shortestDigits(magnitude: number): { digits: string; point: number } {
  const [mantissa = '0', exponent = '0'] = magnitude.toExponential().split('e');
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

function formatSpecial(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  return undefined;
}

/** Go prints at least two digits of exponent, JavaScript as many as there are. */
function withTwoDigitExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

/** A sample's value as the HTTP API prints it: `1`, `0.5`, `1e-07`, `1e+21`, `+Inf`, `-0`, `NaN`. */
export function formatSampleValue(value: number): string {
  return formatSpecial(value) ?? withTwoDigitExponent(String(value));
}

/** Without an exponent whatever the size (Go's 'f'): the values of `count_values`, and numbers in printed queries. */
export function formatPlainNumber(value: number): string {
  const special = formatSpecial(value);
  if (special !== undefined) return special;
  const text = String(value);
  if (!text.includes('e')) return text;
  const { digits, point } = shortestDigits(Math.abs(value));
  const sign = value < 0 ? '-' : '';
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return point >= digits.length
    ? sign + digits + '0'.repeat(point - digits.length)
    : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

/** As Go's `%g`, the form in warnings: an exponent below 1e-4, and from 1e+06 (shortest) or the given precision on. */
export function formatGeneral(value: number, precision?: number): string {
  const special = formatSpecial(value);
  if (special !== undefined) return special;
  const rounded = precision === undefined ? value : Number(value.toPrecision(precision));
  const { point } = shortestDigits(Math.abs(rounded));
  const isExponent = point - 1 < -4 || point - 1 >= (precision ?? 6);
  return isExponent ? withTwoDigitExponent(rounded.toExponential()) : formatPlainNumber(rounded);
}
