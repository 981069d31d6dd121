import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { expect, test } from 'vitest';
import { acquireLock, lockHost, readLock } from '../../../src/lab/workspace/index.ts';
import { sampleWorkspace } from './sample.ts';

test('this process holds its lock until it gives it back', async () => {
  const { workspace } = await sampleWorkspace();
  const host = lockHost(process);
  const outcome = await acquireLock(workspace, host);
  expect(await readLock(workspace, host)).toMatchObject({ pid: process.pid });
  if (outcome.status === 'acquired') await outcome.lock.release();
  expect(await readLock(workspace, host)).toBeUndefined();
});

test('a process that was killed holds nothing', async () => {
  const { workspace } = await sampleWorkspace();
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  const mine = lockHost(process);
  const theirs = { ...mine, pid: child.pid ?? 0 };
  await acquireLock(workspace, theirs);
  expect(await readLock(workspace, mine)).toMatchObject({ pid: child.pid });
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await acquireLock(workspace, mine)).status).toBe('acquired');
});

test('the same process always has the same start, and another one another', async () => {
  const host = lockHost(process);
  const start = await host.startOf(process.pid);
  expect(await host.startOf(process.pid)).toBe(start);
  expect(await host.startOf(process.ppid)).not.toBe(start);
  expect(host.isAlive(process.ppid)).toBe(true);
});
