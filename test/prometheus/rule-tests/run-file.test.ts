// Unit tests of rules: what passes, what fails, and how a failure is told. The cases are the facts of promtool's own tests.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  faultOfNames,
  formatDifference,
  formatTestReport,
  runTestFile,
  type TestFileReport,
  type TestRunOptions,
} from '../../../src/prometheus/rule-tests/index.ts';

const RULES = `
groups:
- name: shop
  rules:
  - record: job:up:sum
    expr: sum by(job) (up)
  - alert: ShopDown
    expr: job:up:sum == 0
    for: 2m
    labels: {severity: page}
    annotations: {summary: "{{ $labels.job }} is down"}
- name: later
  rules:
  - record: job:up:twice
    expr: job:up:sum * 2
`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rule-tests-'));
  await writeFile(path.join(folder, 'rules.yml'), RULES);
  await writeFile(
    path.join(folder, 'more.yml'),
    'groups: [{name: more, owner: me, rules: [{record: one, expr: 1}]}]',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function run(source: string, options?: TestRunOptions): Promise<TestFileReport> {
  const file = path.join(folder, 'test.yml');
  await writeFile(file, source);
  return runTestFile(file, options);
}

/** A test of one expression over one series. */
const one = (
  series: string,
  values: string,
  expr: string,
  time: string,
  samples: string,
  rest = '',
): string => `
tests:
- interval: 1m
${rest}  input_series:
  - {series: '${series}', values: '${values}'}
  promql_expr_test:
  - {expr: '${expr}', eval_time: ${time}, exp_samples: ${samples}}
`;

const SHOP = `rule_files: ['r*.yml']
evaluation_interval: 1m
tests:
- name: shop
  input_series:
  - {series: 'up{job="shop"}', values: '1 0x4 1x2'}
`;

describe('a test of an expression', () => {
  test.each([
    ['a value', one('m', '1 2 3', 'm', '1m', '[{labels: m, value: 2}]')],
    ['a growing value', one('m', '1+1x2', 'm', '2m', '[{labels: m, value: 3}]')],
    ['a time between two samples', one('m', '0 1', 'm', '59s', '[{labels: m, value: 0}]')],
    ['a stale marker', one('m', '0 stale', 'm', '1m', '[]')],
    ['the lookback of five minutes', one('m', '0 _x6', 'm', '5m', '[]')],
    ['a scalar', one('m', '1', '1 + 1', '0', '[{value: 2}]')],
    [
      'a name in braces',
      one('{"http.requests"}', '1', '{"http.requests"}', '0', `[{labels: '{"http.requests"}', value: 1}]`),
    ],
    [
      'the start as a time',
      one(
        'm',
        '1 2',
        'timestamp(m)',
        '1m',
        '[{value: 1704067260}]',
        '  start_timestamp: "2024-01-01T00:00:00Z"\n',
      ),
    ],
    [
      'the start in seconds',
      one('m', '1 2', 'm @ 1609459200', '5m', '[{labels: m, value: 1}]', '  start_timestamp: 1609459200\n'),
    ],
    [
      'a step of the file',
      `evaluation_interval: 30s${one('m', '1x20', 'count_over_time(m[5m:])', '8m', '[{value: 10}]')}`,
    ],
    [
      'a native histogram',
      one(
        'm',
        '{{sum:3 count:2 buckets:[2]}}+{{sum:1.3 count:1 buckets:[1]}}x2',
        'm',
        '2m',
        "[{labels: m, histogram: '{{count:4 sum:5.6 counter_reset_hint:not_reset buckets:[4]}}'}]",
      ),
    ],
    [
      'native histograms that begin again',
      one(
        'm',
        '{{count:2 buckets:[2]}} {{count:1 buckets:[1]}}',
        'm',
        '1m',
        "[{labels: m, histogram: '{{count:1 counter_reset_hint:reset buckets:[0 1] offset:-1}}'}]",
      ),
    ],
    [
      'values one unit apart',
      `fuzzy_compare: true${one('m', '2.9999999999999996', 'm', '0', '[{labels: m, value: 3}]')}`,
    ],
    [
      'a step of a hundred days',
      `evaluation_interval: 100d${one('m', '0+1x1067', 'timestamp(m)', '106700d', '[{value: 9218880000}]').replace('1m', '100d')}`,
    ],
  ])('passes with %s', async (_, source) => {
    const report = await run(source);
    expect(report.status, formatTestReport(report)).toBe('passed');
  });

  test.each([
    ['another value', one('m', '1', 'm', '0', '[{labels: m, value: 2}]'), 'got: {__name__="m"} 1E+00'],
    [
      'values one unit apart',
      one('m', '2.9999999999999996', 'm', '0', '[{labels: m, value: 3}]'),
      'got: {__name__="m"} 2.9999999999999996E+00',
    ],
    [
      'values two units apart',
      `fuzzy_compare: true${one('m', '2.9999999999999987', 'm', '0', '[{labels: m, value: 3}]')}`,
      'exp: {__name__="m"} 3E+00',
    ],
    [
      'NaN, which equals nothing',
      one('m', 'NaN', 'm', '0', '[{labels: m, value: .nan}]'),
      'got: {__name__="m"} NaN',
    ],
    [
      'a missing sample',
      one('m', '1', 'm', '0', '[{labels: m, value: 1}, {labels: n, value: 1}]'),
      'exp: {__name__="m"} 1E+00, {__name__="n"} 1E+00',
    ],
    ['nothing', one('m', '1', 'n', '0', '[{labels: n, value: 1}]'), 'got: nil'],
    [
      'an expression that cannot be parsed',
      one('m', '1', 'm +', '0', '[]'),
      'err: 1:4: parse error: unexpected end of input',
    ],
    ['a range', one('m', '1', 'm[1m]', '0', '[]'), 'err: rule result is not a vector or scalar'],
    [
      'labels that cannot be read',
      one('m', '1', 'm', '0', "[{labels: 'm{', value: 1}]"),
      'err: labels "m{": 1:3: parse error: unexpected end of input inside braces',
    ],
    [
      'a computation with native histograms',
      one('m', '{{count:1}}', 'sum(m)', '0', '[]'),
      'err: the embedded server does not evaluate native histograms',
    ],
    [
      'too many samples in one query',
      one('m', '1x10001', 'sum_over_time(m[200h])', '200h', '[]'),
      'err: query processing would load too many samples into memory in query execution',
    ],
    [
      'a series that cannot be read',
      one('m{a="1"', '1', 'm', '0', '[]'),
      "2:9: parse error: unexpected character inside braces: '1'",
    ],
    [
      'a value that cannot be read',
      one('m', 'one', 'm', '0', '[]'),
      'unexpected identifier "one" in series values, expected number or "stale"',
    ],
    ['a series without labels', one('{}', '1', 'm', '0', '[]'), 'empty labelset: invalid sample'],
  ])('fails with %s', async (_, source, text) => {
    const report = await run(source);
    expect(report.status).toBe('failed');
    expect(formatTestReport(report)).toContain(text);
  });

  test('tells the difference sample by sample', async () => {
    const source = one(
      'm{a="1"}',
      '1',
      'm or vector(2)',
      '0',
      `[{labels: 'm{a="1"}', value: 1}, {value: 3}]`,
    );
    const [failure] = (await run(source)).tests[0]?.failures ?? [];
    expect(failure).toMatchObject({ kind: 'samples', line: 7, evalTimeMs: 0 });
    expect(failure === undefined ? '' : formatDifference(failure)).toBe(
      '  {__name__="m", a="1"} 1E+00\n- {} 3E+00\n+ {} 2E+00',
    );
  });
});

const alert = (time: string, alerts: string): string =>
  `${SHOP}  alert_rule_test:\n  - {alertname: ShopDown, eval_time: ${time}, exp_alerts: ${alerts}}\n`;
const firing = '[{exp_labels: {job: shop, severity: page}, exp_annotations: {summary: shop is down}}]';

describe('a test of an alert', () => {
  test.each([
    ['before its time', alert('2m', '[]')],
    ['when it fires', alert('3m', firing)],
    ['between two evaluations', alert('3m30s', firing)],
    ['when it is over', alert('6m', '[]')],
  ])('passes %s', async (_, source) => {
    const report = await run(source);
    expect(report.status, formatTestReport(report)).toBe('passed');
  });

  test('tells the difference label by label', async () => {
    const expected =
      '[{exp_labels: {job: shop, severity: warn}, exp_annotations: {summary: shop is down}}, {exp_labels: {job: other}}]';
    const report = await run(alert('3m', expected));
    expect(formatTestReport(report)).toBe(
      `Unit Testing:  ${path.join(folder, 'test.yml')}
  FAILED:
  ${path.join(folder, 'test.yml')}:8: test "shop"
    name: shop,
    alertname: ShopDown, time: 3m,${' '}
        exp:[
            0:
              Labels:{alertname="ShopDown", job="other"}
              Annotations:{},
            1:
              Labels:{alertname="ShopDown", job="shop", severity="warn"}
              Annotations:{summary="shop is down"}
            ],${' '}
        got:[
            0:
              Labels:{alertname="ShopDown", job="shop", severity="page"}
              Annotations:{summary="shop is down"}
            ]
        diff (-exp +got):
          - alert
              labels:
          -     alertname: "ShopDown"
          -     job: "other"
            alert
              labels:
                alertname: "ShopDown"
                job: "shop"
          -     severity: "warn"
          +     severity: "page"
              annotations:
                summary: "shop is down"`,
    );
  });

  test('needs the name of the alert', async () => {
    const report = await run(`${SHOP}  alert_rule_test:\n  - {eval_time: 1m}\n`);
    expect(report.tests[0]?.failures).toEqual([
      {
        kind: 'bad-test',
        line: 8,
        message:
          'an item under alert_rule_test misses required attribute alertname at eval_time 1m (in TestGroup shop)',
      },
    ]);
  });
});

describe('a test file', () => {
  test('evaluates groups in the order that it gives', async () => {
    const twice = `  promql_expr_test:\n  - {expr: timestamp(job:up:twice), eval_time: 1m, exp_samples: [{labels: '{job="shop"}', value: 60}]}\n  - {expr: job:up:twice, eval_time: 1m, exp_samples: [{labels: 'job:up:twice{job="shop"}', value: VALUE}]}\n`;
    expect((await run(`group_eval_order: [shop, later]\n${SHOP}${twice.replace('VALUE', '0')}`)).status).toBe(
      'passed',
    );
    // The sum of the moment before.
    expect((await run(`group_eval_order: [later, shop]\n${SHOP}${twice.replace('VALUE', '2')}`)).status).toBe(
      'passed',
    );
  });

  test('selects tests by their names', async () => {
    const source = `tests:\n- {name: good one}\n- {name: bad one, promql_expr_test: [{expr: '1'}]}\n`;
    expect((await run(source)).tests.map(({ name, status }) => [name, status])).toEqual([
      ['good one', 'passed'],
      ['bad one', 'failed'],
    ]);
    expect((await run(source, { run: ['good'] })).status).toBe('passed');
    expect((await run(source, { run: ['^bad'] })).status).toBe('failed');
    expect((await run(source, { run: ['good', 'bad'] })).tests).toHaveLength(2);
    expect(faultOfNames(['('])).toContain('missing closing )');
    expect(faultOfNames(['good'])).toBeUndefined();
  });

  test('fails with a rule that fails, where it did', async () => {
    await writeFile(
      path.join(folder, 'fails.yml'),
      'groups:\n- name: a\n  rules:\n  - record: r\n    expr: m + on() m',
    );
    const source = `rule_files: [fails.yml]\ntests:\n- interval: 1m\n  input_series:\n  - {series: 'm{a="1"}', values: '1x3'}\n  - {series: 'm{a="2"}', values: '_ 1'}\n  promql_expr_test: [{expr: '1', eval_time: 3m}]\n`;
    expect((await run(source)).tests[0]?.failures).toMatchObject([
      {
        kind: 'rule-error',
        line: 3,
        rule: 'r',
        ruleFile: path.join(folder, 'fails.yml'),
        ruleLine: 4,
        timeMs: 60_000,
        message: expect.stringContaining('found duplicate series for the match group {}'),
      },
    ]);
  });

  test('fails with a value that a rule records over a given one', async () => {
    const source = `${SHOP}  - {series: 'job:up:sum{job="shop"}', values: '7x5'}\n  promql_expr_test: [{expr: up, eval_time: 3m}]\n`;
    expect(formatTestReport(await run(source))).toContain(
      'rule: job:up:sum, time: 0s, err: duplicate sample for timestamp',
    );
  });

  test('fails with a rule file that is wrong, unless its unknown fields are ignored', async () => {
    const source =
      'rule_files: [more.yml]\ntests: [{promql_expr_test: [{expr: one, exp_samples: [{labels: one, value: 1}]}]}]\n';
    expect(formatTestReport(await run(source))).toContain(
      `${path.join(folder, 'more.yml')}: line 1: field owner not found in type rulefmt.RuleGroup`,
    );
    expect((await run(source, { ignoresUnknownFields: true })).status).toBe('passed');
  });

  test('warns of a pattern that matches no file', async () => {
    expect(await run('rule_files: [nope.yml]\ntests: [{}]\n')).toMatchObject({
      status: 'passed',
      warnings: ['no file match pattern nope.yml'],
    });
  });

  test.each([
    ['tests: [{nope: 1}]', 'yaml: line 1: field nope not found in type main.testGroup'],
    ['tests: [{interval: soon}]', 'yaml: line 1: not a valid duration string: "soon"'],
    ['tests: [{start_timestamp: soon}]', 'yaml: line 1: cannot parse "soon" to a valid timestamp'],
    [
      'tests: [{start_timestamp: "2024-02-31T00:00:00Z"}]',
      'yaml: line 1: cannot parse "2024-02-31T00:00:00Z" to a valid timestamp',
    ],
    ['tests: {}', 'yaml: line 1: cannot unmarshal !!map into []main.testGroup'],
    ['group_eval_order:\n- a\n- a', 'line 3: group name repeated in evaluation order: a'],
    ["rule_files: ['[']", 'line 1: syntax error in pattern'],
  ])('is refused: %j', async (source, message) => {
    expect((await run(source)).problems.map((problem) => problem.message)).toEqual([message]);
  });

  test('that is not there is an error like any other', async () => {
    const file = path.join(folder, 'not-there.yml');
    expect((await runTestFile(file)).problems).toEqual([
      { message: `open ${file}: no such file or directory` },
    ]);
  });

  test('can be given up', async () => {
    const stop = new AbortController();
    const source = `rule_files: [rules.yml]\nevaluation_interval: 1ms\ntests: [{promql_expr_test: [{expr: '1', eval_time: 100d}]}]`;
    const running = run(source, { signal: stop.signal });
    setImmediate(() => stop.abort(new Error('given up')));
    await expect(running).rejects.toThrow('given up');
  });
});
