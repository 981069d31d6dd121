// What each stage counts, read from its real metrics page after exact traffic.
import { describe, expect, test } from 'vitest';
import { type RunningStage, type StageName, startStage } from './run-stage.ts';

/** Every endpoint another number of times, a query and a HEAD among them, and four missing pages. */
async function sendTraffic(stage: RunningStage): Promise<void> {
  const traffic = [
    ['GET', '/products', 2],
    ['GET', '/products?page=2', 1],
    ['POST', '/products', 4],
    ['GET', '/cart', 1],
    ['HEAD', '/cart', 1],
    ['POST', '/cart', 5],
    ['GET', '/nowhere', 3],
    ['DELETE', '/cart', 1],
  ] as const;
  await Promise.all(
    traffic.flatMap(([method, where, count]) =>
      Array.from({ length: count }, () => stage.ask(method, where)),
    ),
  );
}

async function inProgress(stage: RunningStage): Promise<string | undefined> {
  return (await stage.samples()).find((line) => line.startsWith('inprogress_requests'));
}

const requestSeries = [
  'http_requests_total{path="/cart",method="GET"} 2',
  'http_requests_total{path="/cart",method="POST"} 5',
  'http_requests_total{path="/products",method="GET"} 3',
  'http_requests_total{path="/products",method="POST"} 4',
];

describe('after the same traffic', () => {
  const expected: readonly [StageName, readonly string[]][] = [
    ['plain-counter', ['http_requests_total 14']],
    ['labeled-counter', requestSeries],
    ['error-counter', ['http_errors_total{code="404"} 4', ...requestSeries]],
    ['in-progress-gauge', ['http_errors_total{code="404"} 4', ...requestSeries, 'inprogress_requests 0']],
  ];

  test.each(expected)('the stage %s shows exactly its series', async (name, samples) => {
    const stage = await startStage(name);
    await sendTraffic(stage);
    await stage.whenClosed(18);
    expect((await stage.samples()).toSorted()).toEqual(samples);
  });

  test('reading the metrics changes none of them', async () => {
    const stage = await startStage('in-progress-gauge');
    await sendTraffic(stage);
    await stage.whenClosed(18);
    const before = await stage.samples();
    await fetch(`${stage.metrics}/metrics`);
    await fetch(`${stage.metrics}/nowhere`);
    expect(await stage.samples()).toEqual(before);
  });

  test('a request that fails in the store counts as a request but not as a missing page', async () => {
    const stage = await startStage('error-counter', { isStoreOurs: true });
    await stage.order('fail');
    await stage.ask('GET', '/cart');
    expect(await stage.samples()).toEqual(['http_requests_total{path="/cart",method="GET"} 1']);
  });
});

describe('before any traffic', () => {
  test('the base has no metrics and opens no second port', async () => {
    const stage = await startStage('base');
    expect(await stage.ask('GET', '/metrics')).toBe('404 page not found');
    expect(stage.listening()).toEqual([3000]);
  });

  test('a counter without labels starts at 0, and one with labels has no series yet', async () => {
    expect(await (await startStage('plain-counter')).samples()).toEqual(['http_requests_total 0']);
    expect(await (await startStage('labeled-counter')).samples()).toEqual([]);
  });

  test.each([
    'plain-counter',
    'labeled-counter',
    'error-counter',
    'in-progress-gauge',
    'outcome-counter',
    'duration-histogram',
    'bounded-labels',
  ] as const)(
    'the stage %s sends its metrics with the content type that Prometheus expects',
    async (name) => {
      const stage = await startStage(name);
      const page = await fetch(`${stage.metrics}/metrics`);
      expect(page.status).toBe(200);
      expect(page.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
      await page.text();
    },
  );

  test('the last stage of part one shows the names, helps and types of the course', async () => {
    const stage = await startStage('in-progress-gauge');
    const page = await (await fetch(`${stage.metrics}/metrics`)).text();
    expect(page.split('\n').filter((line) => line.startsWith('#'))).toEqual([
      '# HELP http_requests_total Total number of requests',
      '# TYPE http_requests_total counter',
      '# HELP http_errors_total Total number of errors',
      '# TYPE http_errors_total counter',
      '# HELP inprogress_requests Total number of requests in progress',
      '# TYPE inprogress_requests gauge',
    ]);
  });
});

describe.each(['in-progress-gauge', 'outcome-counter', 'duration-histogram', 'bounded-labels'] as const)(
  'requests in progress of the stage %s',
  (name) => {
    test('equal the number of held requests on every endpoint, and 0 after they are released', async () => {
      const stage = await startStage(name, { isStoreOurs: true });
      await stage.order('hold');
      const answers = ['/products', '/cart'].flatMap((where) =>
        ['GET', 'POST', 'POST'].map((method) => stage.ask(method, where)),
      );
      await stage.whenCalled(6);
      expect(await inProgress(stage)).toBe('inprogress_requests 6');
      await stage.order('work');
      await Promise.all(answers);
      // Six of the shop, and one of the metrics page above.
      await stage.whenClosed(7);
      expect(await inProgress(stage)).toBe('inprogress_requests 0');
    });

    test('come down when visitors disconnect before the response', async () => {
      const stage = await startStage(name, { isStoreOurs: true });
      await stage.order('hold');
      const visitors = new AbortController();
      const requests = Array.from({ length: 3 }, () =>
        fetch(`${stage.api}/products`, { signal: visitors.signal }).catch(() => 'gone'),
      );
      await stage.whenCalled(3);
      expect(await inProgress(stage)).toBe('inprogress_requests 3');
      visitors.abort();
      expect(await Promise.all(requests)).toEqual(['gone', 'gone', 'gone']);
      await stage.whenClosed(4);
      expect(await inProgress(stage)).toBe('inprogress_requests 0');
      await stage.order('work');
      expect(await stage.ask('GET', '/cart')).toBe('200 cart');
      await stage.whenClosed(6);
      expect(await inProgress(stage)).toBe('inprogress_requests 0');
    });

    test('come down when the store fails and after a missing page', async () => {
      const stage = await startStage(name, { isStoreOurs: true });
      await stage.order('fail');
      await stage.ask('GET', '/products');
      await stage.ask('POST', '/cart');
      await stage.ask('GET', '/nowhere');
      await stage.whenClosed(3);
      expect(await inProgress(stage)).toBe('inprogress_requests 0');
    });
  },
);
