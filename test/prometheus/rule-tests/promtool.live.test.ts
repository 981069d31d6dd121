// Unit tests of rules as promtool 2.42 and the embedded Prometheus run them: the same verdicts, and the same messages.
// Where Prometheus 3, which is followed here, differs, the table says why.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { formatFailure, runTestFile } from '../../../src/prometheus/rule-tests/index.ts';
import { realPromtool } from '../../support/real-prometheus.ts';

const RULES = `
groups:
- name: first
  rules:
  - record: job:up:sum
    expr: sum by(job) (up)
  - alert: Down
    expr: up == 0
    for: 2m
    labels: {severity: page, quoted: '"'}
    annotations: {summary: "{{ $labels.job }} is down, {{ $value }}", empty: "{{ if false }}x{{ end }}"}
  - alert: Low
    expr: job:up:sum < 2
- name: second
  rules:
  - record: job:up:twice
    expr: job:up:sum * 2
  - alert: Low
    expr: job:up:sum < 1
    labels: {tier: b}
`;

const UP = `  input_series:
  - {series: 'up{job="a"}', values: '1 1 0 0 0 0 1 1'}
  - {series: 'up{job="b"}', values: '1x8'}
`;

const ORDER = 'group_eval_order: [first, second]\n';
const tests = (body: string, head = ''): string =>
  `rule_files: [rules.yml]\nevaluation_interval: 1m\n${head === '' ? ORDER : head}tests:\n- interval: 1m\n${UP}${body}`;
const expr = (text: string, time: string, samples: string, head = ''): string =>
  tests(`  promql_expr_test:\n  - {expr: '${text}', eval_time: ${time}, exp_samples: ${samples}}\n`, head);
const alerts = (name: string, time: string, expected: string, rest = ''): string =>
  tests(`${rest}  alert_rule_test:\n  - {alertname: ${name}, eval_time: ${time}, exp_alerts: ${expected}}\n`);
const series = (name: string, values: string): string =>
  `tests:\n- interval: 1m\n  input_series: [{series: '${name}', values: '${values}'}]\n  promql_expr_test:\n  - {expr: m, eval_time: 2m, exp_samples: []}\n`;
const down = (annotations: string): string =>
  `[{exp_labels: {severity: page, job: a, quoted: '"'}, exp_annotations: ${annotations}}]`;

