import { chmod, mkdir, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  applyFiles,
  applyScrapeJob,
  applySolution,
  diffToSolution,
  readWorkspaceFile,
  resetFiles,
} from '../../../src/lab/workspace/index.ts';
import type { Workspace } from '../../../src/lab/workspace/index.ts';
import type { Course } from '../../../src/lab/course/index.ts';
import { CONFIG, filesIn, PACKAGES, sampleWorkspace, stepOf, temporaryFolder } from './sample.ts';
import { LAB_MODULES, packagesAt } from '../../support/node-place.ts';

const signal = new AbortController().signal;
const now = new Date('2026-01-02T03:04:05.678Z');
/** Without npm. */
const packages = packagesAt({ nodePath: '/no/such/place/node', env: {}, platform: 'linux' });
const apply = (workspace: Workspace, course: Course, id: string) =>
  applySolution(workspace, {
    course,
    step: stepOf(course, id),
    packages,
    signal,
    now,
  });
const reset = (workspace: Workspace, course: Course, id: string) =>
  resetFiles(workspace, {
    course,
    step: id === 'all' ? 'all' : stepOf(course, id),
    packages: PACKAGES,
    now,
  });
const at = (workspace: Workspace, file: string) => path.join(workspace.dir, file);

describe('applying a solution', () => {
  test('replaces files, and keeps a copy of each replaced byte', async () => {
    const { course, workspace } = await sampleWorkspace();
    const mine = Buffer.from('\ufeffexport const mine = "ü";\r\n');
    await writeFile(at(workspace, 'main.ts'), mine);
    const report = await apply(workspace, course, 'two');
    const copy = '.ecom-lab/backups/2026-01-02T03-04-05-678Z-two/main.ts';
    expect(report).toEqual({
      written: ['main.ts', 'extra.ts'],
      backups: [{ file: 'main.ts', copy }],
      notes: [],
    });
    expect(await readFile(at(workspace, copy))).toEqual(mine);
    expect(await readWorkspaceFile(workspace, 'main.ts')).toBe('export const stage = 2;\n');
  });

  test('keeps no copy of an empty file', async () => {
    const { course, workspace } = await sampleWorkspace();
    await writeFile(at(workspace, 'main.ts'), '');
    expect(await apply(workspace, course, 'two')).toMatchObject({ backups: [] });
    expect(await readWorkspaceFile(workspace, 'main.ts')).toBe('export const stage = 2;\n');
  });

  test("keeps the learner's line endings and byte order mark", async () => {
    const { course, workspace } = await sampleWorkspace();
    await writeFile(at(workspace, 'main.ts'), '\ufeffa\r\nb\r\n');
    await apply(workspace, course, 'two');
    expect(await readFile(at(workspace, 'main.ts'), 'utf8')).toBe('\ufeffexport const stage = 2;\r\n');
  });

  test('changes nothing if the file is already right, and backs up nothing', async () => {
    const { course, workspace } = await sampleWorkspace();
    await apply(workspace, course, 'one');
    expect(await apply(workspace, course, 'one')).toEqual({ written: [], backups: [], notes: [] });
  });

  test('a step without a solution changes nothing', async () => {
    const { course, workspace } = await sampleWorkspace();
    const before = await filesIn(workspace.dir);
    expect(await apply(workspace, course, 'read')).toEqual({ written: [], backups: [], notes: [] });
    expect(await filesIn(workspace.dir)).toEqual(before);
  });

  test('two in one millisecond keep both copies', async () => {
    const { course, workspace } = await sampleWorkspace();
    await apply(workspace, course, 'one');
    await writeFile(at(workspace, 'main.ts'), 'second\n');
    await apply(workspace, course, 'one');
    const folders = await readdir(at(workspace, '.ecom-lab/backups'));
    const kept = await Promise.all(
      folders.toSorted().map((name) => readFile(at(workspace, `.ecom-lab/backups/${name}/main.ts`), 'utf8')),
    );
    expect(kept).toEqual(['export const stage = 0;\n', 'second\n']);
  });

  test('edits prometheus.yml in place, with everything that the learner wrote', async () => {
    const { course, workspace } = await sampleWorkspace();
    await writeFile(at(workspace, 'prometheus.yml'), `# and this is mine, too\n${CONFIG}`);
    const report = await apply(workspace, course, 'scrape');
    expect(report).toMatchObject({ written: ['prometheus.yml'], backups: [{ file: 'prometheus.yml' }] });
    const text = await readWorkspaceFile(workspace, 'prometheus.yml');
    expect(text).toContain('# and this is mine, too\n# mine\n');
    expect(text).toContain('localhost:8000');
  });

  test("uses the course's file if the learner's cannot be edited, and says so", async () => {
    const { course, workspace } = await sampleWorkspace();
    await writeFile(at(workspace, 'prometheus.yml'), 'a: [\n');
    const report = await apply(workspace, course, 'scrape');
    expect(report.notes).toMatchObject([{ fact: { kind: 'file-replaced' }, isWarning: true }]);
    expect(report.backups).toHaveLength(1);
    expect(await readWorkspaceFile(workspace, 'prometheus.yml')).toMatch(/^# mine[^]*localhost:8000/);
  });

  test('a scrape job alone rejects a file that cannot be edited', async () => {
    const { workspace } = await sampleWorkspace();
    await writeFile(at(workspace, 'prometheus.yml'), 'a: [\n');
    const wanted = { job: 'api', target: 'localhost:8000', step: 'scrape' };
    await expect(applyScrapeJob(workspace, wanted)).rejects.toMatchObject({ code: 'scrape-config-broken' });
    await rm(at(workspace, 'prometheus.yml'));
    await expect(applyScrapeJob(workspace, wanted)).rejects.toMatchObject({ code: 'file-missing' });
  });

  test('restores a file and a folder that the learner has deleted', async () => {
    const { course, workspace } = await sampleWorkspace();
    await rm(at(workspace, 'main.ts'));
    expect(await apply(workspace, course, 'one')).toMatchObject({ written: ['main.ts'], backups: [] });
  });
});

describe('nothing is lost', () => {
  test('a file that is a link is rejected, and its target stays unchanged', async () => {
    const { course, workspace } = await sampleWorkspace();
    const outside = path.join(await temporaryFolder(), 'diary.txt');
    await writeFile(outside, 'dear diary');
    await rm(at(workspace, 'main.ts'));
    await symlink(outside, at(workspace, 'main.ts'));
    await expect(apply(workspace, course, 'one')).rejects.toMatchObject({ code: 'symlink-refused' });
    expect(await readFile(outside, 'utf8')).toBe('dear diary');
    expect(await readlink(at(workspace, 'main.ts'))).toBe(outside);
  });

  test('a link to another file of the workspace is rejected too, because it would stop being a link', async () => {
    const { course, workspace } = await sampleWorkspace();
    await rm(at(workspace, 'main.ts'));
    await symlink(at(workspace, 'lib/store.ts'), at(workspace, 'main.ts'));
    await expect(apply(workspace, course, 'one')).rejects.toMatchObject({ code: 'symlink-refused' });
    expect(await readlink(at(workspace, 'main.ts'))).toBe(at(workspace, 'lib/store.ts'));
  });

  test('a folder that leads out of the workspace is rejected', async () => {
    const { workspace } = await sampleWorkspace();
    const outside = await temporaryFolder();
    await symlink(outside, at(workspace, 'sub'));
    const files = new Map([['sub/x.ts', 'x']]);
    await expect(applyFiles(workspace, { files, step: 'x' })).rejects.toMatchObject({
      code: 'symlink-refused',
    });
    expect(await readdir(outside)).toEqual([]);
  });

  test.each([['../x.ts'], ['/tmp/ecom-lab-x.ts'], ['.'], ['a/../../x.ts']])(
    '%s is not a place in the workspace',
    async (file) => {
      const { workspace } = await sampleWorkspace();
      await expect(applyFiles(workspace, { files: new Map([[file, 'x']]), step: 'x' })).rejects.toMatchObject(
        { code: 'symlink-refused' },
      );
    },
  );

  test('a link to a folder inside the workspace is accepted', async () => {
    const { workspace } = await sampleWorkspace();
    await symlink(at(workspace, 'lib'), at(workspace, 'library'));
    await applyFiles(workspace, { files: new Map([['library/x.ts', 'x']]), step: 'x' });
    expect(await readFile(at(workspace, 'lib/x.ts'), 'utf8')).toBe('x');
  });

  test('a state folder that is a link out of the workspace is rejected', async () => {
    const { workspace } = await sampleWorkspace();
    const outside = await temporaryFolder();
    await rm(workspace.stateDir, { recursive: true });
    await symlink(outside, workspace.stateDir);
    await expect(
      applyFiles(workspace, { files: new Map([['main.ts', 'x']]), step: 'x' }),
    ).rejects.toMatchObject({ code: 'workspace-gone' });
    expect(await readdir(outside)).toEqual([]);
  });

  test('a folder in place of a file is reported', async () => {
    const { workspace } = await sampleWorkspace();
    await mkdir(at(workspace, 'x.ts'));
    await expect(applyFiles(workspace, { files: new Map([['x.ts', 'x']]), step: 'x' })).rejects.toMatchObject(
      { code: 'not-a-file' },
    );
  });

  test('a file that is not text is replaced, and its copy keeps each byte', async () => {
    const { workspace } = await sampleWorkspace();
    const bytes = Buffer.from([0xff, 0xfe, 0x00, 0x41]);
    await writeFile(at(workspace, 'main.ts'), bytes);
    await expect(readWorkspaceFile(workspace, 'main.ts')).rejects.toMatchObject({ code: 'not-utf8' });
    const { backups } = await applyFiles(workspace, { files: new Map([['main.ts', 'x\n']]), step: 'x' });
    expect(await readFile(at(workspace, backups[0]?.copy ?? ''))).toEqual(bytes);
  });

  test('permissions of a replaced file stay', async () => {
    const { workspace } = await sampleWorkspace();
    await chmod(at(workspace, 'main.ts'), 0o666);
    await applyFiles(workspace, { files: new Map([['main.ts', 'x\n']]), step: 'x' });
    expect((await stat(at(workspace, 'main.ts'))).mode & 0o777).toBe(0o666);
  });

  test('no temporary file stays behind', async () => {
    const { course, workspace } = await sampleWorkspace();
    await apply(workspace, course, 'two');
    expect(await readdir(at(workspace, '.ecom-lab/tmp'))).toEqual([]);
  });
});

describe('starting over', () => {
  test('one step restores its files to the end of the steps before it', async () => {
    const { course, workspace } = await sampleWorkspace();
    for (const id of ['one', 'two', 'scrape']) await apply(workspace, course, id);
    await writeFile(at(workspace, 'mine.ts'), 'mine\n');
    const report = await reset(workspace, course, 'two');
    expect(report.written).toEqual(['main.ts', 'extra.ts']);
    expect(report.backups.map(({ file }) => file)).toEqual(['main.ts', 'extra.ts']);
    for (const { copy } of report.backups) expect(copy).toContain('/2026-01-02T03-04-05-678Z-two');
    expect(await filesIn(workspace.dir)).toMatchObject({
      'main.ts': 'export const stage = 1;\n',
      'mine.ts': 'mine\n',
    });
    expect(await readWorkspaceFile(workspace, 'extra.ts')).toBeUndefined();
    expect(await readWorkspaceFile(workspace, 'prometheus.yml')).toContain('localhost:8000');
  });

  test('applying, undoing and applying again gives the same files, for every step', async () => {
    const { course, workspace } = await sampleWorkspace();
    for (const { id } of course.steps) {
      const before = await filesIn(workspace.dir);
      await apply(workspace, course, id);
      const after = await filesIn(workspace.dir);
      await reset(workspace, course, id);
      expect(await filesIn(workspace.dir)).toEqual(before);
      await apply(workspace, course, id);
      expect(await filesIn(workspace.dir)).toEqual(after);
    }
  });

  test('an install removes the lock file with the package, and keeps a copy', async () => {
    const { course, workspace } = await sampleWorkspace();
    await apply(workspace, course, 'install');
    await writeFile(at(workspace, 'package-lock.json'), '{"lockfileVersion": 3}');
    const report = await reset(workspace, course, 'install');
    const [copy] = report.backups.filter(({ file }) => file === 'package-lock.json');
    expect(await filesIn(workspace.dir)).not.toHaveProperty(['package-lock.json']);
    expect(await readFile(at(workspace, copy?.copy ?? ''), 'utf8')).toBe('{"lockfileVersion": 3}');
  });

  test('all restores every starter file, and leaves other files of the learner alone', async () => {
    const { course, workspace } = await sampleWorkspace();
    const first = await filesIn(workspace.dir);
    for (const { id } of course.steps) await apply(workspace, course, id);
    await writeFile(at(workspace, 'mine.ts'), 'mine\n');
    await rm(at(workspace, 'lib'), { recursive: true });
    const report = await reset(workspace, course, 'all');
    expect(await filesIn(workspace.dir)).toEqual({ ...first, 'mine.ts': 'mine\n' });
    for (const { copy } of report.backups) {
      expect(copy).toMatch(/^\.ecom-lab\/backups\/2026-01-02T03-04-05-678Z-all(?:-\d+)?\//);
      expect((await stat(at(workspace, copy))).isFile()).toBe(true);
    }
    await expect(stat(at(workspace, 'node_modules/prom-client'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await stat(at(workspace, 'node_modules/express/package.json'))).isFile()).toBe(true);
    expect((await stat(path.join(LAB_MODULES, 'prom-client/package.json'))).isFile()).toBe(true);
  });
});

describe('the difference to the solution', () => {
  test('is a unified diff from what the learner has', async () => {
    const { course, workspace } = await sampleWorkspace();
    const [diff, ...rest] = await diffToSolution(workspace, {
      course,
      step: stepOf(course, 'one'),
      packages: PACKAGES,
    });
    expect(rest).toEqual([]);
    expect(diff).toMatchObject({ file: 'main.ts', added: 1, removed: 1 });
    expect(diff?.patch).toBe(
      '--- main.ts\n+++ main.ts\n@@ -1,1 +1,1 @@\n-export const stage = 0;\n+export const stage = 1;\n',
    );
  });

  test('shows a new file, the dependency and the job as what they add', async () => {
    const { course, workspace } = await sampleWorkspace();
    const options = (id: string) => ({ course, step: stepOf(course, id), packages: PACKAGES });
    const two = await diffToSolution(workspace, options('two'));
    expect(two.map(({ file, removed }) => [file, removed])).toEqual([
      ['extra.ts', 0],
      ['main.ts', 1],
    ]);
    expect(two[0]?.patch).toContain('--- /dev/null');
    const install = await diffToSolution(workspace, options('install'));
    expect(install[0]?.patch).toMatch(/^\+ {4}"prom-client": "\^/m);
    const scrape = await diffToSolution(workspace, options('scrape'));
    expect(scrape).toMatchObject([{ file: 'prometheus.yml', removed: 0 }]);
  });

  test('is empty when the solution is there, even with other line endings', async () => {
    const { course, workspace } = await sampleWorkspace();
    await writeFile(at(workspace, 'main.ts'), 'export const stage = 1;\r\n');
    expect(
      await diffToSolution(workspace, { course, step: stepOf(course, 'one'), packages: PACKAGES }),
    ).toEqual([]);
  });
});
