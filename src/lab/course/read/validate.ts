// Validates data of a course against its schema and says each fault in an author's words, at its place.
import { safeParse } from 'valibot';
import type { BaseIssue, GenericSchema, InferOutput } from 'valibot';
import type { Diagnostic } from './diagnostic.ts';
import type { DataPath, YamlSource } from './yaml-source.ts';

export type Validation<T> =
  | { readonly status: 'ok'; readonly value: T }
  | { readonly status: 'invalid'; readonly diagnostics: readonly Diagnostic[] };

/** The typed data, or every fault in it. */
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
  const diagnostics = once(faults).map(({ path, part, code, message }) =>
    source.at(path, part, 'error', code, message),
  );
  return { status: 'invalid', diagnostics };
}

interface Fault {
  readonly path: DataPath;
  readonly part: 'key' | 'value';
  readonly code: string;
  readonly message: string;
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
  ...new Map(faults.map((fault) => [JSON.stringify([fault.path, fault.message]), fault])).values(),
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
  code: 'unknown-key',
  message: `The key \`${path.at(-1)}\` is not known here.`,
});

function faultsOf(issue: Issue, above: DataPath): readonly Fault[] {
  const path = [...above, ...pathOf(issue)];
  if (isListForMap(issue)) {
    const place = path.slice(0, -1);
    const message = `${titleOf(place)} must be ${TYPE_WORDS['Object']}, and is ${TYPE_WORDS['Array']}.`;
    return [{ path: place, part: 'value', code: 'wrong-type', message }];
  }
  const name = titleOf(path);
  if (isUnknownKey(issue)) return [unknownKey(path)];
  if (isMissingKey(issue)) {
    return [
      {
        path,
        part: 'key',
        code: 'missing-key',
        message: `The key \`${path.at(-1)}\` is missing${inside(path)}.`,
      },
    ];
  }
  if (issue.type === 'union' && issue.issues !== undefined) return unionFaults(issue, path);
  const part = issue.path?.at(-1)?.origin === 'key' ? 'key' : 'value';
  if (issue.kind === 'schema') {
    const expected = wordsOf(issue.expected ?? 'something else');
    return [
      { path, part, code: 'wrong-type', message: `${name} must be ${expected}, and is ${received(issue)}.` },
    ];
  }
  return [{ path, part, code: 'wrong-value', message: `${name} ${ruleOf(issue)}.` }];
}

const titleOf = (path: DataPath) => (path.length === 0 ? 'The file' : `\`${nameOf(path)}\``);

const inside = (path: DataPath) => (path.length > 1 ? ` in \`${nameOf(path.slice(0, -1))}\`` : '');

/** Of a choice between objects: what is wrong in the one that was meant, or the schema's sentence on the choice. */
function unionFaults(issue: Issue, path: DataPath): readonly Fault[] {
  const inner = issue.issues ?? [];
  const meant = inner.filter((one) => pathOf(one).length > 1 || !(isUnknownKey(one) || isMissingKey(one)));
  if (meant.length > 0 && isObject(issue.input)) return meant.flatMap((one) => faultsOf(one, path));
  const message = `${titleOf(path)} ${issue.message}.`;
  return [{ path, part: 'key', code: 'wrong-choice', message }];
}

function ruleOf(issue: Issue): string {
  if (!issue.message.startsWith('Invalid ')) return issue.message;
  const limit = (issue.expected ?? '').replace(/^[<>]=?/, '');
  switch (issue.type) {
    case 'min_length':
      return `needs at least ${limit} (there ${issue.received === '1' ? 'is' : 'are'} ${issue.received})`;
    case 'max_length':
      return `may have at most ${limit} (there are ${issue.received})`;
    case 'min_value':
      return `must be ${limit} or more`;
    case 'max_value':
      return `must be ${limit} or less`;
    case 'starts_with':
      return `must begin with ${limit}`;
    case 'integer':
      return 'must be a whole number';
    default:
      return `is not right: ${issue.message}`;
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  Array: 'a list',
  Object: 'a map of keys and values',
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  null: 'empty',
  undefined: 'missing',
};

const wordsOf = (expected: string) =>
  TYPE_WORDS[expected] ??
  (expected.includes(' | ')
    ? `one of ${expected.replace(/^\((.*)\)$/, '$1').replaceAll(' | ', ', ')}`
    : expected);

const received = (issue: Issue) =>
  TYPE_WORDS[issue.received] ??
  (typeof issue.input === 'string' ? `the text ${cut(issue.received)}` : cut(issue.received));

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
