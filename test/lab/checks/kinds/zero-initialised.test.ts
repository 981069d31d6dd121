import { describe, expect, test } from 'vitest';
import { diagnoseFirst, diagnoseFresh } from '../../../../src/lab/checks/kinds/zero-initialised/diagnosis.ts';
import type { Series } from '../../../../src/lab/checks/metrics/registries.ts';
import type { Probe } from '../../../../src/lab/model/schema/fields.ts';

const wanted = { path: 'path', method: 'method', code: 'status' } as const;
const failure = (method: 'GET' | 'POST'): Probe => ({ method, path: '/cart', status: 500, ends: 'failed' });
const probes = [failure('GET'), failure('POST')];
const series = (value: number, labels: Readonly<Record<string, string>> = {}): Series => ({
  labels: { path: '/cart', method: 'GET', code: '500', ...labels },
  value,
});
const zeros = [series(0), series(0, { method: 'POST' })];

describe('an app that has had no request', () => {
  test.each<[code: string | undefined, series: readonly Series[]]>([
    [undefined, zeros],
    [undefined, [...zeros, series(0, { code: '200' }), series(0, { path: 'unmatched', code: '404' })]],
    ['not-initialised', []],
    ['not-initialised', [series(0, { code: '200' })]],
    ['partly-initialised', [series(0)]],
    ['starts-above-zero', [series(1), series(1, { method: 'POST' })]],
    ['starts-above-zero', [series(0), series(1, { method: 'POST' })]],
    ['initialised-without-labels', [{ labels: {}, value: 0 }]],
    ['initialised-without-labels', [{ labels: { code: '500' }, value: 0 }]],
    ['initialised-without-labels', [series(0, { code: '' })]],
  ])('%s for %j', (code, found) => {
    expect(diagnoseFresh('m', wanted, probes, found)?.code).toBe(code);
  });
});

const first = (after: readonly Series[], before = zeros) =>
  diagnoseFirst('m', wanted, failure('GET'), { before, after })?.code;

describe('after the first failure', () => {
  test('the series that had 0 has 1', () => {
    expect(first([series(1), series(0, { method: 'POST' })])).toBeUndefined();
  });

  test('another series is one that does not count, also where it is only spelled differently', () => {
    expect(first([...zeros, series(1, { path: 'cart' })])).toBe('initialised-other-series');
    expect(first([...zeros, { labels: {}, value: 1 }])).toBe('initialised-other-series');
  });

  test.each([0, 2])('%d is not 1', (value) => {
    expect(first([series(value), series(0, { method: 'POST' })])).toBe('first-failure-lost');
  });

  test('a reset takes the series away', () => {
    expect(first([])).toBe('first-failure-lost');
  });
});
