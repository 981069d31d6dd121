// The kind query-worlds: values decide, and each mistake has its name.
import { describe, expect, test } from 'vitest';
import { runCheck } from '../../../../../src/lab/checks/index.ts';
import type { Verdict } from '../../../../../src/lab/model/verdict.ts';
import { worded } from '../../../../../src/lab/words/index.ts';
import { codeOf, contextWith } from '../../support/context.ts';
import { tables, type Table } from './tables.ts';

const judge = (spec: Table['spec'], query: string | undefined, seed = '0'): Promise<Verdict> =>
  runCheck({ kind: 'query-worlds', ...spec }, contextWith({ seed, readFile: () => Promise.resolve(query) }));

describe.each(Object.entries<Table>(tables))('%s', (_, { spec, right, wrong }) => {
  test.each([spec.reference, ...right])('accepts %s', async (query) => {
    expect(codeOf(await judge(spec, query))).toBe('pass');
  });

  test.each(wrong)('refuses %s as %s', async (query, code) => {
    const verdict = await judge(spec, query);
    expect(codeOf(verdict)).toBe(code);
    const words = worded(verdict);
    expect(words.message).not.toMatch(/undefined|\[object/);
    expect(JSON.stringify(verdict)).not.toContain(spec.reference);
  });
});

/** A number of one series. */
const one = (load: string, more: object = {}): Table['spec'] => ({
  file: 'q.promql',
  reference: 'x',
  by: [],
  worlds: [{ name: 'one', about: 'a number is known', load: `load 1m\n  ${load}`, ...more }],
});

describe('values', () => {
  test.each([
    ['x', 'pass'],
    ['x * 1.029', 'pass'],
    ['x * 1.04', 'values-differ'],
    ['scalar(x)', 'pass'],
    ['vector(10)', 'pass'],
    ['10', 'pass'],
    ['x / 0', 'not-a-number'],
    ['x * NaN', 'not-a-number'],
    ['x == 11', 'group-missing'],
    ['{__name__=~"x|y"}', 'group-split'],
  ])('%s is %s where 10 is right', async (query, code) => {
    expect(codeOf(await judge(one('x 10x5\n  y 10x5'), query))).toBe(code);
  });

  test('an infinity is itself, and a NaN is one', async () => {
    const infinite = { ...one('x 10x5'), reference: 'x / 0' };
    expect(codeOf(await judge(infinite, '1 / 0'))).toBe('pass');
    expect(codeOf(await judge(infinite, '-1 / 0'))).toBe('not-a-number');
    expect(codeOf(await judge(infinite, 'x'))).toBe('values-differ');
    expect(codeOf(await judge({ ...infinite, reference: 'x * NaN' }, '0 / 0'))).toBe('pass');
  });

  test.each(['x', 'vector(0) > 1', 'x * NaN', '0'])(
    '%s is as good as 0 where the step says so',
    async (query) => {
      const spec = one('x 0x5', { alike: ['zero', 'nothing', 'nan'] });
      expect(codeOf(await judge(spec, query))).toBe('pass');
    },
  );

  test('a world may be asked at an earlier moment', async () => {
    expect(codeOf(await judge(one('x 0+1x9', { at: '3m' }), '3'))).toBe('pass');
  });

  test('an example shows the labels that queries select by, even where all its series have the same', async () => {
    const spec = {
      ...one('x{code="500",job="api"} 10x5\n  x{code="200",job="api"} 20x5'),
      reference: 'sum(x{code="500"})',
    };
    const verdict = await judge(spec, 'sum(x{code="5"})');
    expect(verdict).toMatchObject({
      fact: { example: { series: [{ labels: { __name__: 'x', code: '500' } }] } },
    });
    expect(JSON.stringify(verdict)).not.toContain('"job"');
  });

  test('an example has a right answer: no NaN of a histogram without finite buckets', async () => {
    const verdict = await judge(
      tables.latencyPercentile.spec,
      'histogram_quantile(0.95, sum by (path) (rate(http_request_duration_seconds_bucket[5m])))',
    );
    const { fact } = verdict as unknown as {
      fact: { example: { expected: readonly { values: readonly string[] }[] } };
    };
    expect(fact.example.expected[0]?.values[0]).toMatch(/^\d/);
  });

  test('the seed of a workspace varies the worlds', async () => {
    const spec = one('x 1000+10~9x9');
    const seen = await Promise.all(
      ['1', '2'].map(async (seed) => JSON.stringify(await judge(spec, 'x * 2', seed))),
    );
    expect(seen[0]).not.toBe(seen[1]);
    expect(JSON.stringify(await judge(spec, 'x * 2', '1'))).toBe(seen[0]);
  });
});

describe('a course that cannot be judged', () => {
  const spec = tables.requestsPerSecond.spec;
  test.each([
    [{ worlds: [{ name: 'w', about: 'w', load: 'load 15s\n  up{' }] }, 'load'],
    [{ reference: 'sum(' }, 'reference'],
    [{ reference: 'http_requests_total' }, 'reference'],
    [{ reference: '"text"' }, 'reference'],
  ])('%j is blocked by an error', async (broken, kind) => {
    await expect(judge({ ...spec, ...broken }, '1')).rejects.toMatchObject({
      code: 'bad-check',
      fact: { kind: `bad-check/${kind}` },
    });
  });
});

describe('a query that cannot be read', () => {
  test.each([
    ['rate(sum(x)[5m])', 'sum-in-range'],
    ['sum(rate(x[5m])', 'missing-bracket'],
    ['sum(rate(x[5m])))', 'extra-bracket'],
    ['rate(x)', 'no-range'],
    ['rate(x, 5m)', 'range-as-argument'],
    ['x{path=“/cart”}', 'typographic-quotes'],
    ['x{path=/cart}', 'missing-quotes'],
    ['x{path="/cart"} 42', 'copied-result'],
    ['x{a="b" c="d"}', 'missing-comma'],
    ['x{path=="/cart"}', 'double-equals'],
    ['rate(http_requests_total[5m]) by (path)', 'by-without-aggregation'],
    ['> sum(x)', 'copied-prompt'],
    ['rat(x[5m])', { name: 'rat', similar: 'rate' }],
    ['frobnicate(x)', { unknown: 'frobnicate' }],
    ['summ by (path) (x)', { name: 'summ', similar: 'sum' }],
  ])('%s', async (query, slip) => {
    const verdict = await judge(tables.requestsPerSecond.spec, query);
    expect(verdict).toMatchObject({ code: 'query-syntax', fact: { slip } });
    expect(worded(verdict).observed).toContain('parse error');
  });

  test('shows the last line that has something in it, not the empty one after a line break', async () => {
    const verdict = await judge(tables.requestsPerSecond.spec, 'sum(\n  rate(x[5m])\n');
    expect(verdict).toMatchObject({ fact: { place: { line: 2, text: '  rate(x[5m])' } } });
  });
});
