// A workspace for a step whose earlier steps were not done.
import { lstat, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  addMissingFiles,
  applySolution,
  createWorkspace,
  planPreparation,
  prepareFiles,
  type ApplyReport,
  type Workspace,
} from '../../../src/lab/workspace/index.ts';
import type { Course } from '../../../src/lab/course/index.ts';
import {
  CONFIG,
  filesIn,
  PACKAGES,
  sampleCourse,
  sampleWorkspace,
  stepOf,
  temporaryFolder,
} from './sample.ts';

const { signal } = new AbortController();

/** Plans and does the preparation for a step, without the solutions of the steps that are named. */
async function prepare(
  course: Course,
  workspace: Workspace,
  id: string,
  missing: readonly string[],
): Promise<{ readonly differing: readonly string[]; readonly report: ApplyReport }> {
  const step = stepOf(course, id);
  const plan = await planPreparation(workspace, {
    course,
    step,
    missing: missing.map((one) => stepOf(course, one)),
    packages: PACKAGES,
  });
  return {
    differing: plan.differing,
    report: await prepareFiles(workspace, plan, { step, packages: PACKAGES }),
  };
}

const BEFORE_READ = ['install', 'one', 'two', 'scrape'];

describe('a new workspace for a later step', () => {
  test('is what the solutions of the earlier steps make of one, with their packages', async () => {
    const course = await sampleCourse();
    const dir = path.join(await temporaryFolder(), 'work');
    await createWorkspace({ dir, course, packages: PACKAGES, from: 'read' });
    const files = await filesIn(dir);
    expect(files).toMatchObject({
      'main.ts': 'export const stage = 2;\n',
      'extra.ts': 'export const extra = true;\n',
    });
    expect(files['package.json']).toContain('"prom-client"');
    expect(files['prometheus.yml']).toContain('localhost:8000');
    expect(await PACKAGES.installedIn(dir, 'prom-client')).toMatchObject({ name: 'prom-client' });
  });
});

