// What is read otherwise in YAML 1.1, which Prometheus's YAML reader (go.yaml.in/yaml/v2) knows, than in 1.2.
import { isScalar, Scalar, visit, type Document } from 'yaml';

const WHOLE = /^([+-]?)(?:0x([\da-f]+)|0b([01]+)|0o?([0-7]*)|([1-9]\d*))$/i;
const FRACTION = /^[+-]?(?:\.\d+|\d+(?:\.\d*)?)(?:e[+-]?\d+)?$/i;

/**
 * A number as Go reads one for an integer field: `1_000`, `0x10`, `010` (octal), `0b101`, `1e3`; digits after the
 * point are cut off. Undefined if it is not a number. Beyond 2^53, the nearest number.
 */
export function integerOf(source: string): number | undefined {
  if (!/^[-+.\d]/.test(source)) return undefined;
  const plain = source.replaceAll('_', '');
  const match = WHOLE.exec(plain);
  if (match !== null) {
    const [, sign, hex, binary, octal, decimal] = match;
    const value = hex
      ? parseInt(hex, 16)
      : binary
        ? parseInt(binary, 2)
        : Number(decimal ?? `0o${octal || '0'}`);
    return sign === '-' && value !== 0 ? -value : value;
  }
  if (!FRACTION.test(plain)) return undefined;
  const value = Math.trunc(Number(plain));
  return value === 0 ? 0 : value;
}

/** A number as Go reads one for a field of float64. Undefined if it is not a number. */
export function floatOf(source: string): number | undefined {
  if (/^\.(?:nan|NaN|NAN)$/.test(source)) return NaN;
  const infinite = /^([+-]?)\.(?:inf|Inf|INF)$/.exec(source);
  if (infinite !== null) return infinite[1] === '-' ? -Infinity : Infinity;
  const plain = source.replaceAll('_', '');
  return FRACTION.test(plain) && !/^[+-]?0[0-7]+$/.test(plain) ? Number(plain) : integerOf(source);
}

/** Where a document is not valid YAML 1.1, or an escape is not a character. */
export function unfitForYaml11(
  document: Document.Parsed,
  text: string,
): { readonly at: number; readonly message: string } | undefined {
  const { version, explicit } = document.directives.yaml;
  if (explicit === true && version !== '1.1') return { at: 0, message: 'found incompatible YAML document' };
  if (!/\\[uU]/.test(text)) return undefined;
  let at: number | undefined;
  visit(document, {
    Scalar(_key, node) {
      if (!isScalar(node) || node.type !== Scalar.QUOTE_DOUBLE || !node.range) return undefined;
      const [start, end] = node.range;
      // Half of a surrogate pair is not a character, and Go's reader does not combine two halves.
      const escapes = text.slice(start, end).match(/\\(?:u[\da-fA-F]{4}|U[\da-fA-F]{8}|[^])/g) ?? [];
      if (!escapes.some((escape) => /^\\(?:u|U0000)[dD][89a-fA-F]/.test(escape))) return undefined;
      at = start;
      return visit.BREAK;
    },
  });
  return at === undefined ? undefined : { at, message: 'found invalid Unicode character escape code' };
}

/** A block of text (`|`, `>`) that the end of a file cuts off has no line break that the file has not. */
export function endBlocksAt(end: number, document: Document.Parsed): void {
  visit(document, {
    Scalar(_key, node) {
      const isBlock = node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;
      if (isBlock && (node.range?.[1] ?? 0) >= end && typeof node.value === 'string')
        node.value = node.value.replace(/\n$/, '');
    },
  });
}
