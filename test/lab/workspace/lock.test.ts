import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { acquireLock, readLock } from '../../../src/lab/workspace/index.ts';
import type { Workspace } from '../../../src/lab/workspace/index.ts';
import type { LockHost, LockOutcome } from '../../../src/locks/index.ts';
import { sampleWorkspace } from './sample.ts';

/** A machine on which these pids live, each started when its value says. */
const machine = (pid: number, alive: Record<number, string | undefined>, hostname = 'here'): LockHost => ({
  pid,
  hostname,
  isAlive: (one) => one in alive,
  startOf: (one) => Promise.resolve(alive[one]),
});
const lockOf = (outcome: LockOutcome) => {
  if (outcome.status !== 'acquired') throw new Error('held');
  return outcome.lock;
};
const lockFile = (workspace: Workspace) => path.join(workspace.stateDir, 'lock');
const lockFiles = async (workspace: Workspace) =>
  (await readdir(workspace.stateDir)).filter((name) => name.startsWith('lock'));

describe('the lock of a workspace', () => {
  test('is held by one runner, and a second one learns by whom and since when', async () => {
    const { workspace } = await sampleWorkspace();
    const alive = { 1: 'monday', 2: 'tuesday' };
    const since = new Date('2026-01-01T12:00:00Z');
    const lock = lockOf(await acquireLock(workspace, machine(1, alive), since));
    const second = await acquireLock(workspace, machine(2, alive));
    expect(second).toMatchObject({ status: 'held', holder: { pid: 1, since: since.toISOString() } });
    expect(await readLock(workspace, machine(2, alive))).toEqual(lock.holder);
    await lock.release();
    expect(await readLock(workspace, machine(2, alive))).toBeUndefined();
    expect((await acquireLock(workspace, machine(2, alive))).status).toBe('acquired');
  });

  test('leaves only itself in the folder', async () => {
    const { workspace } = await sampleWorkspace();
    await acquireLock(workspace, machine(1, {}));
    await acquireLock(workspace, machine(2, { 2: 'now' }));
    expect(await lockFiles(workspace)).toEqual(['lock']);
  });

  test.each([
    ['of a dead owner', { 2: 'tuesday' }],
    ['of an owner whose pid belongs to another process now', { 1: 'friday', 2: 'tuesday' }],
  ])('%s is taken over', async (_what, alive) => {
    const { workspace } = await sampleWorkspace();
    await acquireLock(workspace, machine(1, { 1: 'monday' }));
    expect(await readLock(workspace, machine(2, alive))).toBeUndefined();
    expect((await acquireLock(workspace, machine(2, alive))).status).toBe('acquired');
    expect(await readLock(workspace, machine(2, alive))).toMatchObject({ pid: 2 });
  });

  test.each([[''], ['{"pid": 1'], ['{"pid":"x"}'], ['\u0000\u0000']])(
    "with the content %j is nobody's",
    async (text) => {
      const { workspace } = await sampleWorkspace();
      await writeFile(lockFile(workspace), text);
      expect((await acquireLock(workspace, machine(2, { 2: 'now' }))).status).toBe('acquired');
    },
  );

  test('where nobody can say when a process began, a live pid holds it', async () => {
    const { workspace } = await sampleWorkspace();
    await acquireLock(workspace, machine(1, { 1: undefined }));
    expect((await acquireLock(workspace, machine(2, { 1: undefined, 2: undefined }))).status).toBe('held');
  });

  test('from before the machine was started is taken over, whichever program has that pid now', async () => {
    const { workspace } = await sampleWorkspace();
    await acquireLock(workspace, machine(1, { 1: undefined }), new Date('2026-01-01T12:00:00Z'));
    const bootedMs = Date.parse('2026-01-02T12:00:00Z');
    const restarted = { ...machine(2, { 1: undefined, 2: undefined }), bootedMs };
    expect((await acquireLock(workspace, restarted)).status).toBe('acquired');
  });

  test('of another machine is believed: its pids tell nothing here', async () => {
    const { workspace } = await sampleWorkspace();
    await acquireLock(workspace, machine(1, { 1: 'monday' }, 'there'));
    expect(await acquireLock(workspace, machine(2, { 2: 'now' }))).toMatchObject({
      status: 'held',
      holder: { hostname: 'there' },
    });
  });

  test('is not removed by one who does not hold it any more', async () => {
    const { workspace } = await sampleWorkspace();
    const lost = lockOf(await acquireLock(workspace, machine(1, { 1: 'monday' })));
    await acquireLock(workspace, machine(2, { 2: 'now' }));
    await lost.release();
    await lost.release();
    expect(JSON.parse(await readFile(lockFile(workspace), 'utf8'))).toMatchObject({ pid: 2 });
  });

  test('of many who find it free or stale at once exactly one gets it', async () => {
    for (const isStale of [false, true]) {
      const { workspace } = await sampleWorkspace();
      if (isStale) await acquireLock(workspace, machine(1, { 1: 'monday' }));
      const pids = Array.from({ length: 20 }, (_, index) => 100 + index);
      const alive = Object.fromEntries(pids.map((pid) => [pid, 'now']));
      const outcomes = await Promise.all(pids.map((pid) => acquireLock(workspace, machine(pid, alive))));
      expect(outcomes.filter(({ status }) => status === 'acquired')).toHaveLength(1);
      expect(await lockFiles(workspace)).toEqual(['lock']);
    }
  });

  test('is left to whoever took it over while this one was still looking', async () => {
    const { workspace } = await sampleWorkspace();
    await acquireLock(workspace, machine(1, { 1: 'monday' }));
    const alive = { 1: 'friday', 2: 'now', 3: 'now' };
    const slow: LockHost = {
      ...machine(3, alive),
      // While this host looks up the old owner, another one finds the lock stale and takes it.
      startOf: async (pid) => {
        if (pid === 1) await acquireLock(workspace, machine(2, alive));
        return machine(3, alive).startOf(pid);
      },
    };
    expect(await acquireLock(workspace, slow)).toMatchObject({ status: 'held', holder: { pid: 2 } });
    expect(await lockFiles(workspace)).toEqual(['lock']);
  });

  test('of which a takeover was cut off can still be taken over', async () => {
    const { workspace } = await sampleWorkspace();
    const stale = lockOf(await acquireLock(workspace, machine(1, { 1: 'monday' })));
    const taker = { ...stale.holder, pid: 7, token: '0123456789abcdef' };
    const aside = path.join(workspace.stateDir, 'tmp');
    await writeFile(path.join(aside, `lock.${stale.holder.token}`), JSON.stringify(taker));
    expect((await acquireLock(workspace, machine(2, { 2: 'now' }))).status).toBe('acquired');
  });
});
