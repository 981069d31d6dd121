import { describe, expect, test } from 'vitest';
import {
  diagnoseFailure,
  diagnoseSeries,
  diagnoseShared,
  diagnoseUnmatched,
  judgeRoute,
} from '../../../../src/lab/checks/kinds/series-bounded/diagnosis.ts';
import { gainsBetween, seriesOf } from '../../../../src/lab/checks/kinds/series-bounded/reading.ts';
import {
  createRandom,
  randomWord,
  routeRequests,
  scanRequests,
} from '../../../../src/lab/checks/kinds/series-bounded/scan.ts';
import type { Route } from '../../../../src/lab/checks/kinds/series-bounded/spec.ts';
import type { Series } from '../../../../src/lab/checks/metrics/registries.ts';

const of = { metric: 'm', label: 'path' };
const product: Route = { method: 'GET', path: '/products/:id' };
const category: Route = { method: 'GET', path: '/categories/:id' };
const list: Route = { method: 'GET', path: '/products' };

const seriesWith = (values: readonly string[], others: Readonly<Record<string, string>> = {}): Series[] =>
  values.map((path) => ({ labels: { path, code: '200', ...others }, value: 1 }));

const numbered = (count: number, text: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => text(index));

describe('the value of a route', () => {
  const requests = [
    { path: '/products/48211', query: undefined, id: '48211' },
    { path: '/products/qmug', query: 'page=2', id: 'qmug' },
  ];

  test.each([['/products/:id'], [':id'], ['one product'], ['/products/*']])(
    '%s is as good as any other',
    (value) => {
      expect(judgeRoute(of, { route: product, requests, series: seriesWith([value]) })).toEqual({ value });
    },
  );

  test.each<[code: string, series: readonly Series[]]>([
    ['endpoint-not-counted', []],
    ['label-missing', [{ labels: { code: '200' }, value: 1 }]],
    ['path-in-label', seriesWith(['/products/48211', '/products/qmug'])],
    ['path-in-label', seriesWith(['products/48211', 'products/:id'])],
    ['url-in-label', seriesWith(['/products/48211', '/products/qmug?page=2'])],
    ['url-in-label', seriesWith(['localhost:3000/products/48211'])],
    ['id-in-label', seriesWith(['48211', 'qmug'])],
    ['id-in-label', seriesWith(['/products/:id'], { product: '48211' })],
    ['route-split', seriesWith(['/products/:id', 'unmatched'])],
  ])('%s for %j', (code, series) => {
    const judged = judgeRoute(of, { route: product, requests, series });
    expect('fault' in judged && judged.fault.code).toBe(code);
  });
});

describe('routes', () => {
  test.each<[code: string | undefined, values: readonly [string, string, string]]>([
    [undefined, ['/products/:id', '/categories/:id', '/products']],
    [undefined, ['a', 'b', 'c']],
    ['mount-path-lost', ['/:id', '/:id', '/products']],
    ['mount-path-lost', [':id', ':id', 'products']],
    ['routes-collide', ['/catalog/:id', '/catalog/:id', '/products']],
    ['routes-collide', ['/products', '/categories', '/products']],
  ])('%s for %j', (code, [one, two, three]) => {
    const values = [
      { route: product, value: one },
      { route: category, value: two },
      { route: list, value: three },
    ];
    expect(diagnoseShared(of, values)?.code).toBe(code);
  });

  test('of one path may share a value', () => {
    const values = ['GET', 'POST'].map((method) => ({
      route: { method: method as 'GET', path: '/cart' },
      value: '/cart',
    }));
    expect(diagnoseShared(of, values)).toBeUndefined();
  });

  test.each<[code: string | undefined, route: Route, served: string, failed: readonly string[]]>([
    [undefined, product, '/products/:id', ['/products/:id']],
    ['failure-not-counted', product, '/products/:id', []],
    ['mount-path-lost-on-failure', product, '/products/:id', ['/:id']],
    ['mount-path-lost-on-failure', product, '/products/:id', ['undefined/:id']],
    ['mount-path-lost-on-failure', list, '/products', ['undefined/products']],
    ['route-lost-on-failure', product, '/products/:id', ['unmatched']],
    ['route-lost-on-failure', list, '/products', ['error']],
  ])('%s where a failed request has another value', (code, route, value, failed) => {
    expect(diagnoseFailure(of, { route, value }, seriesWith(failed))?.code).toBe(code);
  });
});

