// A session is bound to the folder that it was opened on: copies, links and folders that change places get nothing of it.
import { execFile } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import type { TerminalProgram } from '../support/terminal.ts';
import { callSession, sessionOf } from './support/call-session.ts';
import { prepareWorkspace, stageText } from './support/prepare-workspace.ts';
import { snapshotOf } from './support/whole-folder.ts';

const runProgram = promisify(execFile);

let folder: LabFolder;
let original: string;
beforeEach(async () => {
  folder = await createLabFolder();
  original = await prepareWorkspace(folder, { step: 'count-requests', stage: 'plain-counter' });
});
afterEach(() => folder.remove());

async function startSession(): Promise<TerminalProgram> {
  const lab = folder.open('start', '--prometheus', 'embedded');
  await lab.sees('What next?');
  return lab;
}

const inFolder = (name: string): string => path.join(folder.dir, name);
const copyTo = (name: string): Promise<void> =>
  cp(original, inFolder(name), { recursive: true, verbatimSymlinks: true });

describe('a copy made while a session runs', () => {
  test.each([
    ['apply', 'label-requests'],
    ['reset', '--all', '--yes'],
    ['check', 'count-requests'],
    ['diff', 'label-requests'],
    ['hint'],
    ['traffic'],
  ])('is changed by %s %s without a change to the original', async (...args) => {
    await startSession();
    await copyTo('copy');
    const before = await snapshotOf(original);
    const run = await folder.run(...args, '--dir', 'copy');
    expect(run.stderr).not.toContain('Another lab session');
    await expect(snapshotOf(original)).resolves.toEqual(before);
  });

  test('receives the solution that is applied to it', async () => {
    await startSession();
    await copyTo('copy');
    await folder.run('apply', 'label-requests', '--dir', 'copy');
    const applied = await readFile(path.join(inFolder('copy'), 'main.ts'), 'utf8');
    expect(applied).toBe(await stageText('labeled-counter'));
  });

  test('is rejected by the session if the call names the copy', async () => {
    await startSession();
    const before = await snapshotOf(original);
    const session = { ...(await sessionOf(original)), folder: '1:2 1:3' };
    await expect(callSession(session, 'reset', { step: '*' })).resolves.toMatchObject({
      error: { code: 'other-workspace' },
    });
    await expect(snapshotOf(original)).resolves.toEqual(before);
  });
});

describe('the same folder by another path', () => {
  test('through a link reaches its session', async () => {
    await startSession();
    await symlink(original, inFolder('link'));
    const run = await folder.run('restart', '--dir', 'link');
    expect(run).toMatchObject({ exitCode: 0 });
  });

  test('after a move is rejected with where to continue, and nothing is written', async () => {
    await startSession();
    await rename(original, inFolder('moved'));
    const before = await readFile(path.join(inFolder('moved'), 'main.ts'), 'utf8');
    const run = await folder.run('apply', 'label-requests', '--dir', 'moved');
    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no longer exists') });
    await expect(readFile(path.join(inFolder('moved'), 'main.ts'), 'utf8')).resolves.toBe(before);
  });
});

describe('another workspace in place of the session’s folder', () => {
  test.each([
    ['a link to it', (other: string, place: string) => symlink(other, place)],
    ['the folder itself', (other: string, place: string) => rename(other, place)],
  ])('(%s) gets nothing written into it', async (_how, put) => {
    const lab = await startSession();
    await prepareWorkspace(folder, { step: 'count-requests', stage: 'base', dir: 'other' });
    const session = await sessionOf(original);
    const before = await snapshotOf(inFolder('other'));
    await rename(original, inFolder('aside'));
    await put(inFolder('other'), original);
    for (const [name, params] of [
      ['apply', { step: 'label-requests' }],
      ['reset', { step: '*' }],
      ['check', { step: 'count-requests' }],
      ['hint', {}],
      ['restart', { what: 'app' }],
      ['restart', { what: 'prometheus' }],
    ] as const) {
      await expect(callSession(session, name, params)).resolves.toMatchObject({
        error: { code: 'workspace-gone' },
      });
    }
    lab.press('ctrlC');
    await lab.exited;
    await expect(snapshotOf(original)).resolves.toEqual(before);
  });
});

describe('another workspace mounted over the session’s folder', () => {
  test('is noticed, and nothing is written to it, not even samples', async ({ skip }) => {
    const lab = await startSession();
    const other = await prepareWorkspace(folder, { step: 'count-requests', stage: 'base', dir: 'other' });
    const samples = path.join(other, '.ecom-lab/prometheus/embedded');
    await mkdir(samples, { recursive: true });
    await callSession(await sessionOf(original), 'query', { promql: 'up' });
    await runProgram('mount', ['--bind', other, original]).catch((error: unknown) =>
      skip(`nothing can be mounted here: ${String(error)}`),
    );
    try {
      const before = await snapshotOf(other);
      await lab.sees(/Your folder was moved or\s+deleted/);
      lab.press('ctrlC');
      await lab.exited;
      await expect(snapshotOf(other)).resolves.toEqual(before);
      await expect(readdir(samples)).resolves.toEqual([]);
    } finally {
      await runProgram('umount', ['-l', original]);
    }
  });
});

async function identityOf(): Promise<{ readonly folder: string }> {
  const lab = await startSession();
  const session = await sessionOf(original);
  lab.press('ctrlC');
  await lab.exited;
  return session;
}

describe('a stale session file', () => {
  test.each([
    ['to a port that does not exist', 99_999],
    ['to a port where nothing responds', undefined],
  ])('that leads %s does not keep a command from working', async (_what, port) => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port: silentPort } = silent.address() as AddressInfo;
    const { folder: identity } = await identityOf();
    const text = JSON.stringify({
      version: 1,
      pid: process.pid,
      url: `http://127.0.0.1:${port ?? silentPort}`,
      token: 'a'.repeat(64),
      folder: identity,
    });
    await mkdir(path.join(original, '.ecom-lab'), { recursive: true });
    await writeFile(path.join(original, '.ecom-lab/session.json'), text);
    const run = await folder.run('check', 'count-requests', '--json');
    silent.close();
    expect(JSON.parse(run.stdout)).toMatchObject({ status: 'pass' });
  });
});
