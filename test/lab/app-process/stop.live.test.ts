// Stopping the app as on Windows, with a `taskkill` that does not do its work. Elsewhere than there it is a script.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, expect, test } from 'vitest';
import {
  createSupervisor,
  disposeAppProcess,
  findFreePort,
  type Supervisor,
} from '../../../src/lab/app-process/index.ts';
import { isRunning, until } from './support/processes.ts';
import { makeWorkspace, type TestWorkspace } from './support/workspace.ts';

const PATH = process.env['PATH'] ?? '';
const folders: string[] = [];
afterEach(async () => {
  process.env['PATH'] = PATH;
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});
afterAll(disposeAppProcess);

const never = new AbortController().signal;

/** From now on `taskkill` is this script; none at all where it is undefined. */
async function useTaskkill(script: string | undefined): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ecom-lab-taskkill-'));
  folders.push(folder);
  if (script !== undefined) {
    await writeFile(join(folder, 'taskkill'), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, 'taskkill'), 0o755);
  }
  process.env['PATH'] = folder;
}

async function startOnWindows(workspace: TestWorkspace): Promise<{ supervisor: Supervisor; pid: number }> {
  const api = await findFreePort(20_000 + (process.pid % 20_000));
  const metrics = await findFreePort(api + 1);
  const supervisor = createSupervisor({
    ...workspace.options,
    platform: 'win32',
    portMap: () => ({ 3000: api, 8000: metrics }),
  });
  const start = await supervisor.start(never);
  if (start.status === 'failed') throw new Error('it failed');
  return { supervisor, pid: start.run.pid };
}

test.skipIf(process.platform === 'win32').each([
  ['is missing', undefined],
  ['refuses', 'exit 1'],
  ['never ends', 'while :; do :; done'],
])('an app ends even if taskkill %s', async (_fault, script) => {
  await using workspace = await makeWorkspace('shop.ts');
  const { supervisor, pid } = await startOnWindows(workspace);
  await useTaskkill(script);
  await supervisor.stop();
  expect(isRunning(pid)).toBe(false);
});

test.skipIf(process.platform === 'win32')(
  'an app that the system does not end is reported, and another one can be started',
  async () => {
    await using workspace = await makeWorkspace('shop.ts');
    const { supervisor, pid } = await startOnWindows(workspace);
    await useTaskkill('exit 0');
    await expect(supervisor.stop()).rejects.toMatchObject({
      code: 'app-not-ended',
      fact: { pid },
    });
    expect(isRunning(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
    await until(() => !isRunning(pid));
    process.env['PATH'] = PATH;
    expect(await supervisor.start(never)).toMatchObject({ status: 'running' });
    await useTaskkill(undefined);
    await supervisor.stop();
  },
);
