// The fields of a rule file with their places, as they are written (rulefmt.RuleGroupNode and rulefmt.RuleNode).
import type { Node } from 'yaml';
import { duration } from '../../config/fields.ts';
import { list, mapping, namesOf } from '../../config/yaml-collections.ts';
import type { Read } from '../../config/yaml-reader.ts';
import { integer, isNullNode, text } from '../../config/yaml-scalars.ts';

/** A value and where it is. */
export interface Placed<T> {
  readonly value: T;
  readonly node: Node;
}

export type PlacedTexts = ReadonlyMap<string, Placed<string>>;

export interface RuleSource {
  readonly node: Node;
  /** An empty text is as good as none, here and in the next two. */
  readonly record: Placed<string> | undefined;
  readonly alert: Placed<string> | undefined;
  readonly expr: Placed<string> | undefined;
  readonly holdMs: number;
  readonly keepFiringMs: number;
  readonly labels: PlacedTexts;
  readonly annotations: PlacedTexts;
}

export interface GroupSource {
  readonly node: Node;
  readonly name: string;
  readonly intervalMs: number;
  readonly queryOffsetMs: number | undefined;
  readonly limit: number;
  readonly labels: PlacedTexts;
  readonly rules: readonly RuleSource[];
}

const placedText: Read<Placed<string>> = (node, reader) => {
  const value = text(node, reader);
  return value === undefined ? undefined : { value, node };
};

/** Texts by name; one without a value is empty. */
const texts: Read<PlacedTexts> = (given, reader) => {
  const entries = new Map<string, Placed<string>>();
  for (const [key, keyNode, value] of namesOf(given, reader, 'map[string]string')) {
    const isNull = value === null || isNullNode(reader.resolve(value));
    const read = isNull ? '' : text(value, reader);
    if (read !== undefined) entries.set(key, { value: read, node: keyNode });
  }
  return entries;
};

const readRule = mapping('rulefmt.Rule', {
  record: placedText,
  alert: placedText,
  expr: placedText,
  for: duration,
  keep_firing_for: duration,
  labels: texts,
  annotations: texts,
});

const rule: Read<RuleSource> = (node, reader) => {
  const fields = readRule(node, reader);
  return {
    node,
    record: fields?.record,
    alert: fields?.alert,
    expr: fields?.expr,
    holdMs: fields?.for ?? 0,
    keepFiringMs: fields?.keep_firing_for ?? 0,
    labels: fields?.labels ?? new Map(),
    annotations: fields?.annotations ?? new Map(),
  };
};

const readGroup = mapping('rulefmt.RuleGroup', {
  name: text,
  interval: duration,
  query_offset: duration,
  limit: integer,
  rules: list('[]rulefmt.Rule', rule),
  labels: texts,
});

const group: Read<GroupSource> = (node, reader) => {
  const fields = readGroup(node, reader);
  return {
    node,
    name: fields?.name ?? '',
    intervalMs: fields?.interval ?? 0,
    queryOffsetMs: fields?.query_offset,
    limit: fields?.limit ?? 0,
    labels: fields?.labels ?? new Map(),
    rules: fields?.rules ?? [],
  };
};

/** The whole file. */
export const ruleGroups = mapping('rulefmt.RuleGroups', { groups: list('[]rulefmt.RuleGroup', group) });
