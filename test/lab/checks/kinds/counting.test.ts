import { describe, expect, test } from 'vitest';
import { digitsOf, probeWeights } from '../../../../src/lab/checks/probing/base-three.ts';
import {
  countedExactly,
  diagnoseDifferences,
  diagnoseGains,
} from '../../../../src/lab/checks/kinds/requests-counted/diagnosis.ts';
import { isBatchCounted } from '../../../../src/lab/checks/labels/batch.ts';
import { diagnoseOverlap } from '../../../../src/lab/checks/kinds/requests-counted/overlap-diagnosis.ts';
import { mixedSpelling, type Property } from '../../../../src/lab/checks/probing/label-match.ts';
import { probeTarget } from '../../../../src/lab/checks/probing/names.ts';
import { seriesDifferences, sumOf, type Series } from '../../../../src/lab/checks/metrics/registries.ts';
import type { Probe } from '../../../../src/lab/model/schema/fields.ts';

describe('base 3', () => {
  test('shows in one number which of four endpoints counts never, once or twice', () => {
    const counts = [1, 0, 2, 1];
    const difference = probeWeights(4).reduce((sum, weight, index) => sum + weight * (counts[index] ?? 0), 0);
    expect(digitsOf(difference, 4)).toEqual(counts);
  });

  test.each([-1, 0.5, 81, NaN])('%d is not such a number', (difference) => {
    expect(digitsOf(difference, 4)).toBeUndefined();
  });

  test('one request each and 3^i requests each are both right only if each request adds 1', () => {
    const wrong = [];
    for (let code = 0; code < 7 ** 4; code++) {
      const gains = [0, 1, 2, 3].map((place) => Math.floor(code / 7 ** place) % 7);
      const sum = (weights: readonly number[]) =>
        weights.reduce((total, weight, i) => total + weight * (gains[i] ?? 0), 0);
      if (sum([1, 1, 1, 1]) === 4 && sum(probeWeights(4)) === 40) wrong.push(gains);
    }
    expect(wrong).toEqual([[1, 1, 1, 1]]);
  });
});

/** The fact where one endpoint of two is not counted. */
const missedEndpoint = (endpoint: string) =>
  diagnoseGains('m', [
    { endpoint: 'GET /cart', adds: 1, gained: 1 },
    { endpoint, adds: 1, gained: 0 },
  ])?.fact;

