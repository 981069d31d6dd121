// Which requests the server's own thread answers, where there are threads for queries.
import { expect, onTestFinished, test } from 'vitest';
import { counterSeries, startFixedServer } from './fixed-backend.ts';

/** Whether a thread for queries was asked. */
async function isForThread(labelCount: number, path: string, body?: URLSearchParams): Promise<boolean> {
  let isAsked = false;
  const server = await startFixedServer({
    series: [counterSeries({ __name__: 'a', job: 'b' }, 1)],
    labelCount,
    queries: {
      answer: () => {
        isAsked = true;
        return Promise.resolve({
          status: 200,
          contentType: 'application/json',
          body: '{"status":"success"}',
        });
      },
    },
  });
  onTestFinished(() => server.close());
  const response = await fetch(`${server.url}/api/v1/${path}`, body && { method: 'POST', body });
  expect(await response.json()).toMatchObject({ status: 'success' });
  return isAsked;
}

test.each(['labels', 'label/job/values', 'labels?limit=1'])('a short list: %s', async (path) => {
  expect(await isForThread(1_000, path)).toBe(false);
});

test.each([
  [1_001, 'labels'],
  [1_001, 'label/job/values'],
  [1, 'labels?match[]=a'],
  [1, 'label/job/values?match[]=a'],
  [1, 'labels?start=1'],
  [1, 'label/job/values?end=1'],
  [1, `labels?${'a'.repeat(1_000)}`],
  [1, 'series?match[]=a'],
  [1, 'query?query=1'],
] as const)('a query thread responds if there are %i labels: %s', async (labelCount, path) => {
  expect(await isForThread(labelCount, path)).toBe(true);
});

test('a query thread responds to a form with a selector', async () => {
  expect(await isForThread(1, 'labels', new URLSearchParams({ 'match[]': 'a' }))).toBe(true);
  expect(await isForThread(1, 'labels', new URLSearchParams({ limit: '1' }))).toBe(false);
});
