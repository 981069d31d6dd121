import { describe, expect, test } from 'vitest';
import { diagnoseBounds, lengthsFor } from '../../../../src/lab/checks/kinds/histogram-placed/bounds.ts';
import { diagnoseAlone, isPlaced } from '../../../../src/lab/checks/kinds/histogram-placed/diagnosis.ts';
import type { HistogramGains } from '../../../../src/lab/checks/kinds/histogram-placed/reading.ts';
import type { Probe } from '../../../../src/lab/model/schema/fields.ts';

const wanted = { labels: { path: 'path', code: 'status' }, boundary: 0.3, extraMs: 0 } as const;
const cart: Probe = { method: 'GET', path: '/cart', status: 200 };
const missing: Probe = { method: 'GET', path: '/missing', status: 404, unmatched: true };

/** What one series gains. */
function gains(
  { count = 1, sum = 0.2, below = 1, bounds = ['0.3', '+Inf'] } = {},
  labels: Readonly<Record<string, string>> = { path: '/cart', code: '200' },
): HistogramGains {
  const series = (value: number) => (value === 0 ? [] : [{ labels, value }]);
  return { count: series(count), sum: series(sum), below: series(below), buckets: [], bounds };
}

const diagnose = (found: HistogramGains, isEarly = false) =>
  diagnoseAlone('m', wanted, [
    { list: { probe: cart, long: 0, short: 1 }, gains: found, isEarly },
    {
      list: { probe: missing, long: 0, short: 1 },
      gains: gains({ sum: 0, bounds: [...found.bounds] }, { path: 'none', code: '404' }),
      isEarly: false,
    },
  ])?.code;

describe('requests of known lengths', () => {
  const list = [{ probe: cart, long: 1, short: 2 }];

  test.each<[is: boolean, found: HistogramGains]>([
    [true, gains({ count: 3, sum: 0.8, below: 2 })],
    [true, gains({ count: 3, sum: 0.803, below: 2 })],
    [false, gains({ count: 3, sum: 0.6, below: 2 })],
    [false, gains({ count: 3, sum: 800, below: 0 })],
    [false, gains({ count: 6, sum: 1.6, below: 4 })],
    [false, gains({ count: 3, sum: 0.8, below: 3 })],
    [false, gains({ count: 3, sum: 0.8, below: 2 }, { path: '/cart', code: '500' })],
  ])('%s for %j', (is, found) => {
    expect(isPlaced(wanted, list, found)).toBe(is);
  });
});

describe('one request alone', () => {
  test.each<[code: string | undefined, found: HistogramGains]>([
    [undefined, gains()],
    ['below-the-routes', gains({ count: 0, sum: 0, below: 0 })],
    ['observed-twice', gains({ count: 2, sum: 0.4, below: 2 })],
    ['wrong-time-unit', gains({ sum: 200, below: 0 })],
    ['wrong-time-unit', gains({ sum: 2e8, below: 0 })],
    ['timer-started-late', gains({ sum: 0 })],
    ['wrong-duration', gains({ sum: 0.1 })],
    ['boundary-missing', gains({ below: 0, bounds: ['0.25', '0.5'] })],
    ['wrong-bucket', gains({ below: 0 })],
    ['wrong-label-value', gains({}, { path: '/cart', code: '201' })],
  ])('%s for %j', (code, found) => {
    expect(diagnose(found)).toBe(code);
  });

  test('observed while it is held is too early', () => {
    expect(diagnose(gains({ sum: 0 }), true)).toBe('observed-too-early');
  });

  test('no request at all', () => {
    const none = gains({ count: 0, sum: 0, below: 0 });
    const all = [{ list: { probe: cart, long: 0, short: 1 }, gains: none, isEarly: false }];
    expect(diagnoseAlone('m', wanted, all)?.code).toBe('never-observed');
  });
});

const all = (...bounds: number[]): string[] => [...bounds.map(String), '+Inf'];
const upper = (le: string): number => (le === '+Inf' ? Infinity : Number(le));

/** What a client shows that has put `lengths` into the first bucket that is wide enough, as prom-client does. */
function shown(bounds: readonly string[], lengths: readonly number[], change = (value: number) => value) {
  const values = lengths.map(change);
  const bucketOf = (value: number): string | undefined => bounds.find((le) => value <= upper(le));
  let total = 0;
  const buckets = bounds.map((le) => {
    total += values.filter((value) => bucketOf(value) === le).length;
    return { labels: { le }, value: le === '+Inf' ? values.length : total };
  });
  const sum = [{ labels: {}, value: values.reduce((a, b) => a + b, 0) }];
  return { count: [], sum, below: [], buckets, bounds };
}

describe('each bucket', () => {
  test('gets a request between its bound and the one below', () => {
    expect(lengthsFor(all(0.1, 0.3, 1.5))).toEqual(
      [2, 0.9, 0.2, 0.05].map((length) => expect.closeTo(length)),
    );
    expect(lengthsFor(all(1, 0.5, 1))).toEqual(
      [1 + 1 / 3, 0.75, 0.25].map((length) => expect.closeTo(length)),
    );
    expect(lengthsFor(all(0.3, 0.1 + 0.2))).toHaveLength(2);
    expect(lengthsFor(['+Inf'])).toEqual([]);
  });

  test.each<[code: string | undefined, bounds: string[], change?: (value: number) => number]>([
    [undefined, all(0.05, 0.1, 0.2, 0.3, 0.5, 1, 2)],
    [undefined, all(0.3)],
    ['bounds-unsorted', all(0.3, 1.5, 1, 2)],
    ['bounds-unsorted', all(2, 1, 0.3)],
    ['bound-twice', all(0.3, 2, 2)],
    ['wrong-bucket', all(0.1, 0.3, 1), (value) => Math.ceil(value)],
    ['wrong-duration', all(0.1, 0.3, 1), (value) => Math.min(value, 1.1)],
  ])('%s for %j', (code, bounds, change) => {
    const lengths = lengthsFor(bounds);
    expect(diagnoseBounds('m', lengths, shown(bounds, lengths, change))?.code).toBe(code);
  });

  test('a bound is the longest that is in its bucket', () => {
    const bounds = all(0.3, 1);
    const at = (inFirst: number) => ({
      ...shown(bounds, [1, 0.3]),
      buckets: [inFirst, 2, 2].map((value, index) => ({ labels: { le: bounds[index] ?? '' }, value })),
    });
    expect(diagnoseBounds('m', [1, 0.3], at(1))).toBeUndefined();
    expect(diagnoseBounds('m', [1, 0.3], at(0))?.code).toBe('wrong-bucket');
  });
});