describe('a workspace that is there', () => {
  test('gets the same files, and nothing in it counts as written by the learner', async () => {
    const { course, workspace } = await sampleWorkspace();
    const { differing } = await prepare(course, workspace, 'read', BEFORE_READ);
    expect(differing).toEqual([]);
    const dir = path.join(await temporaryFolder(), 'new');
    await createWorkspace({ dir, course, packages: PACKAGES, from: 'read' });
    expect(await filesIn(workspace.dir)).toEqual(await filesIn(dir));
    expect(await PACKAGES.installedIn(workspace.dir, 'prom-client')).toMatchObject({ name: 'prom-client' });
  });

  test("names the learner's program before it is replaced, and keeps a copy", async () => {
    const { course, workspace } = await sampleWorkspace();
    const file = path.join(workspace.dir, 'main.ts');
    await writeFile(file, 'export const mine = true;\n');
    const { differing, report } = await prepare(course, workspace, 'read', BEFORE_READ);
    expect(differing).toEqual(['main.ts']);
    expect(await readFile(file, 'utf8')).toBe('export const stage = 2;\n');
    const { copy = '' } = report.backups.find((one) => one.file === 'main.ts') ?? {};
    expect(await readFile(path.join(workspace.dir, copy), 'utf8')).toBe('export const mine = true;\n');
  });

  test('names a file that is no text', async () => {
    const { course, workspace } = await sampleWorkspace();
    await writeFile(path.join(workspace.dir, 'main.ts'), Buffer.from([0xff, 0xfe, 0x00]));
    expect((await prepare(course, workspace, 'read', BEFORE_READ)).differing).toEqual(['main.ts']);
  });

  test('keeps files of solutions that are not missing', async () => {
    const { course, workspace } = await sampleWorkspace();
    const file = path.join(workspace.dir, 'main.ts');
    await writeFile(file, 'export const mine = true;\n');
    const { differing } = await prepare(course, workspace, 'read', ['scrape']);
    expect(differing).toEqual([]);
    expect(await readFile(file, 'utf8')).toBe('export const mine = true;\n');
    expect(await readFile(path.join(workspace.dir, 'prometheus.yml'), 'utf8')).toContain('localhost:8000');
  });

  test('has its own prometheus.yml edited, not replaced', async () => {
    const { course, workspace } = await sampleWorkspace();
    const file = path.join(workspace.dir, 'prometheus.yml');
    await writeFile(file, `# changed by me\n${CONFIG}`);
    const { differing } = await prepare(course, workspace, 'read', BEFORE_READ);
    expect(differing).toEqual([]);
    const text = await readFile(file, 'utf8');
    expect(text).toMatch(/^# changed by me\n/);
    expect(text).toContain('localhost:8000');
  });

  test('has a prometheus.yml replaced that cannot be edited, which is named', async () => {
    const { course, workspace } = await sampleWorkspace();
    await writeFile(path.join(workspace.dir, 'prometheus.yml'), 'scrape_configs: {');
    expect((await prepare(course, workspace, 'read', BEFORE_READ)).differing).toEqual(['prometheus.yml']);
  });

  test('is prepared once: then nothing is left to do', async () => {
    const { course, workspace } = await sampleWorkspace();
    await prepare(course, workspace, 'read', BEFORE_READ);
    const { differing, report } = await prepare(course, workspace, 'read', BEFORE_READ);
    expect([differing, report.written]).toEqual([[], []]);
  });

  test('is as the solutions leave it: preparing after them changes nothing', async () => {
    const { course, workspace } = await sampleWorkspace();
    for (const id of ['one', 'two', 'scrape'])
      await applySolution(workspace, { course, step: stepOf(course, id), packages: PACKAGES, signal });
    const { differing, report } = await prepare(course, workspace, 'read', ['one', 'two', 'scrape']);
    expect([differing, report.written]).toEqual([[], []]);
  });

  test('is not prepared through a link that leads out of it', async () => {
    const { course, workspace } = await sampleWorkspace();
    const outside = path.join(await temporaryFolder(), 'outside.ts');
    await writeFile(outside, 'untouched');
    await rm(path.join(workspace.dir, 'main.ts'));
    await symlink(outside, path.join(workspace.dir, 'main.ts'));
    await expect(prepare(course, workspace, 'read', BEFORE_READ)).rejects.toMatchObject({
      code: 'symlink-refused',
    });
    expect(await readFile(outside, 'utf8')).toBe('untouched');
  });
});

describe('files that the course gives and the workspace lacks', () => {
  test('are created as the course has them; the others stay', async () => {
    const { course, workspace } = await sampleWorkspace();
    await writeFile(path.join(workspace.dir, 'main.ts'), '// mine\n');
    await rm(path.join(workspace.dir, 'lib'), { recursive: true });
    await rm(path.join(workspace.dir, 'prometheus.yml'));
    const { written, backups } = await addMissingFiles(workspace, { course, packages: PACKAGES });
    expect(written.toSorted()).toEqual(['lib/store.ts', 'prometheus.yml']);
    expect(backups).toEqual([]);
    const files = await filesIn(workspace.dir);
    expect(files).toMatchObject({ 'main.ts': '// mine\n', 'prometheus.yml': CONFIG });
    expect(await addMissingFiles(workspace, { course, packages: PACKAGES })).toMatchObject({ written: [] });
  });

  test('are not written through a dangling link, nor over a folder', async () => {
    const { course, workspace } = await sampleWorkspace();
    const target = path.join(await temporaryFolder(), 'elsewhere.yml');
    await rm(path.join(workspace.dir, 'prometheus.yml'));
    await symlink(target, path.join(workspace.dir, 'prometheus.yml'));
    await expect(addMissingFiles(workspace, { course, packages: PACKAGES })).rejects.toMatchObject({
      code: 'symlink-refused',
    });
    await expect(lstat(target)).rejects.toMatchObject({ code: 'ENOENT' });
    await rm(path.join(workspace.dir, 'prometheus.yml'));
    await mkdir(path.join(workspace.dir, 'prometheus.yml'));
    expect(await addMissingFiles(workspace, { course, packages: PACKAGES })).toMatchObject({ written: [] });
  });
});
