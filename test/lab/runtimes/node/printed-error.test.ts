import { expect, test } from 'vitest';
import { printedError } from '../../../../src/lab/runtimes/node/explain/printed-error.ts';

const typeError = "TypeError: Cannot read properties of undefined (reading 'name')";

test.each([
  ['a path of Linux', '    at audit (/home/me/shop/main.ts:14:44)', 'main.ts:14'],
  ['a path of Windows', String.raw`    at audit (C:\Users\me\shop\main.ts:14:44)`, 'main.ts:14'],
  ['no function', '    at file:///home/me/shop/lib/metrics.mjs:3:1', 'metrics.mjs:3'],
])('the place of an error is read from its stack: %s', (_what, frame, at) => {
  const inClient = '    at inc (/home/me/shop/node_modules/prom-client/lib/counter.js:5:1)';
  const node = '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)';
  expect(printedError(['ready', typeError, inClient, node, frame, 'more'])).toEqual({ error: typeError, at });
});

test('the last error counts, with or without a place', () => {
  const lines = [typeError, '    at a (/x/main.ts:1:1)', 'Error: boom', '    at node:internal/x:1:1'];
  expect(printedError(lines)).toEqual({ error: 'Error: boom' });
});

test.each([[[]], [['Error: a line of the app itself']], [['everything is fine', '    at home']]])(
  'no error is made up from %j',
  (lines) => {
    expect(printedError(lines)).toBeUndefined();
  },
);
