// What the stages of part two count and measure, read from their real metrics page: each outcome of a request, once.
import { describe, expect, test } from 'vitest';
import { type RunningStage, startStage } from './run-stage.ts';

const zeros = [
  'http_requests_total{path="/products",method="GET",code="500"} 0',
  'http_requests_total{path="/products",method="POST",code="500"} 0',
  'http_requests_total{path="/cart",method="GET",code="500"} 0',
  'http_requests_total{path="/cart",method="POST",code="500"} 0',
];

const samplesOf = async (stage: RunningStage, name: string): Promise<string[]> =>
  (await stage.samples()).filter((line) => line.startsWith(name)).toSorted();

/** Requests with every outcome but an abort. */
async function sendOutcomes(stage: RunningStage): Promise<void> {
  for (const [method, where] of [
    ['GET', '/products?page=2'],
    ['POST', '/cart'],
    ['HEAD', '/cart'],
    ['GET', '/nowhere'],
    ['POST', '/products/42'],
    ['DELETE', '/cart'],
    ['OPTIONS', '/cart'],
  ] as const) {
    await stage.ask(method, where);
  }
  await stage.order('fail');
  await stage.ask('GET', '/cart');
  await stage.order('work');
}

/** One visitor who leaves while the store holds the request. */
async function leave(stage: RunningStage, calls: number): Promise<void> {
  await stage.order('hold');
  const visitor = new AbortController();
  const request = fetch(`${stage.api}/products`, { signal: visitor.signal }).catch(() => 'gone');
  await stage.whenCalled(calls);
  visitor.abort();
  expect(await request).toBe('gone');
}

const outcomes = [
  '{path="/products",method="GET",code="200"} 1',
  '{path="/cart",method="POST",code="201"} 1',
  '{path="/cart",method="HEAD",code="200"} 1',
  '{path="/cart",method="GET",code="500"} 1',
  '{path="unmatched",method="GET",code="404"} 1',
  '{path="unmatched",method="POST",code="404"} 1',
  '{path="unmatched",method="DELETE",code="404"} 1',
  '{path="unmatched",method="OPTIONS",code="404"} 1',
  '{path="/products",method="GET",code="499"} 1',
];

describe.each(['outcome-counter', 'duration-histogram', 'bounded-labels'] as const)(
  'the stage %s',
  (name) => {
    test('counts each request once, under its route, method and outcome', async () => {
      const stage = await startStage(name, { isStoreOurs: true });
      await sendOutcomes(stage);
      await leave(stage, 5);
      await stage.whenClosed(9);
      const seen = (await samplesOf(stage, 'http_requests_total')).filter((line) => !line.endsWith(' 0'));
      expect(seen).toEqual(outcomes.map((series) => `http_requests_total${series}`).toSorted());
      expect(await samplesOf(stage, 'inprogress_requests')).toEqual(['inprogress_requests 0']);
    });
  },
);

describe('before the first failure', () => {
  test('the stage duration-histogram has the failure series of each route, with 0', async () => {
    const stage = await startStage('duration-histogram', { isStoreOurs: true });
    expect(await samplesOf(stage, 'http_requests_total')).toEqual(zeros.toSorted());
    await stage.order('fail');
    await stage.ask('GET', '/cart');
    await stage.whenClosed(2);
    const first = zeros.map((line) => (line.includes('cart",method="GET') ? line.replace(' 0', ' 1') : line));
    expect(await samplesOf(stage, 'http_requests_total')).toEqual(first.toSorted());
  });

  test('the stage outcome-counter has no series at all', async () => {
    expect(await samplesOf(await startStage('outcome-counter'), 'http_requests_total')).toEqual([]);
  });
});

describe('the stage duration-histogram', () => {
  test('observes each request once, with the labels of the counter', async () => {
    const stage = await startStage('duration-histogram', { isStoreOurs: true });
    await sendOutcomes(stage);
    await leave(stage, 5);
    await stage.whenClosed(9);
    expect(await samplesOf(stage, 'http_request_duration_seconds_count')).toEqual(
      outcomes.map((series) => `http_request_duration_seconds_count${series}`).toSorted(),
    );
  });

  test('has a bucket that ends at 0.3 seconds', async () => {
    const stage = await startStage('duration-histogram');
    await stage.ask('GET', '/cart');
    await stage.whenClosed(1);
    const buckets = await samplesOf(stage, 'http_request_duration_seconds_bucket');
    expect(buckets.map((line) => /le="([^"]+)"/.exec(line)?.[1])).toEqual([
      '+Inf',
      '0.05',
      '0.1',
      '0.2',
      '0.3',
      '0.5',
      '1',
      '2',
    ]);
  });
});
