// Unit tests of rules: those that prove something pass, and each way of proving nothing is named.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkRuleTests } from '../../../../src/lab/checks/kinds/rule-tests/check.ts';
import type { Verdict } from '../../../../src/lab/model/verdict.ts';
import type { RunningRule } from '../../../../src/lab/model/prometheus-api.ts';
import { codeOf, contextWith } from '../support/context.ts';
import { fakePrometheus, type FakeAnswers } from '../support/fake-prometheus.ts';

const RULES = `groups:
  - name: shop
    rules:
      - record: path:http_requests:rate5m
        expr: sum by (path) (rate(http_requests_total{job="api"}[5m]))
      - alert: ApiTargetDown
        expr: up{job="api"} == 0
        for: 1m
        labels: { severity: page }
      - alert: ApiQuiet
        expr: path:http_requests:rate5m < 0.5
        for: 2m
        keep_firing_for: 3m
        labels:
          severity: ticket
`;

const WORLDS = [
  {
    name: 'outage',
    load: `load 15s
  up{job="api",instance="a"} 1x40 0x20 1x40
  up{job="api",instance="b"} 1x100
  up{job="other",instance="x"} 1x20 0x10 1x70`,
  },
  {
    name: 'quiet',
    load: `load 15s
  http_requests_total{job="api",path="/cart"} 0+60x40 2400+1x40 2440+60x80
  http_requests_total{job="api",path="/products"} 0+30x160`,
  },
];

const DOWN = `  - name: a target is down
    interval: 15s
    input_series:
      - series: 'up{job="api",instance="a"}'
        values: '1x39 0x39 1x40'
      - series: 'up{job="api",instance="b"}'
        values: '1x119'
      - series: 'up{job="other",instance="x"}'
        values: '1x39 0x39 1x40'
    alert_rule_test:
      - { eval_time: 10m45s, alertname: ApiTargetDown, exp_alerts: [] }
      - eval_time: 11m
        alertname: ApiTargetDown
        exp_alerts:
          - exp_labels: { severity: page, job: api, instance: a }
`;
const QUIET = `  - name: a path is quiet
    interval: 15s
    input_series:
      - series: 'http_requests_total{job="api",path="/cart"}'
        values: '0+60x40 2400+3x40 2520+60x80'
      - series: 'http_requests_total{job="api",path="/products"}'
        values: '0+30x160'
    promql_expr_test:
      - expr: path:http_requests:rate5m
        eval_time: 9m
        exp_samples:
          - { labels: 'path:http_requests:rate5m{path="/cart"}', value: 4 }
          - { labels: 'path:http_requests:rate5m{path="/products"}', value: 2 }
    alert_rule_test:
      - { eval_time: 9m, alertname: ApiQuiet, exp_alerts: [] }
      - { eval_time: 15m, alertname: ApiQuiet, exp_alerts: [] }
      - eval_time: 17m
        alertname: ApiQuiet
        exp_alerts:
          - exp_labels: { severity: ticket, path: /cart }
      - eval_time: 22m
        alertname: ApiQuiet
        exp_alerts:
          - exp_labels: { severity: ticket, path: /cart }
      - { eval_time: 30m, alertname: ApiQuiet, exp_alerts: [] }
`;
const HEAD = 'rule_files: [rules.yml]\nevaluation_interval: 15s\nfuzzy_compare: true\n';
const BOTH = `${HEAD}tests:\n${DOWN}${QUIET}`;

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'rule-tests-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function judge(files: Readonly<Record<string, string>>, file = 'tests.yml'): Promise<Verdict> {
  const all = { 'rules.yml': RULES, ...files };
  for (const [name, text] of Object.entries(all)) await writeFile(path.join(dir, name), text);
  return checkRuleTests(
    { kind: 'rule-tests', file, rules: 'rules.yml', worlds: WORLDS },
    contextWith({ workspaceDir: dir }),
  );
}

test('passes tests that notice every mistake', async () => {
  expect(await judge({ 'tests.yml': BOTH })).toMatchObject({
    status: 'pass',
    fact: { kind: 'rules-tested', tests: 2 },
  });
});

