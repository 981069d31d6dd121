// Reads single values of YAML: strings, booleans and numbers, in every spelling that Prometheus's YAML reader accepts.
import { isUtf8 } from 'node:buffer';
import { isScalar, isSeq, Scalar, type Node } from 'yaml';
import type { Read } from './yaml-reader.ts';
import { floatOf, integerOf } from './yaml-11.ts';

const OTHER_TAGS: ReadonlySet<string> = new Set(
  ['int', 'float', 'bool', 'null'].map((name) => `tag:yaml.org,2002:${name}`),
);

/** Whether the node is `null`, `~` or nothing at all. */
export function isNullNode(node: Node): boolean {
  return isScalar(node) && isPlain(node) && ['', '~', 'null', 'Null', 'NULL'].includes(sourceOf(node));
}

/** The text of a scalar as it is written: Prometheus also accepts a number or `true` as a string. */
export const text: Read<string> = (given, reader) => {
  const node = reader.resolve(given);
  if (!isScalar(node)) return reader.fail(node, cannotUnmarshal(node, 'string'));
  // What a value tagged !!binary encodes.
  if (!(node.value instanceof Uint8Array)) return sourceOf(node);
  if (isUtf8(node.value)) return Buffer.from(node.value).toString();
  return reader.fail(node, 'the !!binary value is not UTF-8');
};

export const bool: Read<boolean> = (given, reader) => {
  const node = reader.resolve(given);
  if (isScalar(node) && isPlain(node)) {
    const word = sourceOf(node);
    if (/^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(word)) return true;
    if (/^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(word)) return false;
  }
  return reader.fail(node, cannotUnmarshal(node, 'bool'));
};

function wholeNumber(typeName: string, min: number, max: number): Read<number> {
  return (given, reader) => {
    const node = reader.resolve(given);
    const value = isScalar(node) && isPlain(node) ? integerOf(sourceOf(node)) : undefined;
    if (value !== undefined && value >= min && value <= max) return value;
    return reader.fail(node, cannotUnmarshal(node, typeName));
  };
}

/** A whole number that is not negative, in any spelling of YAML 1.1. */
export const count: Read<number> = wholeNumber('uint', 0, 2 ** 64);

/** A whole number. */
export const integer: Read<number> = wholeNumber('int', -(2 ** 63), 2 ** 63);

/** A number, in any spelling of YAML 1.1: `0x10`, `1_000.5`, `.inf`, `.nan`. */
export const float: Read<number> = (given, reader) => {
  const node = reader.resolve(given);
  const value = isScalar(node) && isPlain(node) ? floatOf(sourceOf(node)) : undefined;
  return value ?? reader.fail(node, cannotUnmarshal(node, 'float64'));
};

/** A string that a function accepts or rejects with a message. */
export function parsed<T>(
  parse: (text: string) => { readonly value: T } | { readonly problem: string },
): Read<T> {
  return (given, reader) => {
    const source = text(given, reader);
    if (source === undefined) return undefined;
    const outcome = parse(source);
    return 'problem' in outcome ? reader.fail(given, outcome.problem) : outcome.value;
  };
}

/** The message for a node of the wrong type, as in Go's YAML reader. */
export function cannotUnmarshal(node: Node, typeName: string): string {
  if (isSeq(node)) return `cannot unmarshal !!seq into ${typeName}`;
  if (!isScalar(node)) return `cannot unmarshal !!map into ${typeName}`;
  const source = sourceOf(node);
  const shown = source.length > 10 ? `${source.slice(0, 7)}...` : source;
  return `cannot unmarshal ${tagOf(node)} \`${shown}\` into ${typeName}`;
}

function tagOf(node: Scalar): string {
  const source = sourceOf(node);
  if (!isPlain(node)) return '!!str';
  if (/^(true|false|yes|no|on|off|y|n)$/i.test(source)) return '!!bool';
  if (integerOf(source) === undefined) return '!!str';
  return /^[+-]?\w+$/.test(source) ? '!!int' : '!!float';
}

/** Whether a scalar may be something else than a text: it has no quotes and no tag, or a tag that says so. */
function isPlain(node: Scalar): boolean {
  if (node.tag !== undefined) return OTHER_TAGS.has(node.tag);
  return node.type === undefined || node.type === Scalar.PLAIN;
}

/** The source text of a scalar. */
export function sourceOf(node: Scalar): string {
  return typeof node.value === 'string' ? node.value : '';
}
