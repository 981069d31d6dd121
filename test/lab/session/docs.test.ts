// docs/session.md lists what the schemas say.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { CALLS } from '../../../src/lab/session/contract/calls.ts';
import { eventSchema } from '../../../src/lab/session/contract/events.ts';

const FILE = fileURLToPath(new URL('../../../docs/session.md', import.meta.url));

interface Described {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Described>>;
  readonly options?: readonly (Described | string)[];
  readonly wrapped?: Described;
}

/** Whether a field may be absent. */
const isOptional = ({ type }: Described): boolean => type === 'exact_optional';

/** The type of a parameter. */
function typeOf({ type, options, wrapped }: Described): string {
  if (wrapped !== undefined) return typeOf(wrapped);
  return options === undefined ? type : options.map(String).join(' or ');
}

/** The names of the fields of an object, or of all members of a union of objects. */
function fieldsOf({ entries, options }: Described): readonly string[] {
  if (entries !== undefined)
    return Object.entries(entries).map(([name, field]) => (isOptional(field) ? `${name}?` : name));
  return [...new Set(options?.flatMap((option) => (typeof option === 'string' ? [] : fieldsOf(option))))];
}

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

/** The rows of a table below a heading; how wide its columns are says nothing. */
const rowsBelow = (text: string, heading: string): readonly string[] =>
  (text.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .map((line) => line.replaceAll(/ +/g, ' ').replaceAll(/-+/g, '-'));

const calls = Object.entries(CALLS).map(([name, { does, params, result }]) => {
  const fields = Object.entries((params as unknown as Described).entries ?? {});
  const taken = fields.map(
    ([param, schema]) => `${param}${isOptional(schema) ? '?' : ''}: ${typeOf(schema)}`,
  );
  return `| \`${name}\` | ${code(taken)} | ${code(fieldsOf(result))} | ${does} |`;
});

const events = eventSchema.options.map((schema) => {
  const { kind, ...fields } = schema.entries;
  const carried = fieldsOf({ type: 'object', entries: fields });
  return `| \`${kind.literal}\` | ${code(carried)} | ${v.getDescription(schema)} |`;
});

const narrow = (rows: readonly string[]): string[] =>
  rows.map((row) => row.replaceAll(/ +/g, ' ').replaceAll(/-+/g, '-'));

test.each([
  ['Calls', ['| Call | Parameters | Result | What it does |', '| - | - | - | - |', ...calls]],
  ['Events', ['| Event | Fields | When |', '| - | - | - |', ...events]],
])('the documentation of the session lists its %s', async (heading, rows) => {
  expect(rowsBelow(await readFile(FILE, 'utf8'), heading)).toEqual(narrow(rows));
});