const CASES: Readonly<Record<string, string>> = {
  nothing: '',
  'no tests': 'tests: []',
  'a sample that is there': expr(
    'job:up:sum',
    '1m',
    `[{labels: 'job:up:sum{job="a"}', value: 1}, {labels: 'job:up:sum{job="b"}', value: 1}]`,
  ),
  'samples in another order': expr(
    'job:up:sum',
    '1m',
    `[{labels: 'job:up:sum{job="b"}', value: 1}, {labels: 'job:up:sum{job="a"}', value: 1}]`,
  ),
  'a missing sample': expr('job:up:sum', '1m', `[{labels: 'job:up:sum{job="a"}', value: 1}]`),
  'another value': expr(
    'job:up:sum',
    '2m',
    `[{labels: 'job:up:sum{job="a"}', value: 1}, {labels: 'job:up:sum{job="b"}', value: 1.5}]`,
  ),
  'a rule of a later group': expr(
    'job:up:twice{job="b"}',
    '3m',
    `[{labels: 'job:up:twice{job="b"}', value: 2}]`,
  ),
  'a sample that is not there': expr('nope', '1m', '[{labels: nope, value: 1}]'),
  'nothing expected': expr('up', '1m', '[]'),
  'a scalar': expr('1 + 1', '1m', '[{value: 2}]'),
  'a wrong scalar': expr('1 + 1', '1m', '[{value: 3}]'),
  'a string': expr('"a"', '1m', '[]'),
  'a range': expr('up[1m]', '1m', '[]'),
  'a bad expression': expr('up +', '1m', '[]'),
  'an expression that fails': expr('up + on() up', '1m', '[]'),
  'bad labels': expr('up', '1m', `[{labels: 'up{', value: 1}]`),
  NaN: expr('0 / 0', '1m', '[{value: .nan}]'),
  infinity: expr('1 / 0', '1m', '[{value: +.Inf}]'),
  'a value in another notation': expr('16', '1m', '[{value: 0x10}]'),
  'a value that is none': expr('16', '1m', '[{value: "16"}]'),
  'a time between two evaluations': expr(
    'job:up:sum{job="b"}',
    '1m30s',
    `[{labels: 'job:up:sum{job="b"}', value: 1}]`,
  ),
  'an empty label': expr('up{job="b"}', '1m', `[{labels: 'up{job="b",x=""}', value: 1}]`),
  'an empty label without a name': expr('sum(up)', '1m', `[{labels: '{x=""}', value: 2}]`),
  ALERTS: expr(
    'count by(alertname, alertstate) (ALERTS)',
    '3m',
    `[{labels: '{alertname="Down", alertstate="pending"}', value: 1}, {labels: '{alertname="Low", alertstate="firing"}', value: 3}]`,
  ),
  'a firing alert': alerts('Down', '4m', down('{summary: "a is down, 0", empty: ""}')),
  'an alert without an empty annotation': alerts('Down', '4m', down('{summary: "a is down, 0"}')),
  'an alert with another annotation': alerts('Down', '4m', down('{summary: "b is down", empty: ""}')),
  'an alert that is pending': alerts('Down', '3m', '[]'),
  'an alert that is expected too soon': alerts('Down', '3m', '[{}]'),
  'an alert that is over': alerts('Down', '7m', '[]'),
  'an alert of two groups': alerts(
    'Low',
    '3m',
    '[{exp_labels: {job: a}}, {exp_labels: {job: a}}, {exp_labels: {job: b}}]',
  ),
  'an alert of two groups, too few': alerts('Low', '3m', '[{exp_labels: {job: a}}]'),
  'an alert that is no rule': alerts('Nope', '3m', '[]'),
  'an alert that is no rule but expected': alerts('Nope', '3m', '[{exp_labels: {job: a}}]'),
  'an alert with an empty label': alerts(
    'Low',
    '0',
    '[{exp_labels: {job: a, x: ""}}, {exp_labels: {job: b}}]',
  ),
  'an empty item': alerts('Low', '0', '[null]'),
  'an alert without a name': tests('  alert_rule_test:\n  - {eval_time: 1m, exp_alerts: []}\n'),
  'an alert without a name in a named test': tests(
    '  name: mine\n  alert_rule_test:\n  - {eval_time: 1m, exp_alerts: []}\n',
  ),
  'a named test': alerts('Down', '4m', '[]', '  name: mine\n'),
  'several failures': tests(
    '  alert_rule_test:\n  - {alertname: Down, eval_time: 5m, exp_alerts: []}\n  - {alertname: Low, eval_time: 1m, exp_alerts: []}\n  promql_expr_test:\n  - {expr: up, eval_time: 1m, exp_samples: []}\n',
  ),
  'an order of groups': expr(
    'job:up:sum{job="a"}',
    '1m',
    `[{labels: 'job:up:sum{job="a"}', value: 1}]`,
    'group_eval_order: [second, first]\n',
  ),
  'a repeated group': expr('1', '1m', '[{value: 1}]', 'group_eval_order: [first, first]\n'),
  'an unknown group': expr('1', '1m', '[{value: 1}]', 'group_eval_order: [nope]\n'),
  'an unknown field': `${tests('')}  nope: 1\n`,
  'a field twice': `${tests('')}  interval: 1m\n`,
  'a bad duration': tests('  promql_expr_test:\n  - {expr: up, eval_time: soon}\n'),
  'a rule file that is not there': 'rule_files: [nope.yml]\ntests: [{}]\n',
  'a pattern of rule files': `rule_files: ['r*.yml']\ntests:\n- promql_expr_test: [{expr: nope, exp_samples: []}]\n`,
  'a bad rule file': 'rule_files: [bad.yml]\ntests: [{}]\n',
  'a bad rule file without tests': 'rule_files: [bad.yml]\n',
  'a rule that fails': 'rule_files: [fails.yml]\ntests:\n- input_series: [{series: m, values: 1}]\n',
  'a rule that fails later':
    "rule_files: [fails.yml]\ntests:\n- interval: 1m\n  input_series: [{series: m, values: '_x61 1 1'}]\n  promql_expr_test: [{expr: m, eval_time: 70m}]\n",
  'a series that is recorded as well': `rule_files: [rules.yml]\ntests:\n- interval: 1m\n  input_series: [{series: 'up{job="a"}', values: '1x5'}, {series: 'job:up:sum{job="a"}', values: '7x5'}]\n  promql_expr_test: [{expr: up, eval_time: 3m}]\n`,
  'many samples in one query':
    "tests:\n- interval: 1s\n  input_series: [{series: m, values: '1x20000'}]\n  promql_expr_test: [{expr: 'sum_over_time(m[4h])', eval_time: 5h}]\n",
  'external labels':
    "rule_files: [external.yml]\ntests:\n- external_labels: {region: eu}\n  external_url: http://shop\n  alert_rule_test:\n  - {alertname: E, exp_alerts: [{exp_annotations: {a: 'eu http://shop'}}]}\n",
  'a subquery without a step':
    "evaluation_interval: 30s\ntests:\n- interval: 30s\n  input_series: [{series: m, values: '1x20'}]\n  promql_expr_test: [{expr: 'count_over_time(m[5m:])', eval_time: 8m, exp_samples: [{value: 10}]}]\n",
  'series in one notation': series('m', '1 2 3'),
  'a series that is stale': series('m', '1 2 stale'),
  gaps: series('m', '1x2 _x3'),
  'hexadecimal values': series('m', '0x10'),
  'a bad value': series('m', 'one'),
  'a bad repetition': series('m', '1x1.5'),
  'a bad series': series('m{a="b"', '1'),
  'a blank before the braces': series('m {a="b"}', '1'),
  'a comment as a series': series('#m', '1'),
  'an operator as a series': series('m + 1', '1'),
  'a line break in the values':
    'tests:\n- input_series: [{series: m, values: "1 2\\n3\\n"}, {series: n, values: \'1 1\'}]\n  promql_expr_test: [{expr: m, eval_time: 0, exp_samples: [{labels: m, value: 1}]}]\n',
  'a series twice':
    "tests:\n- interval: 1m\n  input_series: [{series: m, values: '1 1'}, {series: m, values: '2 2'}]\n  promql_expr_test: [{expr: m, eval_time: 1m, exp_samples: [{labels: m, value: 2}]}]\n",
  'a series without labels':
    "tests:\n- interval: 1m\n  input_series: [{series: '{}', values: '1 1'}]\n  promql_expr_test: [{expr: m, eval_time: 1m}]\n",
  'a label twice': series('m{a="b",a="c"}', '1'),
  'no values': series('m', ''),
};

