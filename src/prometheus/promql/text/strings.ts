// String literals: from quoted text to a value and back. Facts: Go's strconv, which Prometheus follows.

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11 };
const SIMPLE_BACK = new Map(Object.entries(SIMPLE).map(([letter, code]) => [code, `\\${letter}`]));

/** One escape after the backslash: its letters, and whether they stand for a byte or a code point. */
const ESCAPE =
  /\\(?:(?<octal>[0-7]{3})|x(?<byte>[0-9a-fA-F]{2})|u(?<short>[0-9a-fA-F]{4})|U(?<long>[0-9a-fA-F]{8})|(?<plain>[^]))/g;

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Bytes as text. A byte that is no UTF-8 becomes a lone surrogate (U+DC80 to U+DCFF), so that it can be told and printed. */
export function decode(bytes: Buffer): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return decodeEscaping(bytes);
  }
}

function decodeEscaping(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    try {
      text += UTF8.decode(bytes.subarray(at, at + length));
      at += length;
    } catch {
      text += String.fromCharCode(0xdc00 + first);
      at += 1;
    }
  }
  return text;
}

/** Whether a text can name a label in Prometheus 3: any UTF-8 but the empty one. */
export function isLabelName(name: string): boolean {
  return name !== '' && !/\p{Surrogate}/u.test(name);
}

/** The value of a literal that the lexer has accepted, quotes included. */
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
  return decode(Buffer.concat(chunks));
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
  if (code >= 0xdc80 && code <= 0xdcff) return `\\x${(code - 0xdc00).toString(16)}`;
  // Any other half of a surrogate pair has no UTF-8 form; Go would hold U+FFFD in its place.
  if (code >= 0xd800 && code < 0xe000) return '\ufffd';
  return code > 0xffff ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
}

/** A double-quoted literal of a value, as Go's `%q` writes it. */
export function quote(value: string): string {
  return `"${Array.from(value, quoteCharacter).join('')}"`;
}
