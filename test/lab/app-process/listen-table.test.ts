import { expect, test } from 'vitest';
import { createListenTable } from '../../../src/lab/app-process/spawn/listen-table.ts';

const never = new AbortController().signal;

test('an address is known while the port listens', () => {
  const table = createListenTable();
  expect(table.address(3000)).toBeUndefined();
  table.add({ status: 'listening', asked: 3000, got: 4001 });
  expect(table.address(3000)).toBe('127.0.0.1:4001');
  table.remove(3000, 4001);
  expect(table.address(3000)).toBeUndefined();
});

test('a wait for a port gets its address, or nothing when the app ends or the wait is aborted', async () => {
  const table = createListenTable();
  const found = table.whenListening(8000, never);
  table.add({ status: 'failed', asked: 8000, code: 'EADDRINUSE', message: 'taken' });
  table.add({ status: 'listening', asked: 8000, got: 4002 });
  expect(await found).toBe('127.0.0.1:4002');

  const controller = new AbortController();
  const given = table.whenListening(9000, controller.signal);
  controller.abort();
  expect(await given).toBeUndefined();

  const late = table.whenListening(9000, never);
  table.end();
  expect(await late).toBeUndefined();
  expect(await table.whenListening(8000, never)).toBeUndefined();
});

test('a failed listen is a report', async () => {
  const table = createListenTable();
  const failed = { status: 'failed', asked: 3000, code: 'EADDRINUSE', message: 'taken' } as const;
  const report = table.whenReported(3000, never);
  table.add(failed);
  expect(await report).toEqual(failed);
});