/** Case -> why the verdict is another one. */
const OTHER_VERDICTS: Readonly<Record<string, string>> = {
  'a subquery without a step':
    'a range is open on the left in 3: it has 10 steps of 30 s in 5 m, in 2.42 it has 11',
  'an empty label without a name':
    'an empty label is an absent one; promtool keeps it where the metric has no name',
};

/** Case -> why the message is another one. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  'a series without labels': 'told once here, by promtool for each evaluation',
  'a label twice': 'told once here, by promtool for each evaluation',
};

describe.skipIf(realPromtool === undefined)('a test file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'rule-tests-'));
    await writeFile(path.join(folder, 'rules.yml'), RULES);
    await writeFile(path.join(folder, 'bad.yml'), 'groups: [{name: a, rules: [{record: a, expr: "up +"}]}]');
    const failing =
      'groups: [{name: a, rules: [{record: r, expr: "label_replace(m, \\"a\\", \\"b\\", \\"\\", \\"\\") + on() group_left() (m or vector(1))"}, {record: s, expr: "vector(1) + on() (m or label_replace(m, \\"a\\", \\"b\\", \\"\\", \\"\\"))"}]}]';
    await writeFile(path.join(folder, 'fails.yml'), failing);
    await writeFile(
      path.join(folder, 'external.yml'),
      'groups: [{name: a, rules: [{alert: E, expr: "1", annotations: {a: "{{ $externalLabels.region }} {{ $externalURL }}"}}]}]',
    );
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(Object.entries(CASES))('with %s is judged as by promtool', async (name, source) => {
    const place = path.join(folder, 'test.yml');
    await writeFile(place, source);
    const real = await promtool('test', 'rules', place);
    const report = await runTestFile(place);
    const mine = [
      ...report.problems.map(({ message }) => message),
      ...report.tests.flatMap((one) => one.failures.map((failure) => formatFailure(failure, one))),
    ].join('\n');
    const isOther = name in OTHER_VERDICTS;
    expect(report.status === 'passed').toBe((real.code === 0) !== isOther);
    const text = comparable(mine);
    const wanted = comparable(real.stderr);
    expect(text === wanted, `${text}\n---\n${wanted}`).toBe(!isOther && !(name in OTHER_WORDS));
  });
});

/**
 * Without what says only that or where something failed: 3 counts the lines of the input series, 2.42 does not. Two series
 * of one match group come in an order, which in promtool changes from run to run.
 */
function comparable(text: string): string {
  return text
    .replaceAll(/(?<=: \[)(\{.*?\}), (\{.*?\})(?=\];many-to-many)/g, (_, one: string, other: string) =>
      [one, other].toSorted().join(', '),
    )
    .replaceAll(/^ {2}(?:FAILED:|WARNING: .*)$|^yaml: unmarshal errors:$/gm, '')
    .replaceAll(/^ *(?:yaml: )?line \d+: /gm, '')
    .replaceAll(/^\d+:(?=\d+: parse error)/gm, '')
    .replaceAll(/\n{2,}/g, '\n')
    .trim();
}

function promtool(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(realPromtool ?? '', args, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr });
    });
  });
}
