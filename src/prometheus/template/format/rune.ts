// Characters as Go names them.

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** Whether Go prints a character as it is: no control character, and no space but the ASCII one. */
export function isPrintable(character: string): boolean {
  return PRINTABLE.test(character);
}

/** `U+002D '-'`, and `U+00A0` of a character that cannot be printed (Go's `%#U`). At the end of a text: U+FFFFFFFFFFFFFFFF. */
export function describeRune(character: string): string {
  const code = character.codePointAt(0);
  if (code === undefined) return 'U+FFFFFFFFFFFFFFFF';
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return isPrintable(character) ? `${name} '${character}'` : name;
}
