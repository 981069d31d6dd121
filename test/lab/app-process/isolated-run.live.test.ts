import { afterAll, expect, test } from 'vitest';
import { disposeAppProcess, startIsolatedRun } from '../../../src/lab/app-process/index.ts';
import { makeWorkspace } from './support/workspace.ts';

afterAll(disposeAppProcess);

test('an app on hard-coded ports runs on free ones and answers', async ({ signal }) => {
  await using workspace = await makeWorkspace('shop.ts');
  const start = await startIsolatedRun({ ...workspace.options, signal });
  expect(start).toMatchObject({ status: 'running' });
  if (start.status !== 'running') return;
  const { run } = start;
  const metrics = await run.whenListening(8000, signal);
  const answer = await fetch(`http://${run.address(3000)}/products`);
  expect(await answer.text()).toBe('product');
  expect(await (await fetch(`http://${metrics}/metrics`)).text()).toContain(
    'http_requests_total{path="products"} 1',
  );
  await run.stop();
  expect(await run.exited).toMatchObject({ lastLines: ['shop listens'] });
});
