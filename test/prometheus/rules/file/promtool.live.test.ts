// What promtool 2.42 says of rule files, and what is said here. Where Prometheus 3, which is followed here, decides or
// words it otherwise, the table of differences says why.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { checkRuleFile, formatRuleCheck } from '../../../../src/prometheus/rules/file/index.ts';
import { realPromtool } from '../../../support/real-prometheus.ts';

const file = (...lines: string[]): string =>
  ['groups:', '- name: g', '  rules:', ...lines.map((line) => `  ${line}`)].join('\n');
const alert = (...lines: string[]): string =>
  file('- alert: A', '  expr: up == 0', ...lines.map((line) => `  ${line}`));
const record = (...lines: string[]): string =>
  file('- record: a', '  expr: up', ...lines.map((line) => `  ${line}`));
const expr = (text: string): string => file('- record: a', `  expr: ${text}`);

const CASES: Readonly<Record<string, string>> = {
  empty: '',
  'a comment': '# nothing',
  'no groups': 'groups:',
  'an empty list': 'groups: []',
  'a null group': 'groups: [null, {name: a}]',
  'a group without rules': 'groups: [{name: a}]',
  'an alert': alert(),
  'a recording rule': record(),
  'labels and annotations': alert('labels: {a: b}', 'annotations: {c: "{{ $value }} {{ .Labels.x }}"}'),
  'numbers as labels': alert('labels: {a: 1, b: true, c: 1.50, d: ~, e: }'),
  'a for': alert('for: 5m'),
  'a for of 0': record('for: 0s'),
  'a for without a unit': alert('for: 5'),
  'a for in words': alert('for: soon'),
  'a negative for': alert('for: -5m'),
  'an empty for': alert('for: ""'),
  'a null for': alert('for: '),
  'a list as for': alert('for: [5m]'),
  'an interval': 'groups: [{name: a, interval: 1m30s}]',
  'a bad interval': 'groups: [{name: a, interval: 1.5m}]',
  'a limit': 'groups: [{name: a, limit: 10}]',
  'a limit as text': 'groups: [{name: a, limit: "10"}]',
  'a limit in words': 'groups: [{name: a, limit: ten}]',
  'a hexadecimal limit': 'groups: [{name: a, limit: 0x10}]',
  'a negative limit': 'groups: [{name: a, limit: -1}]',
  'two groups with a name': 'groups: [{name: a}, {name: a}]',
  'a group without a name': 'groups: [{rules: []}]',
  'an unknown field at the top': 'rules: []',
  'an unknown field of a group': 'groups: [{name: a, source: b}]',
  'an unknown field of a rule': alert('annotation: {a: b}'),
  'two unknown fields': alert('annotation: {a: b}', 'label: {a: b}'),
  'a field twice': alert('for: 1m', 'for: 2m'),
  'a label twice': alert('labels: {a: b, a: c}'),
  'a text for the groups': 'groups: text',
  'a mapping for the groups': 'groups: {a: b}',
  'a text for a rule': 'groups: [{name: a, rules: [text]}]',
  'a text for the labels': alert('labels: page'),
  'a list as a label': alert('labels: {a: [b]}'),
  'a text alone': 'text',
  'a list alone': '[]',
  'both kinds': file('- record: a', '  alert: b', '  expr: up'),
  'neither kind': file('- expr: up'),
  'an empty record': file('- record: ""', '  expr: up'),
  'no expression': file('- record: a'),
  'an empty expression': expr('""'),
  'a bad expression': expr('rate(up)'),
  'an expression that ends': expr('up +'),
  'an expression in a block': file('- record: a', '  expr: |', '    sum(', '      up', '    ) by'),
  'a number as expression': expr('1'),
  'a text as expression': expr(`'"a"'`),
  'a range as expression': expr('up[5m]'),
  'a for in a recording rule': record('for: 1m'),
  'annotations in a recording rule': record('annotations: {a: b}'),
  'empty annotations in a recording rule': record('annotations: {}'),
  'a record with braces': file(`- record: 'a{b="c"}'`, '  expr: up'),
  'the label __name__': alert('labels: {__name__: a}'),
  'an annotation __name__': alert('annotations: {__name__: a}'),
  'an empty label name': alert('labels: {"": a}'),
  'an unclosed template': alert('annotations: {a: "{{ $labels.b"}'),
  'an unknown variable': alert('annotations: {a: "{{ $label.b }}"}'),
  'an unknown function': alert('annotations: {a: "{{ nope 1 }}"}'),
  'arithmetic in a template': alert('annotations: {a: "{{ $value * 100 }}"}'),
  'an unclosed if': alert('annotations: {a: "{{ if $value }}x"}'),
  'a template in a label': alert('labels: {a: "{{ $value | humanize }}"}'),
  'a bad template in a label': alert('labels: {a: "{{ .Labels.x | }}"}'),
  'a template in a recording rule': record('labels: {a: "{{ nope"}'),
  'a tab': 'groups:\n\t- name: a',
  'a bad indent': 'groups:\n- name: a\n rules: []',
  'an unclosed quote': 'groups: ["a',
  'an unclosed bracket': 'groups: [',
  'an unknown anchor': 'groups: *a',
  'an anchor': file('- &a {alert: A, expr: up}', '- <<: *a', '  alert: B'),
  'two documents': 'groups: [{name: a}]\n---\ngroups: [{name: a, x: y}]',
  'a bad second document': 'groups: [{name: a}]\n---\n]',
  duplicates: file('- {record: a, expr: up}', '- {record: a, expr: up}'),
  'two problems of a rule': file('- record: a', '  for: 1m', '  annotations: {a: b}', '  expr: up +'),
  'problems of two rules': file('- {record: a, expr: "up +"}', '- {alert: b, expr: "up -"}'),
};

