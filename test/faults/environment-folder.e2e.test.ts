// The learner's folder becomes read-only, is deleted, is renamed, or its disk is full, while the lab runs on it.
import { execFile } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { createLabFolder, LAB_BIN, type LabFolder } from '../support/lab.ts';
import { openTerminal } from '../support/terminal.ts';
import { AS_ORDINARY_USER, giveToOrdinaryUser } from './support/ordinary-user.ts';
import { prepareWorkspace, stageText } from './support/prepare-workspace.ts';
import { familyOf } from './support/processes.ts';
import { shownOnFailure } from './support/show-on-failure.ts';
import { learnerFiles } from './support/snapshot.ts';

const run = promisify(execFile);
const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function newFolder(): Promise<LabFolder> {
  const folder = await createLabFolder();
  cleanups.push(() => folder.remove());
  return folder;
}

/** A workspace that no one may write in until the test ends. */
async function readOnly(folder: LabFolder): Promise<string> {
  const workspace = await prepareWorkspace(folder, { step: 'count-requests', stage: 'plain-counter' });
  await giveToOrdinaryUser(folder.dir);
  const state = path.join(workspace, '.ecom-lab');
  const lock = (mode: number): Promise<unknown> => Promise.all([chmod(workspace, mode), chmod(state, mode)]);
  await lock(0o555);
  cleanups.push(() => lock(0o755));
  return workspace;
}

const STACK = /\n\s+at .*:\d+/;

describe.skipIf(process.platform === 'win32')('a read-only folder', () => {
  test.each([
    ['check', ['check', '--json']],
    ['apply', ['apply', '--json']],
    ['reset', ['reset', '--json']],
    ['hint', ['hint', '--json']],
    ['start', ['start', '--auto']],
  ])('stops %s with one clear message and exit code 2, and changes nothing', async (_name, args) => {
    const folder = await newFolder();
    const workspace = await readOnly(folder);
    const before = await learnerFiles(workspace);
    const child = run(process.execPath, [...AS_ORDINARY_USER, LAB_BIN, ...args], {
      cwd: folder.dir,
      env: folder.env,
    });
    const failed = await child.then(
      () => undefined,
      (error: { code: number; stdout: string; stderr: string }) => error,
    );
    expect(failed?.code).toBe(2);
    expect(failed?.stderr.replaceAll(/\s+/g, ' ')).toMatch(
      /does not have permission to write .* Make the file and its folder writable/,
    );
    expect(failed?.stderr).not.toMatch(STACK);
    const refusal = { error: { code: 'cannot-write' } };
    const document = args.includes('--json') ? (JSON.parse(failed?.stdout ?? '') as object) : refusal;
    expect(document).toMatchObject(refusal);
    expect(await learnerFiles(workspace)).toEqual(before);
  });

  test('is also reported while the lab runs, blames no work, and lets the lab quit cleanly', async () => {
    const folder = await newFolder();
    const workspace = await prepareWorkspace(folder, { step: 'count-requests', stage: 'plain-counter' });
    await giveToOrdinaryUser(folder.dir);
    const lab = openTerminal({
      file: process.execPath,
      args: [...AS_ORDINARY_USER, LAB_BIN, 'start', '--prometheus', 'embedded'],
      cwd: folder.dir,
      env: folder.env,
    });
    shownOnFailure(lab);
    cleanups.push(() => (lab.kill('SIGKILL'), lab.exited));
    await lab.sees('Step 4 of 13');
    const state = path.join(workspace, '.ecom-lab');
    const all = [workspace, state, path.join(state, 'tmp')];
    await Promise.all(all.map((dir) => chmod(dir, 0o555)));
    cleanups.push(() => Promise.all(all.map((dir) => chmod(dir, 0o755))));
    await lab.choose('Check my work');
    await lab.sees('Step count-requests could not be judged.');
    const words = lab.screen().replaceAll(/\s+/g, ' ');
    expect(words).toMatch(/cannot write to .*\. Make the folder writable/);
    expect(words).toMatch(
      /Your progress cannot be saved now\. The lab does not have permission to write .*progress\.json/,
    );
    await lab.choose('Apply');
    await lab.sees('Replace your version');
    lab.type('y\r');
    await lab.sees(/permission to\s+write\s.*backups/);
    await lab.choose('Quit');
    await expect(lab.exited).resolves.toMatchObject({ exitCode: 0 });
    expect(lab.screen()).not.toMatch(STACK);
  });
});

