import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { afterAll, describe, expect, test } from 'vitest';
import { disposeAppProcess, findFreePort, startIsolatedRun } from '../../../src/lab/app-process/index.ts';
import { accepts, isRunning, until } from './support/processes.ts';
import { makeWorkspace, type TestWorkspace } from './support/workspace.ts';

afterAll(disposeAppProcess);

/** Starts a runner on the workspace, with the app's port 3000 moved to the port where one is given. */
async function startRunner(workspace: TestWorkspace, port?: number): Promise<ChildProcess> {
  const program = join(workspace.dir, 'runner.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../../fixtures/runner.ts')],
    outfile: program,
    bundle: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
  });
  const mode = port === undefined ? { mode: 'isolated' } : { mode: 'live', portMap: { 3000: port } };
  return spawn(process.execPath, [program, JSON.stringify({ ...workspace.options, ...mode })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

/** The app's pid and address out of what the runner prints. */
async function untilRunning(
  runner: ChildProcess,
): Promise<{ readonly pid: number; readonly address: string }> {
  for await (const line of createInterface({ input: runner.stdout ?? process.stdin })) {
    const [, pid, address] = /^(\d+) (.+)$/.exec(line) ?? [];
    if (address !== undefined) return { pid: Number(pid), address };
  }
  throw new Error('the runner ended');
}

/** How many files, sockets and pipes this process has open. */
async function openHandles(): Promise<number> {
  return (await readdir('/proc/self/fd')).length;
}

/** Pids of all processes that were started with the hook of this test: apps and reapers. */
async function withHook(hookFile: string): Promise<readonly string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return pids.filter((_pid, index) => lines[index]?.includes(hookFile));
}

// The tables of /proc are what tells that nothing at all is left.
describe.runIf(process.platform === 'linux')(
  'a runner that is killed outright leaves nothing running',
  () => {
    test.each(['SIGKILL', 'SIGTERM', 'SIGHUP'] as const)('by %s, with an app that serves', async (signal) => {
      await using workspace = await makeWorkspace('shop.ts');
      const port = await findFreePort(24_000 + (process.pid % 20_000));
      const runner = await startRunner(workspace, port);
      const { pid } = await untilRunning(runner);
      expect([isRunning(pid), await accepts(port)]).toEqual([true, true]);
      runner.kill(signal);
      await until(async () => (await withHook(workspace.options.hookFile)).length === 0);
      // The kernel takes a killed process's memory, and with it its name, a moment before it closes its sockets.
      await until(async () => !isRunning(pid) && !(await accepts(port)));
    });

    test('with an app that loops forever and ignores all signals', async () => {
      await using workspace = await makeWorkspace('busy.ts');
      const port = await findFreePort(24_000 + (process.pid % 20_000));
      const runner = await startRunner(workspace, port);
      const { pid, address } = await untilRunning(runner);
      await fetch(`http://${address}/busy`);
      runner.kill('SIGKILL');
      await until(() => !isRunning(pid));
      await until(async () => (await withHook(workspace.options.hookFile)).length === 0);
      await until(async () => !(await accepts(port)));
      expect(isRunning(pid)).toBe(false);
    });

    test('with an app that loops forever before it is ready', async () => {
      await using workspace = await makeWorkspace('loops.ts');
      const runner = await startRunner(workspace, 3000);
      // The runner, the app and the reaper name the hook.
      await until(async () => (await withHook(workspace.options.hookFile)).length === 3);
      runner.kill('SIGKILL');
      await until(async () => (await withHook(workspace.options.hookFile)).length === 0);
      expect(await withHook(workspace.options.hookFile)).toEqual([]);
    });

    test('with an app that has no part in the channel and survives every error', async () => {
      await using workspace = await makeWorkspace('busy.ts');
      const program = join(workspace.dir, 'endless.mjs');
      await writeFile(
        program,
        `process.on('uncaughtException', () => undefined);
        setInterval(() => undefined, 1000);
        console.log(typeof process.send, typeof process.disconnect);`,
      );
      const settings = JSON.stringify({ ports: 'free', storeDelayMs: 0, entryFile: program });
      const app = spawn(process.execPath, ['--import', workspace.options.hookFile, program], {
        env: { ...process.env, ECOM_LAB_HOOK: settings },
        stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
        detached: true,
      });
      const ended = once(app, 'exit');
      const [printed] = (await once(app.stdout ?? app, 'data')) as [Buffer];
      expect(printed.toString()).toBe('undefined undefined\n');
      app.disconnect();
      expect(await ended).toEqual([null, 'SIGKILL']);
    });

    test('while it is starting the app', async () => {
      await using workspace = await makeWorkspace('busy.ts');
      const program = join(workspace.dir, 'endless.mjs');
      await writeFile(program, 'setInterval(() => undefined, 1000);');
      const settings = JSON.stringify({ ports: 'free', storeDelayMs: 0, entryFile: program });
      const app = spawn(process.execPath, ['--import', workspace.options.hookFile, program], {
        env: { ...process.env, ECOM_LAB_HOOK: settings },
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        detached: true,
      });
      // What is left of a runner that is gone: the other end of the channel is closed before the hook is loaded.
      app.disconnect();
      const [, signal] = (await once(app, 'exit')) as [number | null, string | null];
      expect(signal).toBe('SIGKILL');
    });

    test('with an app that has child processes', async () => {
      await using workspace = await makeWorkspace('forks.ts');
      const runner = await startRunner(workspace);
      const { pid, address } = await untilRunning(runner);
      const child = Number(await (await fetch(`http://${address}`)).text());
      runner.kill('SIGKILL');
      await until(() => !isRunning(pid) && !isRunning(child));
      await until(async () => !(await accepts(Number(address.split(':')[1]))));
      expect([isRunning(pid), isRunning(child)]).toEqual([false, false]);
    });

    test('and the next runner removes what it left in the workspace', async () => {
      await using workspace = await makeWorkspace('busy.ts');
      const folder = join(workspace.dir, '.ecom-lab', 'run');
      const runner = await startRunner(workspace);
      await untilRunning(runner);
      runner.kill('SIGKILL');
      await once(runner, 'exit');
      expect(await readdir(folder)).toEqual([`${runner.pid}-1`]);
      const start = await startIsolatedRun({ ...workspace.options, signal: new AbortController().signal });
      if (start.status === 'failed') throw new Error('it failed');
      await start.run.stop();
      expect(await readdir(folder)).toEqual([]);
    });
  },
);

test.runIf(process.platform === 'linux')(
  'a hundred isolated runs leave no process, no file and no open handle behind',
  async () => {
    await using workspace = await makeWorkspace('busy.ts');
    const signal = new AbortController().signal;
    const run = async (): Promise<void> => {
      const start = await startIsolatedRun({ ...workspace.options, signal });
      if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
      await start.run.stop();
    };
    await run();
    const before = await openHandles();
    for (let n = 0; n < 50; n += 1) await Promise.all([run(), run()]);
    await until(async () => (await openHandles()) <= before);
    // What is left is the reaper.
    expect(await withHook(workspace.options.hookFile)).toHaveLength(1);
    await disposeAppProcess();
    await until(async () => (await withHook(workspace.options.hookFile)).length === 0);
    expect(await readdir(join(workspace.dir, '.ecom-lab', 'run'))).toEqual([]);
  },
);
