// A query whose time runs out before it is evaluated.
import { expect, test } from 'vitest';
import { queryRoutes, QUERY_TIMEOUT_MS } from '../../../src/prometheus/http/endpoints/query.ts';
import { toApiRequest, type Reply } from '../../../src/prometheus/http/api/route.ts';

/** The answer to the query `1` after it has waited. */
async function ask(waitedMs: number, fields: Readonly<Record<string, string>> = {}): Promise<Reply> {
  const control = { now: () => 0, evaluationIntervalMs: () => 15_000, externalLabels: () => ({}) };
  const samples = { select: () => [] };
  const route = queryRoutes({ samples, control, waitedMs }).find(({ path }) => path === '/api/v1/query');
  if (route === undefined) throw new Error('there is no route for queries');
  const search = `?${new URLSearchParams({ query: '1', ...fields }).toString()}`;
  const request = { method: 'GET', path: route.path, pathParam: '', search, body: '', accept: '' };
  return await route.answer(toApiRequest(request, new AbortController().signal));
}

test.each([
  [QUERY_TIMEOUT_MS, {}],
  [QUERY_TIMEOUT_MS + 250, {}],
  [50, { timeout: '50ms' }],
])('a query that waited for %d ms with %j timed out in the queue', async (waitedMs, fields) => {
  await expect(ask(waitedMs, fields)).rejects.toMatchObject({
    kind: 'timeout',
    message: 'query timed out in query queue',
  });
});

test.each([
  [0, {}],
  [QUERY_TIMEOUT_MS / 2, {}],
  [50, { timeout: '8s' }],
])('a query that waited for %d ms with %j is evaluated', async (waitedMs, fields) => {
  expect(await ask(waitedMs, fields)).toMatchObject({ status: 200 });
});