describe('what one request to each endpoint adds', () => {
  test.each<[code: string | undefined, gained: readonly number[]]>([
    [undefined, [1, 1, 1, 1]],
    ['never-counted', [0, 0, 0, 0]],
    ['endpoint-not-counted', [1, 1, 0, 1]],
    ['endpoint-not-counted', [2, 2, 0, 2]],
    ['counted-twice', [2, 2, 2, 2]],
    ['counted-twice', [1, 2, 1, 1]],
    ['counted-wrong-amount', [3, 3, 3, 3]],
    ['counted-wrong-amount', [1, 0.5, 1, 1]],
    ['counted-wrong-amount', [2, 5, 1, 1]],
    ['counter-went-down', [1, -1, 1, 1]],
    // Every tenth request counts for ten.
    ['counted-wrong-amount', [0, 2.5, 0, 2.5]],
    ['counted-wrong-amount', [0.5, 0.5, 0.5, 0.5]],
  ])('%s for %j', (code, gained) => {
    const gains = gained.map((gain, index) => ({ endpoint: `GET /${index}`, adds: 1, gained: gain }));
    expect(diagnoseGains('m', gains)?.code).toBe(code);
  });

  test.each<[code: string | undefined, missing: number, served: number]>([
    [undefined, 1, 0],
    ['never-counted', 0, 0],
    ['success-counted', 1, 1],
    ['success-counted', 0, 1],
    ['counted-twice', 2, 0],
  ])('%s where a missing page adds %d and a served one %d', (code, missing, served) => {
    const gains = [
      { endpoint: 'GET /missing', adds: 1, gained: missing },
      { endpoint: 'GET /cart', adds: 0, gained: served },
    ];
    expect(diagnoseGains('m', gains)?.code).toBe(code);
  });

  test('a passing verdict does not count the requests that must add nothing', () => {
    const missing: Probe = { method: 'GET', path: '/missing', status: 404 };
    const served: Probe = { method: 'GET', path: '/cart', status: 200, adds: 0 };
    expect(countedExactly('m', [missing]).fact).toMatchObject({ kinds: 1, others: 0 });
    expect(countedExactly('m', [missing, served]).fact).toMatchObject({ kinds: 1, others: 1 });
  });

  test('the verdict names the endpoints, what each should add and what it added', () => {
    const gains = [
      { endpoint: 'GET /cart', adds: 1, gained: 1 },
      { endpoint: 'POST /cart', adds: 1, gained: 0 },
    ];
    expect(diagnoseGains('m', gains)?.fact).toEqual({
      kind: 'gains-missing',
      metric: 'm',
      gains: [gains[1]],
      endpoints: ['POST /cart'],
      isRootAlone: false,
    });
  });

  test('the root is distinguished from other endpoints', () => {
    expect(missedEndpoint('GET /')).toMatchObject({ isRootAlone: true });
    expect(missedEndpoint('GET /products')).toMatchObject({ isRootAlone: false });
  });

  test('the root is not alone where another endpoint is missed too', () => {
    const gains = ['GET /', 'GET /products', 'GET /cart'].map((endpoint, index) => ({
      endpoint,
      adds: 1,
      gained: index === 2 ? 1 : 0,
    }));
    expect(diagnoseGains('m', gains)?.fact).toMatchObject({
      endpoints: ['GET /', 'GET /products'],
      isRootAlone: false,
    });
  });

  test.each<[kind: string, gained: readonly number[], endpoints: readonly string[]]>([
    ['gains-too-small', [0.5, 0.5], ['GET /0', 'GET /1']],
    ['gains-too-small', [1, 0.5], ['GET /1']],
    ['gains-other-amount', [3, 3], ['GET /0', 'GET /1']],
    ['gains-other-amount', [0.5, 2.5], ['GET /0', 'GET /1']],
  ])('%s for %j, with the endpoints that it is true of', (kind, gained, endpoints) => {
    const gains = gained.map((gain, index) => ({ endpoint: `GET /${index}`, adds: 1, gained: gain }));
    expect(diagnoseGains('m', gains)?.fact).toEqual({
      kind,
      metric: 'm',
      gains: gains.filter((gain) => gain.gained !== 1),
      endpoints,
    });
  });
});

const wanted = { path: 'path', method: 'method' } as const;
const getCart: Probe = { method: 'GET', path: '/cart', status: 200 };
const postCart: Probe = { method: 'POST', path: '/cart', status: 201 };
const search: Probe = { method: 'GET', path: '/products', query: 'page=2', status: 200 };

const series = (labels: Readonly<Record<string, string>>, value: number): Series => ({ labels, value });
/** Four requests to GET /cart, then four to POST /cart, and what they added. */
const verdictOf = (
  get: readonly Series[],
  post: readonly Series[] = [series({ path: '/cart', method: 'POST' }, 4)],
) =>
  diagnoseDifferences(
    'm',
    wanted,
    [
      { probe: getCart, sent: 4, series: get },
      { probe: postCart, sent: 4, series: post },
    ],
    false,
  );
const diagnose = (...gained: Parameters<typeof verdictOf>) => verdictOf(...gained)?.code;
const right = series({ path: '/cart', method: 'GET' }, 4);

const spelled = (method: string) => [series({ path: 'cart', method }, 4)];

