// Escapes in string literals: whether one is well formed, and what is wrong with it. `unquote` gives its meaning.

const ESCAPE_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function describeCodePoint(text: string, at: number): string {
  const code = text.codePointAt(at) ?? 0xfffd;
  return `U+${code.toString(16).toUpperCase().padStart(4, '0')} '${String.fromCodePoint(code)}'`;
}

/** How many characters an escape has after its backslash, or what is wrong with it. */
export function escapeLength(text: string, at: number, quote: string): number | string {
  const letter = text.charAt(at);
  if (letter === '') return 'escape sequence not terminated';
  if ('abfnrtv\\'.includes(letter) || letter === quote) return 1;
  const isOctal = letter >= '0' && letter <= '7';
  const count = isOctal ? 3 : ESCAPE_DIGITS[letter];
  if (count === undefined) return `unknown escape sequence ${describeCodePoint(text, at)}`;
  const from = isOctal ? at : at + 1;
  const digits = text.slice(from, from + count);
  const isDigit = isOctal ? /^[0-7]$/ : /^[0-9a-fA-F]$/;
  const bad = Array.from(digits).findIndex((digit) => !isDigit.test(digit));
  if (bad >= 0) return `illegal character ${describeCodePoint(text, from + bad)} in escape sequence`;
  if (digits.length < count) return 'escape sequence not terminated';
  const code = Number.parseInt(digits, isOctal ? 8 : 16);
  const isByte = isOctal || letter === 'x';
  const isInvalid = isByte ? code > 255 : code > 0x10ffff || (code >= 0xd800 && code < 0xe000);
  return isInvalid ? 'escape sequence is an invalid Unicode code point' : from - at + count;
}
