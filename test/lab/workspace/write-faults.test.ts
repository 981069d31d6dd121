import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../../src/lab/model/errors.ts';
import {
  acquireLock,
  appendJournal,
  applyFiles,
  createWorkspace,
  writeFileAtomic,
  writeProgress,
} from '../../../src/lab/workspace/index.ts';
import { decodeText, encodeLike } from '../../../src/lab/workspace/files/text.ts';
import { fileFault } from '../../../src/lab/workspace/files/write-fault.ts';
import { filesIn, PACKAGES, sampleCourse, sampleWorkspace, temporaryFolder } from './sample.ts';

const NOBODY = 65_534;

/** Runs as somebody whom permissions bind: root may write everywhere. */
async function asUser<T>(run: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return run();
  process.seteuid?.(NOBODY);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}

describe.skipIf(process.platform === 'win32')('a read-only folder', () => {
  test.each([
    ['applying', (dir: string) => applyFiles(at(dir), { files: new Map([['main.ts', 'new']]), step: 'x' })],
    ['progress', (dir: string) => writeProgress(at(dir), { version: 1, steps: {} })],
    ['the journal', (dir: string) => appendJournal(at(dir), { at: '2026-01-01T00:00:00Z', kind: 'opened' })],
    ['the lock', (dir: string) => acquireLock(at(dir))],
    [
      'creating',
      async (dir: string) =>
        createWorkspace({ dir: `${dir}/new`, course: await sampleCourse(), packages: PACKAGES }),
    ],
  ])('stops %s with what to do, and nothing changes', async (_what, act) => {
    const { workspace } = await sampleWorkspace();
    const { dir } = workspace;
    identities.set(dir, workspace.identity);
    await chmod(path.dirname(dir), 0o755);
    const before = await filesIn(dir);
    const state = await readdir(workspace.stateDir);
    for (const folder of [dir, workspace.stateDir]) await chmod(folder, 0o555);
    const error: unknown = await asUser<unknown>(() => act(dir)).catch((reason: unknown) => reason);
    for (const folder of [dir, workspace.stateDir]) await chmod(folder, 0o755);
    expect(error).toBeInstanceOf(LabError);
    expect(error).toMatchObject({ code: 'cannot-write', fact: { why: 'forbidden' } });
    expect(await filesIn(dir)).toEqual(before);
    expect(await readdir(workspace.stateDir)).toEqual(state);
  });
});

const identities = new Map<string, string>();
const at = (dir: string) => ({
  dir,
  stateDir: path.join(dir, '.ecom-lab'),
  identity: identities.get(dir) ?? '',
  marker: { version: 1, course: 'sample', seed: 0, created: '2026-01-01T00:00:00Z' } as const,
});

describe('an error of the file system', () => {
  test.each([
    ['EACCES', 'forbidden'],
    ['EISDIR', 'occupied'],
    ['ENOENT', 'folder-gone'],
    ['EMFILE', 'other'],
  ])('%s says why: %s', (code, why) => {
    const fault = fileFault(Object.assign(new Error(code), { code }), 'write', '/work/main.ts');
    expect(fault).toMatchObject({ code: 'cannot-write', fact: { why, code } });
  });

  test.each([
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EACCES', 'cannot-write'],
    ['EROFS', 'cannot-write'],
    ['ENOENT', 'cannot-write'],
    ['EMFILE', 'cannot-write'],
    ['EISDIR', 'cannot-write'],
  ])('%s is reported as %s, with what to do', (code, told) => {
    const cause = Object.assign(new Error(code), { code });
    const fault = fileFault(cause, 'write', '/work/main.ts');
    expect(fault).toMatchObject({
      code: told,
      fact: { file: '/work/main.ts' },
      cause,
    });
  });

  test('a bug stays a bug', () => {
    const bug = new TypeError('x is undefined');
    expect(fileFault(bug, 'write', 'x')).toBe(bug);
  });
});

describe('writing whole or not at all', () => {
  test('a write that fails leaves the old file and nothing else', async () => {
    const dir = await temporaryFolder();
    await writeFileAtomic({ dir }, 'a.txt', 'old');
    await mkdir(path.join(dir, 'folder'));
    await expect(writeFileAtomic({ dir }, 'folder', 'x')).rejects.toMatchObject({ code: 'cannot-write' });
    expect(await filesIn(dir)).toEqual({ 'a.txt': 'old' });
    expect(await readdir(path.join(dir, '.ecom-lab/tmp'))).toEqual([]);
  });

  test('a concurrent reader sees the old or the new content, never a part', async () => {
    const dir = await temporaryFolder();
    const texts = ['a', 'b'].map((letter) => letter.repeat(300_000));
    await writeFileAtomic({ dir }, 'x', texts[0] ?? '');
    const writing = (async () => {
      for (let round = 0; round < 20; round += 1) await writeFileAtomic({ dir }, 'x', texts[round % 2] ?? '');
    })();
    const seen = new Set<string>();
    for (let round = 0; round < 60; round += 1) seen.add(await readFile(path.join(dir, 'x'), 'utf8'));
    await writing;
    expect([...seen].every((text) => texts.includes(text))).toBe(true);
  });

  test('a workspace that is gone is reported as gone', async () => {
    const { workspace } = await sampleWorkspace();
    await rm(workspace.dir, { recursive: true });
    await expect(writeProgress(workspace, { version: 1, steps: {} })).rejects.toMatchObject({
      code: 'workspace-gone',
    });
  });
});

describe('text as editors leave it', () => {
  test.each([
    ['plain', 'a\nb\n'],
    ['Windows', 'a\r\nb\r\n'],
    ['Windows with a byte order mark', '\ufeffa\r\nb'],
    ['empty', ''],
  ])('%s text comes back byte for byte', (_what, text) => {
    const read = decodeText(Buffer.from(text), 'x');
    expect(read.text).not.toMatch(/\r|\ufeff/);
    expect(encodeLike(read, read.text)).toBe(text);
  });

  test('text that is not UTF-8 is reported', async () => {
    const file = path.join(await temporaryFolder(), 'x');
    await writeFile(file, Buffer.from([0xe4]));
    expect(() => decodeText(Buffer.from([0xe4]), 'x')).toThrow('not-utf8/invalid');
  });
});