describe('unmatched requests', () => {
  const known = [{ route: list, value: '/products' }];

  test.each<[code: string | undefined, series: readonly Series[]]>([
    [undefined, seriesWith(['unmatched'])],
    ['unmatched-not-counted', []],
    ['unmatched-as-route', seriesWith(['/products'])],
    ['label-undefined', seriesWith(['undefined'])],
    ['label-undefined', [{ labels: {}, value: 1 }]],
  ])('%s for %j', (code, series) => {
    expect(diagnoseUnmatched(of, known, 'GET /nowhere', series)?.code).toBe(code);
  });

  const bounds = { bound: 20, values: { method: 3 }, requests: 300 };

  test.each<[code: string | undefined, series: readonly Series[]]>([
    [undefined, seriesWith(['/products', 'unmatched'])],
    [undefined, seriesWith(['/products', 'missing page', 'other method'])],
    ['unmatched-path-in-label', seriesWith(numbered(9, (index) => `/q${index}`))],
    ['url-in-label', seriesWith(numbered(9, (index) => `/q${index}?id=${index}`))],
    [
      'method-in-label',
      ['GET', 'POST', 'PROPFIND', 'LOCK'].map((method) => ({ labels: { path: 'x', method }, value: 1 })),
    ],
    ['too-many-series', ['a', 'b', 'c', 'd'].map((method) => ({ labels: { path: 'x', method }, value: 1 }))],
    ['too-many-series', numbered(21, String).map((agent) => ({ labels: { path: 'x', agent }, value: 1 }))],
  ])('%s after the scan', (code, series) => {
    const fault = diagnoseSeries(of, known, series, bounds);
    expect(fault?.code).toBe(code);
  });

  test('the label with the most values is named', () => {
    const series = numbered(21, String).map((agent) => ({ labels: { path: 'x', agent }, value: 1 }));
    expect(diagnoseSeries(of, known, series, bounds)?.fact).toMatchObject({ label: 'agent', count: 21 });
  });
});

describe('the scan', () => {
  const routes = [list, product, category];
  const scan = scanRequests(routes, createRandom(7));

  test('is the same with the same seed, and another one with another', () => {
    expect(scanRequests(routes, createRandom(7))).toEqual(scan);
    expect(scanRequests(routes, createRandom(8))).not.toEqual(scan);
  });

  test('has 300 requests, with every method but CONNECT, and no path that breaks a request line', () => {
    expect(scan).toHaveLength(300);
    const methods = new Set(scan.map(({ method }) => method));
    expect(methods).toContain('PROPFIND');
    expect(methods).not.toContain('CONNECT');
    expect(methods.size).toBeGreaterThanOrEqual(30);
    expect(scan.filter(({ target }) => !/^\/[!-~]*$/.test(target))).toEqual([]);
  });

  test('has encoded and deep paths, queries, and ids of each route that takes some', () => {
    const targets = scan.map(({ target }) => target);
    for (const wanted of [/%20/, /\?id=/, /(?:\/q\w+){9}/, /^\/products\/[^/]+$/, /^\/categories\/[^/]+$/])
      expect(targets.some((target) => wanted.test(target))).toBe(true);
  });

  test('a route gets a number and a name as id, with and without a query', () => {
    const [first, second] = routeRequests(product, 2, createRandom(1));
    expect(first).toMatchObject({ path: expect.stringMatching(/^\/products\/\d{5}$/), query: undefined });
    expect(second).toMatchObject({ path: expect.stringMatching(/^\/products\/q[a-z]{7}$/) });
    expect(second?.query).toMatch(/^page=\d+$/);
    expect(routeRequests(list, 1, createRandom(1))[0]).toMatchObject({ path: '/products', id: undefined });
    expect(randomWord(createRandom(2))).toMatch(/^q[a-z]{7}$/);
  });
});

test('of several registries, the one that moves is the one that is used', () => {
  const reading = (one: number, two: readonly string[]) =>
    new Map([
      [
        'm',
        {
          lists: new Map([
            [1, [{ labels: {}, value: one }]],
            [2, seriesWith(two)],
          ]),
          registries: new Set([1, 2]),
        },
      ],
    ]);
  const gains = gainsBetween(reading(0, []), reading(0, ['/products', '/cart']));
  expect(gains.get('m')).toEqual(seriesWith(['/products', '/cart']));
  expect(seriesOf(reading(0, ['a', 'b']), 'm')).toHaveLength(2);
});
