import { describe, expect, test } from 'vitest';
import { judgeName } from '../../../../src/lab/checks/kinds/rule-values/names.ts';
import { codeOf } from '../support/context.ts';
import {
  CONFIG,
  groupOf,
  judgeFiles,
  judgeRules,
  solutionOf,
  specOf,
  specOfStep,
} from '../support/rules-workspace.ts';

const SPEC = await specOfStep('26-record-rules');
const record = (name: string, expr: string, more = ''): string =>
  `{record: ${JSON.stringify(name)}, expr: ${JSON.stringify(expr)}${more}}`;

const RATE = 'sum without (instance, method, code) (rate(http_requests_total{job="api"}[5m]))';
const FAILED = 'sum without (instance, method, code) (rate(http_requests_total{job="api",code=~"5.."}[5m]))';
const NAME = 'path:http_requests:rate5m';
const RATIO_NAME = 'path:http_requests_failed_per_http_requests:ratio_rate5m';
const RATIO = `(${FAILED} or ${NAME} * 0) / (${NAME} > 0)`;
const RAW_RATIO = `(${FAILED} or ${RATE} * 0) / (${RATE} > 0)`;

describe('recording rules that are right', () => {
  test('the solution', async () => {
    expect(codeOf(await judgeRules(SPEC, await solutionOf('26-record-rules')))).toBe('pass');
  });

  test.each([
    ['both from the counter', record(NAME, RATE), record(RATIO_NAME, RAW_RATIO)],
    [
      'by path',
      record('path:http_requests:rate5m', 'sum by (path) (rate(http_requests_total[5m]))'),
      record(
        'path:http_errors:ratio_rate5m',
        RAW_RATIO.replaceAll('sum without (instance, method, code)', 'sum by (path)'),
      ),
    ],
    [
      'by job and path',
      record('job_path:http_requests:rate5m', 'sum by (job, path) (rate(http_requests_total[5m]))'),
      record(
        'job_path:http_errors:ratio_rate5m',
        RAW_RATIO.replaceAll('sum without (instance, method, code)', 'sum by (job, path)'),
      ),
    ],
    [
      'another window',
      record('path:http_requests:rate10m', RATE.replace('5m', '10m')),
      record('path:http_errors:ratio_rate10m', RAW_RATIO.replaceAll('5m', '10m')),
    ],
    [
      'a recorded numerator',
      record(NAME, RATE),
      record('path:http_requests_failed:rate5m', `${FAILED} or ${NAME} * 0`),
      record(RATIO_NAME, `path:http_requests_failed:rate5m / (${NAME} > 0)`),
    ],
    ['another name', record('path:http_requests:sum_rate5m', RATE), record(RATIO_NAME, RAW_RATIO)],
    [
      'zero where there is no traffic',
      record(NAME, RATE),
      record(RATIO_NAME, `${FAILED} / (${NAME} > 0) or ${NAME} * 0`),
    ],
  ])('%s', async (_, ...rules) => {
    expect(codeOf(await judgeRules(SPEC, groupOf(...rules)))).toBe('pass');
  });

  test('in two groups, of which the second reads the first', async () => {
    const rules = `groups:\n  - {name: a, rules: [${record(NAME, RATE)}]}\n  - {name: b, interval: 30s, rules: [${record(RATIO_NAME, RATIO)}]}\n`;
    expect(codeOf(await judgeRules(SPEC, rules))).toBe('pass');
  });

  test('in several files that a pattern finds', async () => {
    const files = {
      'prometheus.yml': CONFIG.replace('[rules.yml]', '["rules/*.yml"]'),
      'rules/a.yml': groupOf(record(NAME, RATE)).replace('shop', 'a'),
      'rules/b.yml': groupOf(record(RATIO_NAME, RAW_RATIO)),
    };
    expect(codeOf(await judgeFiles(SPEC, files))).toBe('pass');
  });
});

