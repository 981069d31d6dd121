import { describe, expect, test } from 'vitest';
import { mutantsOf } from '../../../src/lab/verify/mutants/plan.ts';
import { withPorts } from '../../../src/lab/verify/moved-ports.ts';

const runtime = { changesOf: () => Promise.resolve([]) };
const mutants = (file: string, after: string, before = '') => mutantsOf({ file, before, after }, [], runtime);
/** What an operator makes, the lines that it adds. */
const madeOf = async (file: string, after: string, operator: string): Promise<string[]> =>
  (await mutants(file, after))
    .filter((one) => one.operator === operator)
    .map(({ diff }) => diff.filter((line) => line.startsWith('+')).join('\n'));

const QUERY = `# errors by path
sum by (path) (rate(errors_total{job="api"}[5m]))
  / on (path) group_left (version)
(sum by (path) (increase(hits_total[1h])) or vector(0)) > 0.05
`;

describe('mutants of a query', () => {
  test.each([
    ['other-aggregation', '+ avg by (path) (rate(errors_total{job="api"}[5m]))'],
    ['drop-aggregation', '+ rate(errors_total{job="api"}[5m])'],
    ['drop-label', '+ sum(rate(errors_total{job="api"}[5m]))'],
    ['add-label', '+ sum by (path, instance) (rate(errors_total{job="api"}[5m]))'],
    ['other-grouping', '+ sum without (path) (rate(errors_total{job="api"}[5m]))'],
    ['other-function', '+ sum by (path) (increase(errors_total{job="api"}[5m]))'],
    ['drop-function', '+ sum by (path) (errors_total{job="api"})'],
    ['shorter-window', '+ sum by (path) (rate(errors_total{job="api"}[15s]))'],
    ['longer-window', '+ sum by (path) (rate(errors_total{job="api"}[1h]))'],
    ['drop-matcher', '+ sum by (path) (rate(errors_total[5m]))'],
    ['other-matcher', '+ sum by (path) (rate(errors_total{job!="api"}[5m]))'],
    ['change-matcher', '+ sum by (path) (rate(errors_total{job="apix"}[5m]))'],
    ['other-metric', '+ sum by (path) (rate(errors_totalx{job="api"}[5m]))'],
    ['shorter-window', '+ (sum by (path) (increase(hits_total[30m])) or vector(0)) > 0.05'],
    ['change-number', '+ (sum by (path) (increase(hits_total[1h])) or vector(0)) > 0.95'],
    ['swap-operands', '+ (vector(0) or sum by (path) (increase(hits_total[1h]))) > 0.05'],
    ['drop-operand', '+ (sum by (path) (increase(hits_total[1h]))) > 0.05'],
  ])('%s makes %s', async (operator, line) => {
    expect(await madeOf('queries/q.promql', QUERY, operator)).toContain(line);
  });

  test('keep what an operand means wherever it is put', async () => {
    expect(await madeOf('q.promql', 'a / b * c\n', 'swap-operands')).toContain('+ b / a * c');
    expect(await madeOf('q.promql', 'x - (a + b)\n', 'swap-operands')).toContain('+ (a + b) - x');
    expect(await madeOf('q.promql', 'x or -y\n', 'other-operator')).toContain('+ x and (-y)');
    expect(await madeOf('q.promql', 'a + b + c\n', 'other-operator')).toContain('+ (a + b) - c');
  });

  test('take one metric of a histogram for another', async () => {
    expect(await madeOf('q.promql', 'rate(t_bucket[5m])\n', 'other-metric')).toEqual([
      '+ rate(t_count[5m])',
      '+ rate(t_sum[5m])',
    ]);
  });

  test('are queries that can be read, no two alike; a file that is no query has none', async () => {
    const texts = (await mutants('q.promql', QUERY)).map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts).not.toContain(QUERY);
    expect(await mutants('q.promql', 'sum by (')).toEqual([]);
  });
});

const RULES = `groups:
  - name: shop
    rules:
      - record: path:hits:rate5m
        expr: sum by (path) (rate(hits_total[5m]))
      - alert: Down
        expr: |
          up{job="api"} == 0
        for: 1m
        keep_firing_for: 5m
        labels:
          severity: page
        annotations:
          summary: A target is down
`;

describe('mutants of rules', () => {
  test.each([
    ['rename-record', '+ - record: path_hits_rate5m'],
    ['other-aggregation', '+ expr: avg by (path) (rate(hits_total[5m]))'],
    ['shorter-for', '+ for: 6s'],
    ['longer-for', '+ for: 10m'],
    ['longer-keep-firing-for', '+ keep_firing_for: 50m'],
    ['change-label', '+ severity: pagex'],
  ])('%s makes %s', async (operator, line) => {
    expect(await madeOf('rules.yml', RULES, operator)).toContain(line);
  });

  test.each([
    ['drop-for', 'for: 1m'],
    ['drop-keep-firing-for', 'keep_firing_for: 5m'],
    ['drop-label', 'severity: page'],
    ['drop-annotation', 'summary: A target is down'],
    ['drop-rule', 'alert: Down'],
  ])('%s leaves out %s', async (operator, left) => {
    const texts = (await mutants('rules.yml', RULES)).filter((one) => one.operator === operator);
    expect(texts.some(({ text }) => RULES.includes(left) && !text.includes(`\n        ${left}`))).toBe(true);
  });

  test('keep the lines of an expression', async () => {
    const block = RULES.replace(
      '          up{job="api"} == 0\n',
      '          up{job="api"}\n            == 0\n',
    );
    const texts = (await mutants('rules.yml', block)).map(({ text }) => text);
    expect(texts).toContain(RULES.replace('up{job="api"} == 0', 'up{job="api"} != 0'));
    expect(texts).toContain(block.replace('== 0', '== 1'));
    expect(await madeOf('rules.yml', block, 'change-number')).toContain('+ == 1');
  });

  test('leave rules from before the step alone', async () => {
    const added = `${RULES}      - alert: Gone\n        expr: absent(up)\n`;
    const found = await mutants('rules.yml', added, RULES);
    expect(found.length).toBeGreaterThan(0);
    expect(found.every(({ line }) => line > 14)).toBe(true);
  });
});

test('mutants of tests leave out what they expect', async () => {
  const tests = `tests:
  - interval: 15s
    input_series:
      - series: up
        values: 1x10
    alert_rule_test:
      - eval_time: 5m
        alertname: Down
`;
  const texts = (await mutants('tests.yml', tests)).map(({ text }) => text);
  expect(texts).toEqual(['tests:\n', tests.replace(/ {6}- eval_time.*\n.*\n/, '')]);
});

test('the ports of the course are moved in jobs, and numbers in rules stay', () => {
  const ports = { moved: { 8000: 40_001 } };
  expect(withPorts('scrape_configs:\n  - localhost:8000\nrule_files: [rules.yml]\n', ports)).toContain(
    ':40001',
  );
  expect(withPorts('scrape_configs:\n  - sample_limit: 8000\n', ports)).toContain('sample_limit: 8000');
  expect(withPorts('groups:\n  - expr: x > 8000\n', ports)).toContain('8000');
});
