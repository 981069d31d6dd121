import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { acquireLock, readLock } from '../../../src/lab/workspace/index.ts';
import { lockHost, type LockHost } from '../../../src/locks/index.ts';
import { sampleWorkspace, temporaryFolder } from './sample.ts';

test('this process holds its lock until it releases it', async () => {
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

test('a process always has the same start time, which differs between processes', async () => {
  const host = lockHost(process);
  const start = await host.startOf(process.pid);
  expect(await host.startOf(process.pid)).toBe(start);
  expect(await host.startOf(process.ppid)).not.toBe(start);
  expect(host.isAlive(process.ppid)).toBe(true);
});

test('a lock that names the pid of this process, but is not its own, is taken over', async () => {
  const { workspace } = await sampleWorkspace();
  const host = { ...lockHost(process), startOf: () => Promise.resolve(undefined) };
  const left = {
    pid: process.pid,
    since: new Date().toISOString(),
    hostname: host.hostname,
    token: '0'.repeat(16),
  };
  await writeFile(path.join(workspace.stateDir, 'lock'), JSON.stringify(left));
  expect(await readLock(workspace, host)).toBeUndefined();
  expect((await acquireLock(workspace, host)).status).toBe('acquired');
  expect((await acquireLock(workspace, host)).status).toBe('held');
});

/** A machine that asks `tasklist`, on which every pid lives. */
const windows = (pid: number): LockHost => ({
  ...lockHost({ pid, platform: 'win32', execPath: 'C:\\Program Files\\nodejs\\Node.exe' }),
  isAlive: () => true,
});

test.skipIf(process.platform === 'win32')(
  'on Windows, a pid that another program has holds nothing',
  async () => {
    const { workspace } = await sampleWorkspace();
    const bin = await temporaryFolder();
    const tasklist = (row: string) =>
      writeFile(path.join(bin, 'tasklist'), `#!/bin/sh\ncase "$2" in "PID eq 7") echo '${row}';; esac\n`, {
        mode: 0o755,
      });
    const PATH = process.env['PATH'];
    process.env['PATH'] = `${bin}${path.delimiter}${PATH ?? ''}`;
    try {
      await tasklist('"node.exe","7","Console","1","41,000 K"');
      await acquireLock(workspace, windows(7));
      expect(await readLock(workspace, windows(8))).toMatchObject({ pid: 7 });
      await tasklist('"svchost.exe","7","Services","0","9,000 K"');
      expect(await readLock(workspace, windows(8))).toBeUndefined();
      // Where it does not answer, the pid alone counts.
      await tasklist('');
      expect(await readLock(workspace, windows(8))).toMatchObject({ pid: 7 });
    } finally {
      process.env['PATH'] = PATH;
    }
  },
);
