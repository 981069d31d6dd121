import { lstat, mkdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createWorkspace, inspectFolder, openWorkspace } from '../../../src/lab/workspace/index.ts';
import { formatMarker, parseMarker } from '../../../src/lab/workspace/record/marker.ts';
import { CONFIG, filesIn, PACKAGES, sampleCourse, sampleWorkspace, temporaryFolder } from './sample.ts';
import { LAB_MODULES, packagesAt } from '../../support/node-place.ts';

const marker = (dir: string) => path.join(dir, '.ecom-lab/workspace.json');

describe('creating a workspace', () => {
  test('writes the starter files and the marker, and links the packages', async () => {
    const course = await sampleCourse();
    const dir = path.join(await temporaryFolder(), 'not/there/yet');
    const now = new Date('2026-01-02T03:04:05Z');
    const { workspace, notes } = await createWorkspace({
      dir,
      course,
      packages: PACKAGES,
      seed: 7,
      learner: 'Ada',
      now,
    });
    expect(notes).toEqual([]);
    expect(workspace).toEqual({
      dir,
      stateDir: path.join(dir, '.ecom-lab'),
      identity: expect.any(String),
      marker: { version: 1, course: 'sample', seed: 7, learner: 'Ada', created: now.toISOString() },
    });
    expect(JSON.parse(await readFile(marker(dir), 'utf8'))).toEqual(workspace.marker);
    expect(await filesIn(dir)).toMatchObject({
      'main.ts': 'export const stage = 0;\n',
      'lib/store.ts': 'export const store = {};\n',
      'prometheus.yml': CONFIG,
    });
    for (const name of ['express', '@types/express', '@types/node']) {
      expect(await readlink(path.join(dir, 'node_modules', name))).toBe(path.join(LAB_MODULES, name));
    }
    expect(await inspectFolder(dir)).toEqual({ kind: 'workspace' });
  });

  test('accepts an empty folder, a linked one, and one with only a git repository', async () => {
    const course = await sampleCourse();
    const dir = await temporaryFolder();
    await mkdir(path.join(dir, '.git'));
    const link = path.join(await temporaryFolder(), 'link');
    await symlink(dir, link);
    const { workspace } = await createWorkspace({ dir: link, course, packages: PACKAGES });
    expect(workspace.dir).toBe(dir);
  });

  test('never touches a folder with other files', async () => {
    const course = await sampleCourse();
    const dir = await temporaryFolder();
    await writeFile(path.join(dir, 'thesis.txt'), 'all of it');
    await expect(createWorkspace({ dir, course, packages: PACKAGES })).rejects.toMatchObject({
      code: 'folder-not-empty',
      fact: { entries: expect.arrayContaining(['thesis.txt']) },
    });
    expect(await filesIn(dir)).toEqual({ 'thesis.txt': 'all of it' });
  });

  test.each([
    ['a workspace', 'already-a-workspace'],
    ['a file', 'not-a-folder'],
    ['a link that leads nowhere', 'not-a-folder'],
  ])('rejects %s', async (what, code) => {
    const { course, workspace } = await sampleWorkspace();
    const place = path.join(await temporaryFolder(), 'place');
    if (what === 'a file') await writeFile(place, '');
    if (what === 'a link that leads nowhere') await symlink('/nowhere/at/all', place);
    const dir = what === 'a workspace' ? workspace.dir : place;
    await expect(createWorkspace({ dir, course, packages: PACKAGES })).rejects.toMatchObject({
      code,
    });
  });

  test('completes an interrupted creation, and keeps what is there', async () => {
    const { course, workspace } = await sampleWorkspace();
    const { dir } = workspace;
    // As after a kill in the middle: no marker yet, one file missing, one already changed.
    await writeFile(path.join(dir, '.ecom-lab/creating.json'), '{}');
    await rm(marker(dir));
    await rm(path.join(dir, 'prometheus.yml'));
    await writeFile(path.join(dir, 'main.ts'), 'mine\n');
    expect(await inspectFolder(dir)).toEqual({ kind: 'half-created' });
    await createWorkspace({ dir, course, packages: PACKAGES });
    expect(await filesIn(dir)).toMatchObject({ 'main.ts': 'mine\n', 'prometheus.yml': CONFIG });
    expect(await inspectFolder(dir)).toEqual({ kind: 'workspace' });
  });

  test('names the packages of a course that the lab does not have', async () => {
    const course = await sampleCourse();
    const app = { ...course.app, packages: ['express', 'no-such-package-here'] };
    const dir = await temporaryFolder();
    const { notes } = await createWorkspace({ dir, course: { ...course, app }, packages: PACKAGES });
    expect(notes).toMatchObject([{ fact: { kind: 'packages-missing', packages: ['no-such-package-here'] } }]);
  });

  test('finds packages that a package manager has installed above the lab', async () => {
    const course = await sampleCourse();
    const root = await temporaryFolder();
    await mkdir(path.join(root, 'node_modules/express'), { recursive: true });
    await writeFile(path.join(root, 'node_modules/express/package.json'), '{"version":"5.0.0"}');
    const packages = packagesAt({ labModulesDir: path.join(root, 'node_modules/ecom-lab/node_modules') });
    const dir = path.join(root, 'work');
    await createWorkspace({ dir, course, packages });
    expect(await readlink(path.join(dir, 'node_modules/express'))).toBe(
      path.join(root, 'node_modules/express'),
    );
  });
});