describe('recording rules that are wrong', () => {
  test.each([
    ['not-recorded', '{alert: Down, expr: "up == 0"}'],
    ['not-recorded', record(NAME, RATE)],
    [
      'rate-of-recorded-sum',
      record('path:http_requests:sum', 'sum by (path) (http_requests_total)'),
      record(NAME, 'rate(path:http_requests:sum[5m])'),
    ],
    [
      'average-of-averages',
      record(NAME, RATE),
      record(
        'instance_path:http_errors:ratio_rate5m',
        `${FAILED.replace('instance, ', '')} / ${RATE.replace('instance, ', '')}`,
      ),
      record(RATIO_NAME, `avg without (instance) (instance_path:http_errors:ratio_rate5m) or ${NAME} * 0`),
    ],
    ['zero-lost', record(NAME, RATE), record(RATIO_NAME, `${FAILED} / (${NAME} > 0)`)],
    [
      'windows-differ',
      record(NAME, RATE),
      record(RATIO_NAME, `(${FAILED} or ${NAME} * 0) / (${RATE.replace('5m', '1h')} > 0)`),
    ],
    ['recorded-labels', record('path_instance:http_requests:rate5m', RATE.replace('instance, ', ''))],
    ['recorded-values-differ', record(NAME, RATE.replace('rate(', 'increase('))],
    ['record-name-shape', record('http_requests_rate', RATE)],
    ['record-name-shape', record('path:http_requests_rate5m', RATE)],
    ['record-name-total', record('path:http_requests_total:rate5m', RATE)],
    ['record-name-level', record('job:http_requests:rate5m', RATE)],
    ['record-window-mismatch', record('path:http_requests:rate1m', RATE)],
    ['record-window-mismatch', record('path:http_requests:rate', RATE)],
    [
      'rule-fails',
      record(NAME, RATE),
      record(
        RATIO_NAME,
        'rate(http_requests_total{code=~"5.."}[5m]) / on (path) rate(http_requests_total[5m])',
      ),
    ],
  ])('%s', async (code, ...rules) => {
    expect(codeOf(await judgeRules(SPEC, groupOf(...rules)))).toBe(code);
  });

  test('an interval that leaves out what happens in between', async () => {
    const rules = groupOf(record(NAME, RATE), record(RATIO_NAME, RATIO)).replace(
      'rules:',
      'interval: 10m\n    rules:',
    );
    expect(codeOf(await judgeRules(SPEC, rules))).toBe('interval-too-long');
  });
});

const RIGHT = groupOf(record(NAME, RATE), record(RATIO_NAME, RATIO));

describe('rule files', () => {
  test.each([
    ['rule-files-missing', { 'prometheus.yml': 'global: {}\n', 'rules.yml': RIGHT }],
    ['rule-files-missing', { 'prometheus.yml': 'global:\n  rule_files: [rules.yml]\n', 'rules.yml': RIGHT }],
    ['rule-files-missing', { 'prometheus.yml': 'rule_files: []\n', 'rules.yml': RIGHT }],
    ['rule-files-not-a-list', { 'prometheus.yml': 'rule_files: rules.yml\n', 'rules.yml': RIGHT }],
    ['rule-pattern-invalid', { 'prometheus.yml': 'rule_files: ["[rules.yml"]\n', 'rules.yml': RIGHT }],
    ['rule-pattern-invalid', { 'prometheus.yml': 'rule_files: ["*/rules.yml"]\n', 'rules.yml': RIGHT }],
    ['rule-file-not-listed', { 'prometheus.yml': 'rule_files: [alerts.yml]\n', 'rules.yml': RIGHT }],
    ['rule-file-missing', { 'prometheus.yml': CONFIG }],
    ['rules-missing', { 'prometheus.yml': CONFIG, 'rules.yml': '' }],
    ['rules-missing', { 'prometheus.yml': CONFIG, 'rules.yml': 'groups: []\n' }],
    [
      'rules-rejected',
      {
        'prometheus.yml': CONFIG,
        'rules.yml': 'groups:\n  - name: a\n    rules:\n      - record: a:b:c\n        expr: sum(\n',
      },
    ],
    ['rules-rejected', { 'prometheus.yml': CONFIG, 'rules.yml': 'groups:\n\t- name: a\n' }],
    ['rules-rejected', { 'prometheus.yml': CONFIG, 'rules.yml': 'groups:\n  - nam: a\n' }],
    ['rules-rejected', { 'prometheus.yml': CONFIG, 'rules.yml': '\0' }],
    ['rules-rejected', { 'prometheus.yml': CONFIG, 'rules.yml': 'a: &a [*a]\n' }],
    [
      'rules-not-simulated',
      {
        'prometheus.yml': CONFIG,
        'rules.yml': groupOf(record('http_requests_total', 'http_requests_total')),
      },
    ],
    ['config-missing', { 'rules.yml': RIGHT }],
    ['config-tab', { 'prometheus.yml': 'global:\n\tscrape_interval: 5s\n' }],
  ])('%s', async (code, files) => {
    expect(codeOf(await judgeFiles(SPEC, files as Record<string, string>))).toBe(code);
  });

  test('the line of an error is named', async () => {
    const rules = RIGHT.replace('sum without', 'sum witout');
    const { fact } = await judgeRules(SPEC, rules);
    expect(fact).toMatchObject({ kind: 'rules-rejected', file: 'rules.yml', line: 4 });
  });
});

