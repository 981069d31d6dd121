// The stage bounded-labels keeps few values of its labels, whatever is asked for and however it ends.
import { readFileSync } from 'node:fs';
import { METHODS } from 'node:http';
import path from 'node:path';
import { expect, test } from 'vitest';
import { type RunningStage, startStage } from './run-stage.ts';

async function countedSeries(stage: RunningStage): Promise<string[]> {
  const counted = /^http_requests_total(.*) [1-9]\d*$/;
  return (await stage.samples()).flatMap((line) => counted.exec(line)?.[1] ?? []).toSorted();
}

test('each product and each category has the value of its route', async () => {
  const stage = await startStage('bounded-labels');
  expect(await stage.ask('GET', '/products/42?page=2')).toBe('200 product 42');
  expect(await stage.ask('GET', '/products/blue-mug')).toBe('200 product blue-mug');
  expect(await stage.ask('GET', '/categories/mugs')).toBe('200 category mugs');
  await stage.ask('GET', '/products/1/2/3');
  await stage.ask('DELETE', '/products/1');
  await stage.whenClosed(5);
  expect(await countedSeries(stage)).toEqual([
    '{path="/categories/:id",method="GET",code="200"}',
    '{path="/products/:id",method="GET",code="200"}',
    '{path="unmatched",method="DELETE",code="404"}',
    '{path="unmatched",method="GET",code="404"}',
  ]);
});

test('a handler that throws in a mounted router keeps the path of the router', async () => {
  const stage = await startStage('bounded-labels', { isStoreOurs: true });
  await stage.order('fail');
  await stage.ask('GET', '/products/42');
  await stage.ask('GET', '/categories/mugs');
  await stage.ask('GET', '/cart');
  await stage.whenClosed(3);
  expect(await countedSeries(stage)).toEqual([
    '{path="/cart",method="GET",code="500"}',
    '{path="/categories/:id",method="GET",code="500"}',
    '{path="/products/:id",method="GET",code="500"}',
  ]);
});

test('methods that the shop does not use share one value', async () => {
  const stage = await startStage('bounded-labels');
  const methods = METHODS.filter((method) => method !== 'CONNECT' && method !== 'TRACE');
  for (const method of methods) await stage.ask(method, '/nowhere');
  await stage.whenClosed(methods.length);
  const used = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT', 'other'];
  expect(await countedSeries(stage)).toEqual(
    used.map((method) => `{path="unmatched",method="${method}",code="404"}`),
  );
});

test('the solution of add-app-info is this stage with a metric more', () => {
  const root = path.resolve(import.meta.dirname, '../..');
  const linesOf = (file: string): string[] =>
    readFileSync(path.join(root, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('//'));
  const solution = linesOf('steps/24-add-app-info/solution/main.ts');
  const stage = linesOf('src/app/bounded-labels.ts');
  const added = solution.filter((line) => !stage.includes(line));
  expect(stage.filter((line) => !solution.includes(line))).toEqual([]);
  expect(added).toEqual([
    "const VERSION = '1.0.0';",
    "const COMMIT = process.env['COMMIT'] ?? 'unknown';",
    'const appInfo = new Gauge({',
    "  name: 'app_info',",
    "  help: 'Version of the running app',",
    "  labelNames: ['version', 'commit'],",
    'appInfo.set({ version: VERSION, commit: COMMIT }, 1);',
  ]);
});
