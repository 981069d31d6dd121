// Work that was handed in is looked at and never changed, whatever is in it.
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findWorkspaces } from '../../../src/lab/report/record/find-workspaces.ts';
import { readRecord } from '../../../src/lab/workspace/index.ts';
import { temporaryFolder } from '../course/course-copy.ts';

const MARKER = JSON.stringify({
  version: 1,
  course: 'c',
  seed: 3,
  learner: 'Ada',
  created: '2026-01-01T00:00:00Z',
});

async function workspace(dir: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  await mkdir(path.join(dir, '.ecom-lab'), { recursive: true });
  for (const [name, text] of Object.entries({ 'workspace.json': MARKER, ...files }))
    await writeFile(path.join(dir, '.ecom-lab', name), text);
  return dir;
}

async function snapshot(dir: string): Promise<Record<string, string>> {
  const names = (await readdir(path.join(dir, '.ecom-lab'))).toSorted();
  const texts = await Promise.all(names.map((name) => readFile(path.join(dir, '.ecom-lab', name), 'utf8')));
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']));
}

describe('a record', () => {
  test('is read from marker, progress and journal', async () => {
    const dir = await workspace(await temporaryFolder(), {
      'progress.json': '{"version":1,"steps":{"one":{"status":"passed","attempts":2,"hintsShown":1}}}',
      'journal.jsonl': '{"at":"2026-01-01T00:00:00Z","kind":"opened","step":"one"}\ngarbled\n',
    });
    const record = await readRecord(dir);
    expect(record).toMatchObject({
      marker: { learner: 'Ada', seed: 3 },
      progress: { steps: { one: { status: 'passed' } } },
      notes: [],
    });
    expect(record.journal.entries).toHaveLength(1);
    expect(record.journal.skipped).toHaveLength(1);
  });

  test('changes nothing if files are damaged or old, and reports it', async () => {
    const dir = await workspace(await temporaryFolder(), {
      'workspace.json': '{"course":"c","created":"2026-01-01T00:00:00Z"}',
      'progress.json': '{broken',
    });
    const before = await snapshot(dir);
    const record = await readRecord(dir);
    expect(record.marker?.seed).toBe(0);
    expect(record.notes).toEqual([
      expect.objectContaining({ kind: 'record-unreadable/progress', file: 'progress.json' }),
    ]);
    expect(await snapshot(dir)).toEqual(before);
  });

  test('follows no link out of the folder', async () => {
    const root = await temporaryFolder();
    await writeFile(
      path.join(root, 'secret'),
      '{"at":"2026-01-01T00:00:00Z","kind":"opened","step":"secret"}\n',
    );
    const dir = await workspace(path.join(root, 'handed-in'));
    await symlink(path.join(root, 'secret'), path.join(dir, '.ecom-lab/journal.jsonl'));
    const record = await readRecord(dir);
    expect(record.journal.entries).toEqual([]);
    expect(record.notes).toEqual([{ kind: 'record-not-a-file', file: 'journal.jsonl' }]);
  });
});

describe('workspaces are found', () => {
  test('in a folder of folders, at any of the usual depths, each once', async () => {
    const root = await temporaryFolder();
    const places = ['ada', 'group/grace/ecom-lab', 'linus/ecom-lab'].map((one) => path.join(root, one));
    for (const place of places) await workspace(place);
    await workspace(path.join(root, 'x/node_modules/hidden'));
    await workspace(path.join(root, '.trash/old'));
    expect(await findWorkspaces([root, path.join(root, 'ada')])).toEqual({ dirs: places, left: [] });
  });

  test('not at all in an empty or a missing folder', async () => {
    const root = await temporaryFolder();
    expect(await findWorkspaces([root, path.join(root, 'absent')])).toEqual({ dirs: [], left: [] });
  });
});