test('takes tests in several files', async () => {
  const files = { 'down.test.yml': `${HEAD}tests:\n${DOWN}`, 'quiet.test.yml': `${HEAD}tests:\n${QUIET}` };
  expect(await judge(files, '*.test.yml')).toMatchObject({ status: 'pass', fact: { tests: 2 } });
});

test('takes a test that an alert about missing data waits, long after the data', async () => {
  const missing = `      - alert: ApiJobMissing
        expr: absent(up{job="api"})
        for: 10m
`;
  const gone = `  - name: the job is gone
    interval: 15s
    input_series: [{ series: 'up{job="api",instance="a"}', values: '1x20' }]
    alert_rule_test:
      - { eval_time: 19m45s, alertname: ApiJobMissing, exp_alerts: [] }
      - { eval_time: 20m, alertname: ApiJobMissing, exp_alerts: [{ exp_labels: { job: api } }] }
`;
  expect(await judge({ 'rules.yml': RULES + missing, 'tests.yml': BOTH + gone })).toMatchObject({
    status: 'pass',
  });
});

const without = (text: string, part: string): string => {
  expect(text).toContain(part);
  return text.replace(part, '');
};
const instead = (text: string, part: string, by: string): string => {
  expect(text).toContain(part);
  return text.replace(part, () => by);
};

describe('refuses', () => {
  const JUST_BEFORE = '      - { eval_time: 10m45s, alertname: ApiTargetDown, exp_alerts: [] }\n';

  test.each([
    ['no file', {}, 'tests-missing'],
    ['no test', { 'tests.yml': `${HEAD}tests: []\n` }, 'tests-missing'],
    ['a key that promtool does not know', { 'tests.yml': `${BOTH}other: 1\n` }, 'tests-syntax'],
    ['rules that cannot be read', { 'rules.yml': 'groups: 3', 'tests.yml': BOTH }, 'tested-rules-syntax'],
    ['no rule_files', { 'tests.yml': without(BOTH, 'rule_files: [rules.yml]\n') }, 'tests-without-rules'],
    [
      'other rules',
      {
        'tests.yml': instead(BOTH, '[rules.yml]', '[copy.yml]'),
        'copy.yml': RULES,
      },
      'tests-of-other-rules',
    ],
    [
      'a test that fails',
      { 'tests.yml': instead(BOTH, 'eval_time: 11m', 'eval_time: 10m50s') },
      'tests-fail',
    ],
    [
      'an entry without expectation',
      { 'tests.yml': `${BOTH}  - input_series: [{ series: up, values: '1x10' }]\n` },
      'test-without-expectation',
    ],
    [
      'a name that no alert has',
      { 'tests.yml': instead(BOTH, JUST_BEFORE, JUST_BEFORE.replace('ApiTarget', 'APITarget')) },
      'alert-unknown',
    ],
    ['a rule without a test', { 'tests.yml': `${HEAD}tests:\n${QUIET}` }, 'rule-untested'],
    [
      'a moment after the data',
      { 'tests.yml': instead(BOTH, 'eval_time: 30m', 'eval_time: 3h') },
      'test-after-data',
    ],
    [
      'a moment before for',
      { 'tests.yml': instead(BOTH, 'eval_time: 9m, alertname', 'eval_time: 0s, alertname') },
      'test-before-for',
    ],
    ['a test at the for', { 'tests.yml': without(BOTH, JUST_BEFORE) }, 'for-untested'],
    [
      'a test far behind the for',
      { 'tests.yml': instead(BOTH, 'eval_time: 11m', 'eval_time: 19m') },
      'for-untested',
    ],
    [
      'no second job',
      {
        'tests.yml': without(
          BOTH,
          `      - series: 'up{job="other",instance="x"}'\n        values: '1x39 0x39 1x40'\n`,
        ),
      },
      'selector-untested',
    ],
  ])('%s', async (_, files, code) => {
    expect(codeOf(await judge(files))).toBe(code);
  });

  test('only the happy path', async () => {
    const silent = `${HEAD}tests:
  - interval: 15s
    input_series: [{ series: 'up{job="api",instance="a"}', values: '1x100' }]
    alert_rule_test: [{ eval_time: 10m, alertname: ApiTargetDown, exp_alerts: [] }]
${QUIET}`;
    expect(codeOf(await judge({ 'tests.yml': silent }))).toBe('only-happy-path');
  });

  test('a mistake that nothing notices, with the line of the rules', async () => {
    const verdict = await judge({ 'tests.yml': without(BOTH, JUST_BEFORE) });
    expect(verdict).toMatchObject({
      fact: {
        kind: 'mistake-unnoticed',
        rule: 'ApiTargetDown',
        line: 8,
        before: 'for: 1m',
        after: 'for: 0s',
      },
    });
  });
});

