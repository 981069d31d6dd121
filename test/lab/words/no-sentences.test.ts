// The code of the lab holds no sentence that a person reads: all of them are in words/.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from '@babel/parser';
import { expect, test } from 'vitest';

const LAB = path.resolve(import.meta.dirname, '../../../src/lab');

/** Text that is no sentence of the lab's own, though it reads like one: file -> why. */
const ALLOWED: Readonly<Record<string, string>> = {
  'main.ts': 'said where an old Node or a lost folder keeps the words from being loaded',
  'authoring/check-text.ts': 'the check of a new step',
  'authoring/course-files.ts': 'the files of a new course, written in the language of its author',
  'authoring/plan-step.ts': 'the files of a new step',
  'authoring/rule-text.ts': 'the files of a new step about rules',
  'authoring/step-text.ts': 'the text of a new step',
  'children/spawn-bound.ts': 'a shell script',
  'course/json-schema.ts': 'the description of the schema, which editors show',
  'course/read/yaml-reasons.ts': 'the words of the YAML parser, to compare with',
  'prometheus/api/http-exchange.ts': 'media types',
  'prometheus/binaries/binary.ts': 'the words of the system, to compare with',
  'prometheus/embedded.ts': 'the description of a server in the state of a session',
  'report/format/csv.ts': 'the names of the columns, which spreadsheets rely on',
  'report/format/page-style.ts': 'CSS',
  'runtimes/node/bundle/app.ts': 'JavaScript that is put above a bundle',
  'runtimes/node/hook/memory.ts': 'the error of a process that uses too much memory, as Node words its own',
  'verify/cases/junit.ts': 'XML',
  'verify/cases/plan.ts': 'the names of cases, which scripts rely on',
  'verify/run-case.ts': 'an answer that no question takes',
};

/** Calls whose text documents a schema, splits a list of names, or looks for the words of another program. */
const NOT_PRINTED = new Set(['describe', 'description', 'call', 'event', 'split', 'includes', 'startsWith']);

interface Node {
  readonly type: string;
  readonly loc?: { readonly start: { readonly line: number } };
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Two words beside each other in a text of at least three, markup and commands aside. */
function isProse(text: string): boolean {
  const plain = text.replaceAll(/<[^>]*>|`[^`]*`|ecom-lab [a-z-]+/g, ' ');
  return /[A-Za-z]{2,}[,:;]? [a-z]{2,}/.test(plain) && (plain.match(/[A-Za-z]{2,}/g)?.length ?? 0) > 2;
}

function nameOf(callee: unknown): string {
  if (!isNode(callee)) return '';
  const named = callee.type === 'MemberExpression' ? callee['property'] : callee;
  return isNode(named) && typeof named['name'] === 'string' ? named['name'] : '';
}

/** Whether what a node holds is never printed: bugs, types, documentation, and calls of {@link NOT_PRINTED}. */
function isSilent(node: Node): boolean {
  // A row of the table of checks in docs/authoring.md.
  if (node.type === 'ObjectProperty') return isNode(node['key']) && node['key']['name'] === 'passesWhen';
  if (node.type === 'NewExpression') return /(?:Error|Exception|AppFrozen)$/.test(nameOf(node['callee']));
  if (node.type === 'CallExpression') return NOT_PRINTED.has(nameOf(node['callee']));
  return node.type === 'ImportDeclaration' || node.type.startsWith('TSLiteral');
}

function textOf(node: Node): string | undefined {
  if (node.type === 'StringLiteral') return String(node['value']);
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node['quasis'])) return undefined;
  return node['quasis'].map((part: { value: { cooked?: string } }) => part.value.cooked ?? '').join('{}');
}

function sentencesIn(node: Node): readonly string[] {
  if (isSilent(node)) return [];
  const text = textOf(node);
  const own =
    text !== undefined && isProse(text) ? [`${node.loc?.start.line ?? 0}: ${text.slice(0, 100)}`] : [];
  const inner = Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]));
  return [...own, ...inner.filter(isNode).flatMap(sentencesIn)];
}

const found = readdirSync(LAB, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts') && !file.startsWith('words/'))
  .flatMap((file) => {
    const { program } = parse(readFileSync(path.join(LAB, file), 'utf8'), {
      sourceType: 'module',
      plugins: ['typescript'],
    });
    return sentencesIn(program as unknown as Node).map((text) => ({ file, text }));
  });

test('checks/ and session/ hold no sentence', () => {
  expect(found.filter(({ file }) => /^(?:checks|session)\//.test(file))).toEqual([]);
});

test('the rest of the lab holds none, but for what is no sentence of its own', () => {
  expect(found.filter(({ file }) => !Object.hasOwn(ALLOWED, file))).toEqual([]);
});

test('every exception is needed', () => {
  const files = new Set(found.map(({ file }) => file));
  expect(Object.keys(ALLOWED).filter((file) => !files.has(file))).toEqual([]);
});