describe('opening a workspace', () => {
  test('repairs broken and missing links, and leaves installed packages alone', async () => {
    const { course, workspace } = await sampleWorkspace();
    const { dir } = workspace;
    const at = (name: string) => path.join(dir, 'node_modules', name);
    await rm(at('express'));
    await symlink('/gone/express', at('express'));
    await rm(at('@types/node'));
    await mkdir(at('@types/node'));
    const opened = await openWorkspace({ dir, course, packages: PACKAGES });
    expect(opened.workspace).toEqual(workspace);
    expect(opened.notes).toMatchObject([
      { fact: { kind: 'links-repaired', packages: expect.arrayContaining(['express']) } },
    ]);
    expect(await readlink(at('express'))).toBe(path.join(LAB_MODULES, 'express'));
    expect((await lstat(at('@types/node'))).isDirectory()).toBe(true);
  });

  test('brings an older workspace up to date', async () => {
    const { course, workspace } = await sampleWorkspace();
    const old = { course: 'sample', created: workspace.marker.created };
    await writeFile(marker(workspace.dir), JSON.stringify(old));
    const opened = await openWorkspace({ dir: workspace.dir, course, packages: PACKAGES });
    expect(opened.workspace.marker).toEqual(workspace.marker);
    expect(JSON.parse(await readFile(marker(workspace.dir), 'utf8'))).toEqual(workspace.marker);
  });

  test.each([
    ['of a newer lab', { version: 99 }, 'workspace-newer'],
    [
      'of another course',
      { version: 1, course: 'other', seed: 0, created: '2026-01-01T00:00:00Z' },
      'other-course',
    ],
    ['with a corrupt marker', 'garb', 'workspace-unreadable'],
    ['with a marker without a course', { version: 1 }, 'workspace-unreadable'],
    ['with a seed that is not a number', { version: 1, course: 'sample', seed: 'x' }, 'workspace-unreadable'],
  ])('rejects a workspace %s, and changes nothing', async (_what, content, code) => {
    const { course, workspace } = await sampleWorkspace();
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    await writeFile(marker(workspace.dir), text);
    await expect(openWorkspace({ dir: workspace.dir, course, packages: PACKAGES })).rejects.toMatchObject({
      code,
    });
    expect(await readFile(marker(workspace.dir), 'utf8')).toBe(text);
  });

  test.each([['absent'], ['empty'], ['foreign'], ['file']])(
    'reports that a folder that is %s is not a workspace',
    async (kind) => {
      const parent = await temporaryFolder();
      const dir = path.join(parent, 'place');
      if (kind === 'empty' || kind === 'foreign') await mkdir(dir);
      if (kind === 'foreign') await writeFile(path.join(dir, 'x'), '');
      if (kind === 'file') await writeFile(dir, '');
      await expect(openWorkspace({ dir })).rejects.toMatchObject({
        code: 'not-a-workspace',
        fact: { dir },
      });
    },
  );

  test('removes partly written files of a killed lab', async () => {
    const { course, workspace } = await sampleWorkspace();
    const left = path.join(workspace.stateDir, 'tmp/old');
    const young = path.join(workspace.stateDir, 'tmp/young');
    await writeFile(left, 'half');
    await writeFile(young, 'half');
    const { utimes } = await import('node:fs/promises');
    await utimes(left, 0, 0);
    await openWorkspace({ dir: workspace.dir, course, packages: PACKAGES });
    await expect(stat(left)).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await stat(young)).isFile()).toBe(true);
  });
});

describe('the text of a marker', () => {
  const time = '2026-01-01T00:00:00Z';
  const whole = { version: 1, course: 'sample', seed: 7, created: time } as const;

  test('is read as it was written, and one without a version is brought up to date', () => {
    expect(parseMarker(formatMarker(whole))).toEqual({ status: 'ok', marker: whole, isMigrated: false });
    expect(parseMarker(JSON.stringify({ course: 'sample', created: time }))).toEqual({
      status: 'ok',
      marker: { ...whole, seed: 0 },
      isMigrated: true,
    });
    expect(parseMarker(JSON.stringify({ ...whole, version: 2 }))).toEqual({ status: 'newer', version: 2 });
  });

  test.each<[fault: string, fields: object]>([
    ['garbled', []],
    ['no-version', { version: '1' }],
    ['no-version', { version: null }],
    ['no-version', { version: 0.5 }],
    ['no-version', { version: 1.5 }],
    ['no-version', { version: -1 }],
    ['no-course', { course: 7 }],
    ['bad-seed', { seed: '7' }],
    ['bad-seed', { seed: 0.5 }],
    ['bad-learner', { learner: 7 }],
    ['no-time', { created: 7 }],
    ['no-time', { created: 'yesterday' }],
  ])('has the fault %s with %j', (fault, fields) => {
    const value: unknown = Array.isArray(fields) ? fields : { ...whole, ...fields };
    expect(parseMarker(JSON.stringify(value))).toEqual({ status: 'unreadable', fault });
  });
});