describe('requests counted under labels', () => {
  test.each<[code: string | undefined, gained: readonly Series[]]>([
    [undefined, [right]],
    [undefined, [series({ path: '/cart', method: 'GET', code: '200' }, 4)]],
    ['not-labelled', [series({}, 4)]],
    ['unlabelled-leftover', [right, series({}, 4)]],
    ['label-missing', [series({ path: '/cart' }, 4)]],
    ['label-misnamed', [series({ route: '/cart', method: 'GET' }, 4)]],
    ['label-misnamed', [series({ url: '/cart', verb: 'GET' }, 4)]],
    ['label-undefined', [series({ path: 'undefined', method: 'GET' }, 4)]],
    ['label-undefined', [series({ path: '[object Object]', method: 'GET' }, 4)]],
    ['values-swapped', [series({ path: 'GET', method: '/cart' }, 4)]],
    ['raw-url', [series({ path: '/cart?a=1', method: 'GET' }, 4)]],
    ['raw-url', [series({ path: 'http://localhost:3000/cart', method: 'GET' }, 4)]],
    ['wrong-label-value', [series({ path: '/products', method: 'GET' }, 4)]],
    ['wrong-label-value', [series({ path: String.raw`/^\/cart\/?$/`, method: 'GET' }, 4)]],
    ['counted-in-two-series', [right, series({ path: '/products', method: 'GET' }, 4)]],
    ['counted-twice', [series({ path: '/cart', method: 'GET' }, 8)]],
    ['counted-in-two-series', [right, series({ path: '/cart', method: 'POST' }, 4)]],
    ['endpoint-not-counted', []],
    ['counter-went-down', [series({ path: '/cart', method: 'GET' }, -2)]],
    ['label-inconsistent', [series({ path: '/cart', method: 'get' }, 4)]],
    ['label-inconsistent', [series({ path: 'cart', method: 'GET' }, 4)]],
  ])('%s for %j', (code, gained) => {
    expect(diagnose(gained)).toBe(code);
  });

  test('any one consistent spelling is right', () => {
    expect(diagnose(spelled('get'), spelled('post'))).toBeUndefined();
  });

  test('nothing at all is never-counted, before any label is judged', () => {
    expect(diagnose([], [])).toBe('never-counted');
  });

  test('a missing label is named before the endpoint that does not count', () => {
    expect(diagnose([series({ path: '/cart' }, 4)], [])).toBe('label-missing');
  });

  test('a counter that went down is named before its labels are judged', () => {
    expect(diagnose([series({ path: '/products', method: 'GET' }, -2)])).toBe('counter-went-down');
    expect(diagnose([series({ path: '/cart' }, -2)])).toBe('counter-went-down');
  });

  test('a total that did not move is never-counted, whatever its series did', () => {
    const moved = [series({ path: '/cart' }, 4), series({}, -4)];
    expect(diagnose(moved, moved)).toBe('never-counted');
  });

  test('an endpoint with a query is named with it', () => {
    const list = [
      { probe: getCart, sent: 4, series: [right] },
      { probe: search, sent: 4, series: [] },
    ];
    const paged = diagnoseDifferences('m', wanted, list, false);
    expect(paged?.fact).toMatchObject({ kind: 'gains-missing', endpoints: ['GET /products?page=2'] });
  });

  test('a verdict on labels shows what was asked for and what was found', () => {
    const expected = { path: '/cart', method: 'GET' };
    expect(verdictOf([series({ path: '/cart' }, 4)])?.fact).toEqual({
      kind: 'counted-without-some-labels',
      metric: 'm',
      wanted: expected,
      found: { path: '/cart' },
      endpoint: 'GET /cart',
      missing: ['method'],
    });
    expect(verdictOf([series({ path: '/cart', verb: 'GET' }, 4)])?.fact).toEqual({
      kind: 'label-of-another-name',
      metric: 'm',
      wanted: expected,
      found: { path: '/cart', verb: 'GET' },
      name: 'method',
      meant: 'verb',
    });
  });

  test('only the labels with a wrong value are listed', () => {
    expect(verdictOf([series({ path: '/products', method: 'GET' }, 4)])?.fact).toEqual({
      kind: 'label-value-differs',
      metric: 'm',
      endpoint: 'GET /cart',
      wanted: { path: '/cart', method: 'GET' },
      found: [{ path: '/products', method: 'GET' }],
      values: { path: '/products' },
      isFunction: false,
    });
  });

  test.each([
    ['function handler(request) {}', true],
    ['async function handler() {}', true],
    ['a function', false],
    ['functional', false],
  ])('whether the value %j is the text of a function is %j', (path, isFunction) => {
    const gained = [series({ path, method: 'POST' }, 4)];
    expect(verdictOf(gained)?.fact).toMatchObject({ values: { path, method: 'POST' }, isFunction });
  });
});

