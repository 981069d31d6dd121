// Literals of Go: quoted texts, characters and numbers. Facts: strconv and text/template/parse.
import { parseFloat64 } from '../format/parse-float.ts';
import { quote, unquote } from '../../promql/text/strings.ts';
import type { NumberNode } from './nodes.ts';

const ESCAPE = /\\(?:[abfnrtv\\]|[0-3][0-7]{2}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/.source;
const DOUBLE_QUOTED = new RegExp(`^"(?:[^"\\\\\\n]|${ESCAPE}|\\\\")*"$`);
const CHARACTER = new RegExp(`^'(?:[^'\\\\\\n]|${ESCAPE}|\\\\')`, 'u');
const CODE_POINT = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/g;
const MAX_INT = 2n ** 63n - 1n;
const MAX_UINT = 2n ** 64n - 1n;
/** Go's digits with underscores: between digits, and after the prefix of a base. */
const SPACED = /^[+-]?(?:0[xXoObB]_?)?[0-9a-fA-F]+(?:_[0-9a-fA-F]+)*$/;

function areCodePoints(literal: string): boolean {
  for (const [, short, long] of literal.matchAll(CODE_POINT)) {
    const code = Number.parseInt(short ?? long ?? '', 16);
    if (code > 0x10_ff_ff || (code >= 0xd800 && code < 0xe000)) return false;
  }
  return true;
}

/** The value of a quoted or raw literal; undefined where an escape is not one of Go's. */
export function unquoteText(literal: string): string | undefined {
  if (literal.startsWith('`')) return literal.slice(1, -1).replaceAll('\r', '');
  // An escaped backslash is no beginning of another escape.
  const single = literal.replaceAll('\\\\', '');
  return DOUBLE_QUOTED.test(literal) && areCodePoints(single) ? unquote(literal) : undefined;
}

export type ParsedNumber =
  | { readonly status: 'ok'; readonly number: Omit<NumberNode, 'kind' | 'pos'> }
  | { readonly status: 'error'; readonly message: string };

const failed = (message: string): ParsedNumber => ({ status: 'error', message });

/** A character constant such as `'a'`: an integer. */
export function parseCharacter(literal: string): ParsedNumber {
  const [found] = CHARACTER.exec(literal) ?? [];
  if (found === undefined || !areCodePoints(found)) return failed('invalid syntax');
  if (literal.slice(found.length) !== "'") return failed(`malformed character constant: ${literal}`);
  const value = found === "'\\'" ? "'" : unquote(`${found}'`);
  const code = value.codePointAt(0) ?? 0;
  const rune = code >= 0xdc80 && code <= 0xdcff ? code - 0xdc00 : code;
  return {
    status: 'ok',
    number: { text: literal, int: BigInt(rune), uint: BigInt(rune), float: rune },
  };
}

/** An integer of any of Go's bases, however large. */
function parseInteger(literal: string): bigint | undefined {
  if (!SPACED.test(literal)) return undefined;
  const isNegative = literal.startsWith('-');
  const digits = literal.replaceAll(/^[+-]|_/g, '');
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  if (!/^(?:0|[1-9]\d*|0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+)$/.test(octal)) return undefined;
  const magnitude = BigInt(octal.toLowerCase());
  return isNegative ? -magnitude : magnitude;
}

/** A number in each of the forms that it has. */
export function parseNumber(literal: string): ParsedNumber {
  if (literal.endsWith('i')) return failed(`complex numbers are not supported: ${quote(literal)}`);
  const whole = parseInteger(literal);
  const isInt = whole !== undefined && whole <= MAX_INT && whole >= -MAX_INT - 1n;
  const isUint = whole !== undefined && whole <= MAX_UINT && !/^[+-]/.test(literal);
  if (whole !== undefined && (isInt || isUint)) {
    const uint = isUint || whole === 0n ? { uint: whole } : {};
    return {
      status: 'ok',
      number: { text: literal, float: Number(whole), ...(isInt ? { int: whole } : {}), ...uint },
    };
  }
  const parsed = parseFloat64(literal);
  if (parsed.status !== 'ok') return failed(`illegal number syntax: ${quote(literal)}`);
  if (!/[.eEpP]/.test(literal)) return failed(`integer overflow: ${quote(literal)}`);
  const { value } = parsed;
  const exact = Number.isInteger(value) ? BigInt(value) : undefined;
  return {
    status: 'ok',
    number: {
      text: literal,
      float: value,
      ...(exact !== undefined && exact <= MAX_INT && exact >= -MAX_INT - 1n ? { int: exact } : {}),
      ...(exact !== undefined && exact <= MAX_UINT && exact >= 0n ? { uint: exact } : {}),
    },
  };
}
