// Reads YAML nodes as typed values and collects what is wrong, each with its line, in the words of Prometheus's own
// YAML reader. Nothing is converted by the YAML library: how `true`, `10` or `5s` is read depends on the field.
import { isUtf8 } from 'node:buffer';
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  Scalar,
  visit,
  type Alias,
  type Document,
  type Node,
} from 'yaml';
import type { ConfigProblem } from './model.ts';
import { integerOf, unfitForYaml11 } from './yaml-11.ts';
import { firstSlip } from './yaml-slip.ts';

/** Reads a node; undefined where it reported a problem or the node is null. */
export type Read<T> = (node: Node, reader: YamlReader) => T | undefined;
/** Fields of a mapping by name; `as const` objects of these give typed results. */
export type Fields = Readonly<Record<string, Read<unknown>>>;
export type FieldValues<F extends Fields> = {
  readonly [K in keyof F]?: F[K] extends Read<infer T> ? T : never;
};

/** What is said of a field that is right for Prometheus and means nothing here. */
export const NOT_HERE = 'the embedded server does not have this; use a real Prometheus for it';

/** A configuration for one lab has a few kilobytes. Longer ones hold up everything else while they are read. */
const MAX_LENGTH = 256 * 1024;
/** Aliases can make a short file long: more nodes than this is no configuration. */
const MAX_NODES = 100_000;

const OTHER_TAGS: ReadonlySet<string> = new Set(
  ['int', 'float', 'bool', 'null'].map((name) => `tag:yaml.org,2002:${name}`),
);

interface AliasTargets {
  readonly known: ReadonlyMap<Node, Node>;
  readonly unknown: readonly Alias[];
}

export class YamlReader {
  readonly problems: ConfigProblem[] = [];
  /** The mappings that a merge is being read from. */
  readonly merging = new Set<Node>();
  readonly #document: Document.Parsed;
  readonly #lines = new LineCounter();
  #aliases: AliasTargets | undefined;
  #nodes = 0;

  constructor(text: string) {
    if (text.length > MAX_LENGTH) throw new TooLargeError(`the file is longer than ${MAX_LENGTH / 1024} KiB`);
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      schema: 'failsafe',
      uniqueKeys: false,
      logLevel: 'silent',
      prettyErrors: false,
    });
    const slip = firstSlip(this.#document.errors);
    const unfit = unfitForYaml11(this.#document, text);
    if (slip !== undefined) {
      this.problems.push({ line: this.#lines.linePos(slip.at).line, message: slip.message });
    } else if (unfit !== undefined) {
      this.problems.push({ line: this.#lines.linePos(unfit.at).line, message: unfit.message });
    } else if (text.includes('*')) {
      for (const alias of this.#aliasTargets().unknown)
        this.fail(alias, `unknown anchor '${alias.source}' referenced`);
    }
  }

  /** The root node, null where the file is empty. */
  get root(): Node | null {
    return this.#document.contents;
  }

  lineOf(node: Node): number {
    return node.range === undefined || node.range === null ? 1 : this.#lines.linePos(node.range[0]).line;
  }

  fail(node: Node, message: string): undefined {
    this.problems.push({ line: this.lineOf(node), message });
    return undefined;
  }

  /** Where a text first stands in the file. */
  find(wanted: string): Node | undefined {
    let found: Node | undefined;
    visit(this.#document, {
      Scalar(_key, node) {
        if (node.value !== wanted) return undefined;
        found = node;
        return visit.BREAK;
      },
    });
    return found;
  }

  /** The node itself, or what the alias stands for. */
  resolve(node: Node): Node {
    if (++this.#nodes > MAX_NODES) throw new TooLargeError('the file has too many aliases');
    return isAlias(node) ? (this.#aliasTargets().known.get(node) ?? node) : node;
  }

  /** What each alias stands for, found in one pass: the library's own way looks through the file for every alias. */
  #aliasTargets(): AliasTargets {
    if (this.#aliases !== undefined) return this.#aliases;
    const anchors = new Map<string, Node>();
    const known = new Map<Node, Node>();
    const unknown: Alias[] = [];
    visit(this.#document, {
      Alias(_key, alias) {
        const target = anchors.get(alias.source);
        if (target === undefined) unknown.push(alias);
        else known.set(alias, target);
      },
      Value(_key, node) {
        if (node.anchor !== undefined) anchors.set(node.anchor, node);
      },
    });
    this.#aliases = { known, unknown };
    return this.#aliases;
  }
}

/** A file that is too long, or that its aliases blow up. */
export class TooLargeError extends Error {
  override readonly name = 'TooLargeError';
}

/** Whether the node is `null`, `~` or nothing at all. */
export function isNullNode(node: Node): boolean {
  return isScalar(node) && isPlain(node) && ['', '~', 'null', 'Null', 'NULL'].includes(sourceOf(node));
}

/** Where the fields of a mapping stand. */
export interface Place {
  /** The key of a field, or the mapping itself where the field is absent. */
  at(field: string): Node;
}

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
      else if (read === undefined) reader.fail(keyNode, `field ${key} not found in type config.${typeName}`);
      else if (keys.has(key)) reader.fail(keyNode, `field ${key} already set in type config.${typeName}`);
      else if (value !== null && !isNullNode(reader.resolve(value))) values[key] = read(value, reader);
      keys.set(key, keyNode);
    }
    return { ...(values as FieldValues<F>), at: (field) => keys.get(field) ?? node };
  };
}

/** A mapping of names to values of one kind. */
export function record<T>(
  read: Read<T>,
  checkName?: (name: string) => string | undefined,
): Read<Record<string, T>> {
  return (given, reader) => {
    const node = reader.resolve(given);
    const entries = new Map<string, T>();
    for (const [written, keyNode, value] of pairsOf(node, 'map', reader)) {
      const key = isNullNode(keyNode) ? '' : written;
      const problem = entries.has(key) ? `key "${key}" already set in map` : checkName?.(key);
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

/** The text of a scalar as it is written: Prometheus takes a number or `true` where a string is wanted, too. */
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

/** A text that a function takes or refuses with a message. */
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

type Pair = [key: string, keyNode: Node, value: Node | null];

function pairsOf(node: Node, typeName: string, reader: YamlReader): Pair[] {
  if (!isMap<Node, Node | null>(node)) {
    reader.fail(
      node,
      cannotUnmarshal(node, typeName === 'map' ? 'a map of names to values' : `config.${typeName}`),
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
  // What stands in the mapping itself wins, and of what is merged the first.
  const taken = new Set(own.map(([key]) => key));
  for (const pair of merged) {
    if (taken.has(pair[0])) continue;
    taken.add(pair[0]);
    own.push(pair);
  }
  return own;
}

/** A merge (`<<: *defaults`, or a list of these) stands for the fields of what it names. */
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

function cannotUnmarshal(node: Node, typeName: string): string {
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

function sourceOf(node: Scalar): string {
  return typeof node.value === 'string' ? node.value : '';
}