describe('the running Prometheus', () => {
  test('has to have loaded the same rules', async () => {
    const unsupported = { status: 'unsupported', why: 'no-lifecycle-api', url: 'http://x' } as const;
    expect(codeOf(await judgeRules(SPEC, RIGHT, { rules: [], reload: unsupported }))).toBe(
      'rules-not-loaded',
    );
    expect(codeOf(await judgeRules(SPEC, RIGHT, { rules: [] }))).toBe('other-prometheus');
    expect(codeOf(await judgeRules(SPEC, RIGHT, { reload: unsupported }))).toBe('pass');
  });

  test('has to accept them', async () => {
    const reload = { status: 'rejected', message: '/x/rules.yml: 4:9: group "shop", rule 1: no' } as const;
    expect(codeOf(await judgeRules(SPEC, RIGHT, { reload }))).toBe('rules-rejected');
  });

  test('blocks where it does not run', async () => {
    expect(codeOf(await judgeRules(SPEC, RIGHT, { notRunning: { kind: 'stopped' } }))).toBe(
      'prometheus-not-running',
    );
  });
});

const bellFiles = (rules: string) => ({
  'alarm/prometheus.yml': 'rule_files: [bells.yml]\n',
  'alarm/bells.yml': rules,
});

test('a course of another author judges other metrics', async () => {
  const bells = specOf(`
kind: rule-values
file: alarm/bells.yml
config: alarm/prometheus.yml
by: []
records: [{ id: rings, about: the rings per second of all bells, reference: "sum(rate(bell_rings_total[5m]))" }]
worlds:
  - name: two-bells
    about: two bells ring
    load: |
      load 10s
        bell_rings_total{bell="x"} 0+5~2x120
        bell_rings_total{bell="y"} 0+10~3x120
`);
  const right = groupOf(record('tower:bell_rings:rate5m', 'sum(rate(bell_rings_total[5m]))'));
  const wrong = groupOf(record('tower:bell_rings:rate5m', 'sum(rate(bell_rings_total{bell="x"}[5m]))'));
  const rules = [
    {
      kind: 'recording',
      name: 'tower:bell_rings:rate5m',
      group: 'shop',
      query: 'sum(rate(bell_rings_total[5m]))',
      holdMs: 0,
      intervalMs: 60_000,
      health: 'ok',
      lastError: '',
    },
  ] as const;
  expect(codeOf(await judgeFiles(bells, bellFiles(right), { rules }))).toBe('pass');
  expect(codeOf(await judgeFiles(bells, bellFiles(wrong), { rules }))).toBe('recorded-values-differ');
});

test.each([
  ['path:http_requests:rate5m', undefined],
  ['job_path:http_requests:sum_rate5m', undefined],
  ['path:http_requests:rate300s', undefined],
  ['path:http_requests', 'shape'],
  ['a:path:http_requests:rate5m', 'shape'],
  ['path::rate5m', 'shape'],
  ['filepath:http_requests:rate5m', 'level'],
  ['path:http_requests_total:rate5m', 'total'],
  ['path:http_requests:rate50m', 'window'],
])('the name %s: %s', (name, fault) => {
  expect(judgeName(name, ['path'], [300_000])?.kind).toBe(fault);
});