test('asks for nothing that no world can tell from the rules', async () => {
  const guarded = RULES.replace('path:http_requests:rate5m < 0.5', '(path:http_requests:rate5m > -1) < 0.5');
  expect(codeOf(await judge({ 'rules.yml': guarded, 'tests.yml': BOTH }))).toBe('pass');
});

const config = (...files: readonly string[]) =>
  contextWith({
    workspaceDir: dir,
    readFile: () => Promise.resolve(`rule_files: [${files.join(', ')}]\n`),
  });

describe('the configuration of the workspace', () => {
  test.each([
    [['rules.yml'], 'pass'],
    [['rul*.yml'], 'pass'],
    [['rules.yml', 'more.yml'], 'tests-of-other-rules'],
    [['more.yml'], 'tests-of-other-rules'],
  ])('that loads %j', async (files, code) => {
    await writeFile(path.join(dir, 'rules.yml'), RULES);
    await writeFile(path.join(dir, 'more.yml'), 'groups: []\n');
    await writeFile(path.join(dir, 'tests.yml'), BOTH);
    const spec = { kind: 'rule-tests', file: 'tests.yml', rules: 'rules.yml', worlds: WORLDS } as const;
    expect(codeOf(await checkRuleTests({ ...spec, worlds: [...WORLDS] }, config(...files)))).toBe(code);
  });
});

const running = (fields: Partial<RunningRule>): RunningRule => ({
  kind: 'alerting',
  name: 'ApiTargetDown',
  group: 'shop',
  query: 'up{job="api"} == 0',
  holdMs: 60_000,
  intervalMs: 60_000,
  health: 'ok',
  lastError: '',
  ...fields,
});
const RUNNING = [
  running({
    kind: 'recording',
    name: 'path:http_requests:rate5m',
    query: 'sum by (path) (rate(http_requests_total{job="api"}[5m]))',
    holdMs: 0,
  }),
  running({}),
  running({ name: 'ApiQuiet', query: 'path:http_requests:rate5m < 0.5', holdMs: 120_000 }),
];
const NO_LIFECYCLE = { status: 'unsupported', why: 'no-lifecycle-api', url: 'http://x' } as const;

async function askRunning(answers: FakeAnswers, tests = BOTH) {
  await writeFile(path.join(dir, 'rules.yml'), RULES);
  await writeFile(path.join(dir, 'tests.yml'), tests);
  const prometheus = fakePrometheus(answers);
  const verdict = await checkRuleTests(
    { kind: 'rule-tests', file: 'tests.yml', rules: 'rules.yml', worlds: WORLDS },
    contextWith({
      workspaceDir: dir,
      readFile: () => Promise.resolve('rule_files: [rules.yml]\n'),
      runningPrometheus: () => prometheus,
      prometheus: () => Promise.resolve(prometheus),
    }),
  );
  return { code: codeOf(verdict), asked: prometheus.asked };
}

describe('a Prometheus that runs', () => {
  test('loads the rules that were tested', async () => {
    const { code, asked } = await askRunning({ rules: RUNNING });
    expect(code).toBe('pass');
    expect(asked).toContain('reload');
  });

  test.each<[string, FakeAnswers, string]>([
    [
      'has older ones',
      { rules: RUNNING.with(1, running({ holdMs: 300_000 })), reload: NO_LIFECYCLE },
      'rules-not-loaded',
    ],
    ['refuses them', { reload: { status: 'rejected', message: 'group "shop"' } }, 'rules-rejected'],
  ])('is not passed over where it %s', async (_, answers, code) => {
    expect((await askRunning(answers)).code).toBe(code);
  });

  test('loads what was saved also while the tests fail', async () => {
    const { code, asked } = await askRunning({}, `${HEAD}tests: []\n`);
    expect(code).toBe('tests-missing');
    expect(asked).toContain('reload');
  });
});