describe('a workspace folder that is gone while the lab runs', () => {
  test('deleted: the lab reports it at once, creates nothing in its place, and exits cleanly', async () => {
    const folder = await newFolder();
    const workspace = await prepareWorkspace(folder, { step: 'scrape-api', stage: 'labeled-counter' });
    const lab = shownOnFailure(folder.open('start', '--prometheus', 'embedded'));
    await lab.sees('What next?');
    const family = await familyOf(lab.pid);
    await rm(workspace, { recursive: true, force: true, maxRetries: 5 });
    await lab.sees(/Your folder was moved or\s+deleted/);
    await lab.choose('Check my work');
    await lab.sees('no longer exists');
    await lab.sees('Step scrape-api could not be judged.');
    await lab.choose('Show a hint');
    await lab.choose('Quit');
    const { exitCode } = await lab.exited;
    expect(lab.screen()).not.toMatch(STACK);
    expect(lab.screen()).not.toContain('Bug in the lab');
    expect(exitCode).toBe(0);
    await expect(stat(workspace)).rejects.toMatchObject({ code: 'ENOENT' });
    for (const pid of family) expect(await familyOf(pid)).toEqual([]);
  });

  test('renamed: the lab reports it at once, the files are complete in the new place, and the lab resumes there', async () => {
    const folder = await newFolder();
    const workspace = await prepareWorkspace(folder, { step: 'count-requests', stage: 'plain-counter' });
    const before = await learnerFiles(workspace);
    const lab = shownOnFailure(folder.open('start', '--prometheus', 'embedded'));
    await lab.sees('What next?');
    const moved = path.join(folder.dir, 'elsewhere');
    await rename(workspace, moved);
    await lab.sees(/Your folder was moved or\s+deleted/);
    await lab.choose('Quit');
    await expect(lab.exited).resolves.toMatchObject({ exitCode: 0 });
    await expect(stat(workspace)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await learnerFiles(moved)).toEqual(before);

    const again = shownOnFailure(folder.open('start', '--dir', 'elsewhere', '--prometheus', 'embedded'));
    await again.sees('Step 4 of 13');
    await again.choose('Check my work');
    await again.sees('Step count-requests passes.');
    await again.choose('Quit');
    await expect(again.exited).resolves.toMatchObject({ exitCode: 0 });
  });
});

const canMount = process.platform === 'linux' && process.geteuid?.() === 0;

describe('a full disk', () => {
  test('blocks the check, makes apply refuse without a change, and does no harm once there is space again', async ({
    skip,
  }) => {
    if (!canMount) skip('only root can make a small disk to fill');
    const folder = await newFolder();
    const disk = path.join(folder.dir, 'disk');
    await mkdir(disk);
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', disk]).catch((error: unknown) =>
      skip(`no small disk can be made here: ${String(error)}`),
    );
    cleanups.push(() => run('umount', ['-l', disk]));
    const workspace = await prepareWorkspace(folder, {
      step: 'count-requests',
      stage: 'base',
      dir: 'disk/lab',
    });
    const lab = shownOnFailure(folder.open('start', '--dir', 'disk/lab', '--prometheus', 'embedded'));
    await lab.sees('Step 4 of 13');
    const before = await learnerFiles(workspace);
    const filler = path.join(disk, 'filler');
    await writeFile(filler, Buffer.alloc(2_000_000)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOSPC') throw error;
    });
    const progress = await readFile(path.join(workspace, '.ecom-lab/progress.json'), 'utf8');

    await lab.choose('Check my work');
    await lab.sees('Step count-requests could not be judged.');
    const words = lab.screen().replaceAll(/\s+/g, ' ');
    expect(words).toMatch(/blocked .*main\.mjs\S* cannot be used: there is no space left on the disk/);
    expect(words).toContain('There is no space left on the disk to write');
    await lab.choose('Apply');
    await lab.sees('Replace your version');
    lab.type('y\r');
    await lab.sees(/no space left on the disk/);
    expect(await learnerFiles(workspace)).toEqual(before);
    await expect(readFile(path.join(workspace, '.ecom-lab/progress.json'), 'utf8')).resolves.toBe(progress);

    await rm(filler);
    await writeFile(path.join(workspace, 'main.ts'), await stageText('plain-counter'));
    await lab.sees('Step count-requests passes.');
    await lab.choose('Quit');
    await expect(lab.exited).resolves.toMatchObject({ exitCode: 0 });
    expect(lab.screen()).not.toMatch(STACK);
    const kept = JSON.parse(
      await readFile(path.join(workspace, '.ecom-lab/progress.json'), 'utf8'),
    ) as object;
    expect(kept).toMatchObject({ steps: { 'count-requests': { status: 'passed' } } });
    await expect(readdir(path.join(workspace, '.ecom-lab/tmp'))).resolves.toEqual([]);
  });
});
