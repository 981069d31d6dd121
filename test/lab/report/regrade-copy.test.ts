import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { copyWork } from '../../../src/lab/report/regrade/copy.ts';
import { readRecord } from '../../../src/lab/workspace/index.ts';
import { PACKAGES, sampleWorkspace, temporaryFolder } from '../workspace/sample.ts';

async function copied(change: (dir: string) => Promise<unknown>) {
  const { course, workspace } = await sampleWorkspace();
  await change(workspace.dir);
  const dir = path.join(await temporaryFolder(), 'copy');
  const record = await readRecord(workspace.dir);
  const ports = { moved: { 3000: 4000, 8000: 4001 } };
  const notes = await copyWork({ record, course, dir, packages: PACKAGES, ports });
  return { dir, notes };
}

test('a copy has the learner’s files with the ports of its run, and no starter file that they deleted', async () => {
  const { dir, notes } = await copied(async (from) => {
    await writeFile(path.join(from, 'main.ts'), 'export const mine = 1;\n');
    await rm(path.join(from, 'lib/store.ts'));
    const config = `scrape_configs: [{ job_name: api, static_configs: [{ targets: ['localhost:8000'] }] }]\n`;
    await writeFile(path.join(from, 'prometheus.yml'), config);
  });
  expect(notes).toEqual([]);
  expect(await readFile(path.join(dir, 'main.ts'), 'utf8')).toBe('export const mine = 1;\n');
  expect(await readFile(path.join(dir, 'prometheus.yml'), 'utf8')).toContain('localhost:4001');
  await expect(readFile(path.join(dir, 'lib/store.ts'))).rejects.toMatchObject({ code: 'ENOENT' });
});

test('a link is reported but not followed', async () => {
  const { dir, notes } = await copied((from) => symlink('/etc/passwd', path.join(from, 'notes.txt')));
  expect(notes).toEqual(['notes.txt is not a regular file and was not copied.']);
  expect(await readdir(dir)).not.toContain('notes.txt');
});

test('a copy is cut off at too many files, which is reported once', async () => {
  const { notes } = await copied(async (from) => {
    await mkdir(path.join(from, 'many'));
    const names = Array.from({ length: 2_050 }, (_, index) => path.join(from, 'many', String(index)));
    await Promise.all(names.map((name) => writeFile(name, '')));
  });
  expect(notes).toEqual(['There are more than 2000 files. The others were not copied.']);
});