/** What is not YAML: both refuse it, each in the words of its own reader. */
const NOT_YAML: ReadonlySet<string> = new Set([
  'a tab',
  'a bad indent',
  'an unclosed quote',
  'an unclosed bracket',
]);

/** Case -> why Prometheus 3.14 words it otherwise than promtool 2.42. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  'a bad interval': '3 names the unit that it does not know',
  'a record with braces': 'any UTF-8 can be a name in 3, which then asks whether the name is an expression',
};

describe.skipIf(realPromtool === undefined)('a rule file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'rules-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(Object.entries(CASES))('with %s is judged as by promtool', async (name, source) => {
    const place = path.join(folder, 'rules.yml');
    await writeFile(place, source);
    const real = await promtool('check', 'rules', place);
    const ours = await checkRuleFile(place, place);
    expect(ours.status).toBe(real.code === 0 ? 'ok' : 'error');
    expect(formatRuleCheck(ours).includes('FAILED')).toBe(real.stderr.includes('FAILED'));
    const theirs = messagesOf(real.stderr, place);
    const mine = ours.problems.map(({ message }) => message);
    expect(mine.length > 0).toBe(theirs.length > 0);
    // They name no place, or 0:0, where they do not know one.
    const placed = mine.map((message, i) =>
      theirs[i]?.startsWith('0:0: ') === true
        ? message.replace(/^\d+:\d+/, '0:0')
        : message.replace(LINE, ''),
    );
    const isWorded = NOT_YAML.has(name) || name in OTHER_WORDS;
    expect(
      isEqual(
        placed,
        theirs.map((message) => message.replace(LINE, '')),
      ),
    ).toBe(!isWorded);
  });
});

const LINE = /^(?:yaml: )?(?:line \d+: )?/;

const isEqual = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Each once: what is wrong with the YAML is found by both of its readers, whose types have other names. */
function messagesOf(stderr: string, place: string): string[] {
  const [problems = ''] = stderr.split('lint error');
  const lines = problems
    .split('\n')
    .map((line) => line.replace(`${place}: `, '').replace(/^ +/, ''))
    .filter((line) => !['', 'FAILED:', 'yaml: unmarshal errors:'].includes(line))
    .filter((line) => !/ into (?:rulefmt\.ruleGroups|\[\]yaml\.Node)$/.test(line));
  return [...new Set(lines)].map((line) => line.replace('rulefmt.RuleNode', 'rulefmt.Rule'));
}

function promtool(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(realPromtool ?? '', args, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}
