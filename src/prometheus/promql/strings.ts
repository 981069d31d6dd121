// String literals: from quoted text to a value and back. Facts: Go's strconv, which Prometheus follows.

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };
const SIMPLE_BACK = new Map(Object.entries(SIMPLE).map(([letter, code]) => [code, `\\${letter}`]));

/** One escape after the backslash: its letters, and whether they stand for a byte or a code point. */
const ESCAPE =
  /\\(?:(?<octal>[0-7]{3})|x(?<byte>[0-9a-fA-F]{2})|u(?<short>[0-9a-fA-F]{4})|U(?<long>[0-9a-fA-F]{8})|(?<plain>[^]))/g;

/** The value of a literal that the lexer has accepted, quotes included. Bytes that are no UTF-8 become U+FFFD. */
export function unquote(literal: string): string {
  const body = literal.slice(1, -1);
  if (literal.startsWith('`') || !body.includes('\\')) return body;
  const chunks: Buffer[] = [];
  let last = 0;
  for (const match of body.matchAll(ESCAPE)) {
    chunks.push(Buffer.from(body.slice(last, match.index)));
    const { octal, byte, short, long, plain } = match.groups ?? {};
    if (octal !== undefined) chunks.push(Buffer.of(Number.parseInt(octal, 8)));
    else if (byte !== undefined) chunks.push(Buffer.of(Number.parseInt(byte, 16)));
    else if (plain === undefined)
      chunks.push(Buffer.from(String.fromCodePoint(Number.parseInt(short ?? long ?? '', 16))));
    else chunks.push(plain in SIMPLE ? Buffer.of(SIMPLE[plain] ?? 0) : Buffer.from(plain));
    last = match.index + match[0].length;
  }
  chunks.push(Buffer.from(body.slice(last)));
  return Buffer.concat(chunks).toString('utf8');
}

const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

function quoteCharacter(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  if (PRINTABLE.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  const short = SIMPLE_BACK.get(code);
  if (short !== undefined) return short;
  const hex = code.toString(16);
  if (code < 0x80) return `\\x${hex.padStart(2, '0')}`;
  // Half of a surrogate pair has no UTF-8 form; Go would hold U+FFFD in its place.
  if (code >= 0xd800 && code < 0xe000) return '\ufffd';
  return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

/** A double-quoted literal of a value, as Go's `%q` writes it. */
export function quote(value: string): string {
  return `"${[...value].map(quoteCharacter).join('')}"`;
}
