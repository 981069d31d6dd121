// Reads mappings and lists of YAML as typed values.
import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { quote } from '../promql/text/strings.ts';
import type { Read, YamlReader } from './yaml-reader.ts';
import { cannotUnmarshal, isNullNode, sourceOf } from './yaml-scalars.ts';

/** Fields of a mapping by name; `as const` objects of these give typed results. */
export type Fields = Readonly<Record<string, Read<unknown>>>;
export type FieldValues<F extends Fields> = {
  readonly [K in keyof F]?: F[K] extends Read<infer T> ? T : never;
};

/** What is said of a field that is right for Prometheus and means nothing here. */
export const NOT_HERE = 'the embedded server does not have this; use a real Prometheus for it';

/** Where the fields of a mapping are. */
export interface Place {
  /** The key of a field, or the mapping itself where the field is absent. */
  at(field: string): Node;
}

/** The full name of a type: those without a package are of the configuration. */
const qualified = (typeName: string): string => (/[.[]/.test(typeName) ? typeName : `config.${typeName}`);

/**
 * A mapping with these fields and no others. `typeName` is what Prometheus calls it in its message; `absent` are fields
 * that a Prometheus has and this server has not.
 */
export function mapping<F extends Fields>(
  typeName: string,
  fields: F,
  absent: ReadonlySet<string> = new Set(),
): Read<FieldValues<F> & Place> {
  return (given, reader) => {
    const node = reader.resolve(given);
    const values: Record<string, unknown> = {};
    const keys = new Map<string, Node>();
    for (const [key, keyNode, value] of pairsOf(node, typeName, reader)) {
      const read = Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (absent.has(key)) reader.fail(keyNode, `${key}: ${NOT_HERE}`);
      else if (keys.has(key) && (read !== undefined || reader.yamlVersion === 3))
        reader.fail(keyNode, alreadySet(key, keys.get(key), typeName, reader));
      else if (read === undefined) {
        if (!reader.ignoresUnknownFields)
          reader.fail(keyNode, `field ${key} not found in type ${qualified(typeName)}`);
      } else if (value !== null && !isNullNode(reader.resolve(value))) values[key] = read(value, reader);
      keys.set(key, keyNode);
    }
    return { ...(values as FieldValues<F>), at: (field) => keys.get(field) ?? node };
  };
}

function alreadySet(key: string, first: Node | undefined, typeName: string, reader: YamlReader): string {
  if (reader.yamlVersion === 3 && first !== undefined)
    return `mapping key ${quote(key)} already defined at line ${reader.lineOf(first)}`;
  return typeName.startsWith('map')
    ? `key ${quote(key)} already set in map`
    : `field ${key} already set in type ${qualified(typeName)}`;
}

/** The keys of a mapping of names to values, each with its value; a key is there once. */
export function namesOf(given: Node, reader: YamlReader, typeName = 'map'): Pair[] {
  const keys = new Map<string, Node>();
  return pairsOf(reader.resolve(given), typeName, reader).flatMap(([written, keyNode, value]): Pair[] => {
    const key = isNullNode(keyNode) ? '' : written;
    if (keys.has(key)) return reader.fail(keyNode, alreadySet(key, keys.get(key), typeName, reader)) ?? [];
    keys.set(key, keyNode);
    return [[key, keyNode, value]];
  });
}

/** A mapping of names to values of one kind. */
export function record<T>(
  read: Read<T>,
  checkName?: (name: string) => string | undefined,
): Read<Record<string, T>> {
  return (given, reader) => {
    const entries = new Map<string, T>();
    for (const [key, keyNode, value] of namesOf(given, reader)) {
      const problem = checkName?.(key);
      if (problem !== undefined) reader.fail(keyNode, problem);
      const one = value === null || isNullNode(reader.resolve(value)) ? undefined : read(value, reader);
      if (one !== undefined) entries.set(key, one);
    }
    return Object.fromEntries(entries);
  };
}

/** A list. `typeName` as Go writes it: `[]string`. `onNull` is the message for an empty item. */
export function list<T>(typeName: string, read: Read<T>, onNull?: string): Read<T[]> {
  return (given, reader) => {
    const node = reader.resolve(given);
    if (!isSeq<Node>(node)) return reader.fail(node, cannotUnmarshal(node, typeName));
    return node.items.flatMap((item) => {
      if (isNullNode(reader.resolve(item)))
        return onNull === undefined ? [] : (reader.fail(item, onNull) ?? []);
      const value = read(item, reader);
      return value === undefined ? [] : [value];
    });
  };
}

type Pair = [key: string, keyNode: Node, value: Node | null];

function pairsOf(node: Node, typeName: string, reader: YamlReader): Pair[] {
  if (!isMap<Node, Node | null>(node)) {
    reader.fail(
      node,
      cannotUnmarshal(node, typeName === 'map' ? 'a map of names to values' : qualified(typeName)),
    );
    return [];
  }
  const own: Pair[] = [];
  const merged: Pair[] = [];
  for (const { key, value } of node.items) {
    const keyNode = reader.resolve(key);
    if (!isScalar(keyNode)) reader.fail(keyNode, 'a key must be a plain word');
    else if (sourceOf(keyNode) === '<<' && value !== null)
      merged.push(...mergedPairs(value, typeName, reader));
    else own.push([sourceOf(keyNode), keyNode, value]);
  }
  // Fields of the mapping itself win, and then the first of the merged ones.
  const taken = new Set(own.map(([key]) => key));
  for (const pair of merged) {
    if (taken.has(pair[0])) continue;
    taken.add(pair[0]);
    own.push(pair);
  }
  return own;
}

/** A merge (`<<: *defaults`, or a list of these) adds the fields of the mapping that it names. */
function mergedPairs(value: Node, typeName: string, reader: YamlReader): Pair[] {
  const source = reader.resolve(value);
  const sources = isSeq<Node>(source) ? source.items.map((item) => reader.resolve(item)) : [source];
  return sources.flatMap((one) => {
    if (reader.merging.has(one)) return reader.fail(value, 'the anchor contains itself') ?? [];
    reader.merging.add(one);
    const pairs = pairsOf(one, typeName, reader);
    reader.merging.delete(one);
    return pairs;
  });
}
