// Validates data of a course against its schema: each error as a fact, at its place.
import { safeParse } from 'valibot';
import type { BaseIssue, GenericSchema, InferOutput } from 'valibot';
import { isSchemaRule } from '../../model/schema/rules.ts';
import type { DataType, DiagnosticFact, FoundValue, ValueRule, WantedValue } from '../facts/diagnostics.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { DataPath, YamlSource } from './yaml-source.ts';

export type Validation<T> =
  | { readonly status: 'ok'; readonly value: T }
  | { readonly status: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** The typed data, or every error in it. */
export function validate<S extends GenericSchema>(schema: S, source: YamlSource): Validation<InferOutput<S>> {
  const faults: Fault[] = [];
  let data = source.data;
  for (;;) {
    const result = safeParse(schema, data);
    const issues = result.success ? [] : result.issues;
    const unknown = issues.filter((issue) => isUnknownKey(issue) && !isListForMap(issue)).map(pathOf);
    // The schema names one unknown key an object: without it, it names the next.
    if (unknown.length > 0) {
      faults.push(...unknown.map(unknownKey));
      data = withoutPaths(data, unknown);
      continue;
    }
    faults.push(...issues.flatMap((issue) => faultsOf(issue, [])));
    if (faults.length === 0 && result.success) return { status: 'ok', value: result.output };
    break;
  }
  const diagnostics = once(faults).map(({ path, part, fact }) => source.at(path, part, 'error', fact));
  return { status: 'invalid', diagnostics };
}

interface Fault {
  readonly path: DataPath;
  readonly part: 'key' | 'value';
  readonly fact: DiagnosticFact;
}

type Issue = BaseIssue<unknown>;

const pathOf = (issue: Issue): DataPath =>
  (issue.path ?? []).flatMap(({ key }) => (typeof key === 'string' || typeof key === 'number' ? [key] : []));

const isUnknownKey = (issue: Issue) => issue.type === 'strict_object' && issue.expected === 'never';
const isMissingKey = (issue: Issue) => issue.type === 'strict_object' && issue.received === 'undefined';

/** The schema takes a list for an object with the keys 0, 1, 2. */
const isListForMap = (issue: Issue) =>
  issue.type === 'strict_object' && Array.isArray(issue.path?.at(-1)?.input);

/** A list in the place of a map is found once for each key that it lacks. */
const once = (faults: readonly Fault[]): readonly Fault[] => [
  ...new Map(faults.map((fault) => [JSON.stringify([fault.path, fault.fact]), fault])).values(),
];

/** `checks[0].port`; a key that holds more than a word stands in brackets: `workspace["main.ts"]`. */
const nameOf = (path: DataPath) =>
  path.reduce<string>((name, key) => {
    if (typeof key === 'number') return `${name}[${key}]`;
    if (!/^[\w-]+$/.test(key)) return `${name}[${JSON.stringify(key)}]`;
    return name === '' ? key : `${name}.${key}`;
  }, '');

const unknownKey = (path: DataPath): Fault => ({
  path,
  part: 'key',
  fact: { kind: 'unknown-key', key: String(path.at(-1)) },
});

function faultsOf(issue: Issue, above: DataPath): readonly Fault[] {
  const path = [...above, ...pathOf(issue)];
  if (isListForMap(issue)) {
    const place = path.slice(0, -1);
    const fact = { kind: 'wrong-type', ...named(place), wanted: 'map', found: 'list' } as const;
    return [{ path: place, part: 'value', fact }];
  }
  if (isUnknownKey(issue)) return [unknownKey(path)];
  if (isMissingKey(issue)) {
    const inside = path.length > 1 ? { inside: nameOf(path.slice(0, -1)) } : {};
    return [{ path, part: 'key', fact: { kind: 'missing-key', key: String(path.at(-1)), ...inside } }];
  }
  if (issue.type === 'union' && issue.issues !== undefined) return unionFaults(issue, path);
  const part = issue.path?.at(-1)?.origin === 'key' ? 'key' : 'value';
  if (issue.kind === 'schema') {
    const fact = { kind: 'wrong-type', ...named(path), wanted: wanted(issue), found: found(issue) } as const;
    return [{ path, part, fact }];
  }
  return [{ path, part, fact: { kind: 'wrong-value', ...named(path), rule: ruleOf(issue) } }];
}

const named = (path: DataPath) => (path.length === 0 ? {} : { path: nameOf(path) });

/** Of a choice between objects: what is wrong in the one that was meant, or the schema's rule for the choice. */
function unionFaults(issue: Issue, path: DataPath): readonly Fault[] {
  const inner = issue.issues ?? [];
  const meant = inner.filter((one) => pathOf(one).length > 1 || !(isUnknownKey(one) || isMissingKey(one)));
  if (meant.length > 0 && isObject(issue.input)) return meant.flatMap((one) => faultsOf(one, path));
  return [{ path, part: 'key', fact: { kind: 'wrong-choice', ...named(path), rule: ruleOf(issue) } }];
}

function ruleOf(issue: Issue): ValueRule {
  if (isSchemaRule(issue.message)) return { kind: 'schema', name: issue.message };
  const limit = (issue.expected ?? '').replace(/^[<>]=?/, '');
  const count = Number(issue.received);
  switch (issue.type) {
    case 'min_length':
      return { kind: 'at-least', limit, count };
    case 'max_length':
      return { kind: 'at-most', limit, count };
    case 'min_value':
      return { kind: 'from', limit };
    case 'max_value':
      return { kind: 'up-to', limit };
    case 'starts_with':
      return { kind: 'begins-with', limit };
    case 'integer':
      return { kind: 'integer' };
    default:
      return { kind: 'other', said: issue.message };
  }
}

/** The names that the schema's library has for kinds of data. */
const TYPES: Readonly<Record<string, DataType>> = {
  Array: 'list',
  Object: 'map',
  string: 'text',
  number: 'number',
  boolean: 'boolean',
  null: 'empty',
  undefined: 'missing',
};

const wanted = ({ expected }: Issue): WantedValue =>
  TYPES[expected ?? ''] ?? { values: (expected ?? '').replace(/^\((.*)\)$/, '$1').split(' | ') };

const found = ({ input, received }: Issue): FoundValue =>
  TYPES[received] ?? { value: cut(received), isText: typeof input === 'string' };

const cut = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function withoutPaths(data: unknown, paths: readonly DataPath[]): unknown {
  const copy: unknown = structuredClone(data);
  for (const path of paths) {
    let holder: unknown = copy;
    for (const key of path.slice(0, -1)) holder = isObject(holder) ? holder[key] : undefined;
    const last = path.at(-1);
    if (isObject(holder) && last !== undefined) delete holder[last];
  }
  return copy;
}