describe('two spellings of one thing', () => {
  test.each<[property: Property, values: readonly string[], mixed: readonly string[] | undefined]>([
    ['path', [], undefined],
    ['path', ['/cart', '/products', '/cart'], undefined],
    ['path', ['cart', 'products'], undefined],
    ['path', ['/cart/', '/products/'], undefined],
    ['path', ['/', '/cart'], undefined],
    ['path', ['/cart', '/products', 'cart'], ['/cart', 'cart']],
    ['path', ['/cart', '/cart/'], ['/cart', '/cart/']],
    ['method', ['GET', 'POST'], undefined],
    ['method', ['get', 'post'], undefined],
    ['method', ['Get', 'Post'], undefined],
    ['method', ['GET', 'POST', 'post'], ['GET', 'post']],
    ['method', ['get', 'Get'], ['get', 'Get']],
    ['method', ['GET', 'Get'], ['GET', 'Get']],
    ['status', ['200', 'ok', 'OK'], undefined],
  ])('of a %s among %j: %j', (property, values, mixed) => {
    expect(mixedSpelling(property, values)).toEqual(mixed);
  });
});

describe('a batch of mixed requests', () => {
  const probes = [getCart, postCart, search];
  const counts = [1, 3, 9];
  const exact = [
    series({ path: '/cart', method: 'GET' }, 1),
    series({ path: '/cart', method: 'POST' }, 3),
    series({ path: '/products', method: 'GET' }, 9),
  ];

  test('is counted if each series gained exactly its requests', () => {
    expect(isBatchCounted(wanted, probes, counts, exact)).toBe(true);
  });

  test.each<[what: string, differences: readonly Series[]]>([
    ['one series is missing', exact.slice(1)],
    ['one gained more', [...exact.slice(1), series({ path: '/cart', method: 'GET' }, 2)]],
    ['a series without labels moved too', [...exact, series({}, 13)]],
    ['another series moved too', [...exact, series({ path: '/other', method: 'GET' }, 1)]],
    ['spellings are mixed', [...exact.slice(1), series({ path: 'cart', method: 'GET' }, 1)]],
    [
      'the query is part of the path',
      [...exact.slice(0, 2), series({ path: '/products?page=2', method: 'GET' }, 9)],
    ],
  ])('is not counted if %s', (_what, differences) => {
    expect(isBatchCounted(wanted, probes, counts, differences)).toBe(false);
  });

  test('an extra label with few values does not split the count', () => {
    const split = [
      ...exact.slice(0, 2),
      series({ path: '/products', method: 'GET', code: '200' }, 6),
      series({ path: '/products', method: 'GET', code: '304' }, 3),
    ];
    expect(isBatchCounted(wanted, probes, counts, split)).toBe(true);
  });
});

describe('a batch whose requests are right one by one', () => {
  const pages: readonly Probe[] = [
    { method: 'GET', path: '/products', status: 200 },
    { method: 'GET', path: '/products', query: 'page=2', status: 200 },
  ];
  const byEndpoint = { path: 'path', method: 'method' } as const;

  test('shows which series gained too much', () => {
    const gained = [series({ path: '/products', method: 'POST' }, 7)];
    expect(diagnoseOverlap('m', byEndpoint, pages, [3, 4], gained)).toMatchObject({
      code: 'counted-wrong-amount',
      fact: {
        kind: 'overlap-series',
        wanted: [
          { labels: { path: '/products', method: 'GET' }, value: 3 },
          { labels: { path: '/products', method: 'GET' }, value: 4 },
        ],
        gained,
      },
    });
  });
});

test('each visitor requests another page of a query that ends in a number', () => {
  const probe = { method: 'GET', path: '/products', query: 'sort=up&page=2' } as const;
  expect([0, 3].map((visitor) => probeTarget(probe, visitor))).toEqual([
    '/products?sort=up&page=2',
    '/products?sort=up&page=5',
  ]);
  expect(probeTarget({ method: 'GET', path: '/cart', query: 'all' }, 3)).toBe('/cart?all');
});

describe('differences', () => {
  test('show what each series gained, whatever its first value', () => {
    const before = [series({ a: '1' }, 5), series({ a: '2' }, 7)];
    const after = [series({ a: '2' }, 7), series({ a: '1' }, 6), series({ a: '3' }, 2)];
    expect(seriesDifferences(before, after)).toEqual([series({ a: '1' }, 1), series({ a: '3' }, 2)]);
  });

  test('a series that is gone has a negative difference', () => {
    expect(seriesDifferences([series({}, 5)], [])).toEqual([series({}, -5)]);
  });

  test('rounding errors are not a difference', () => {
    expect(seriesDifferences([series({}, 0.3)], [series({}, 0.1 + 0.2)])).toEqual([]);
    expect(sumOf([series({ a: '1' }, 0.1), series({ a: '2' }, 0.2)])).toBe(0.3);
  });
});
