// Links in the workspace that lead out of it: the lab writes and clears away nothing through them.
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createLabFolder, type LabFolder } from '../support/lab.ts';
import { prepareWorkspace } from './support/prepare-workspace.ts';

let folder: LabFolder;
let outside: string;
beforeEach(async () => {
  folder = await createLabFolder();
  outside = await realpath(await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-outside-')));
});
afterEach(async () => {
  await folder.remove();
  await rm(outside, { recursive: true, force: true });
});

const KEPT = 'not the lab’s\n';

/** Everything outside: path -> content, links by where they lead. */
async function contents(dir: string): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    const place = path.join(entry.parentPath, entry.name);
    if (entry.isSymbolicLink()) found[place] = await readlink(place);
    else found[place] = entry.isFile() ? await readFile(place, 'utf8') : 'a folder';
  }
  return found;
}

/** Puts a link in the place of a file or folder of the workspace; what was there is outside now. */
async function leadOut(workspace: string, inner: string, kind: 'file' | 'folder'): Promise<void> {
  const place = path.join(workspace, inner);
  const target = path.join(outside, path.basename(inner));
  if (kind === 'file') await rename(place, target).catch(() => writeFile(target, KEPT));
  else {
    await rm(place, { recursive: true, force: true });
    await mkdir(target, { recursive: true });
    // What a sweep of leftovers would take for its own.
    await writeFile(path.join(target, '4194301-1'), KEPT);
    await writeFile(path.join(target, 'segment-000001'), KEPT);
    await mkdir(path.join(target, 'prom-client'), { recursive: true });
    await writeFile(
      path.join(target, 'prom-client/package.json'),
      '{"name":"prom-client","version":"15.1.3"}',
    );
  }
  await mkdir(path.dirname(place), { recursive: true });
  await symlink(target, place);
}

const CASES: readonly (readonly [inner: string, kind: 'file' | 'folder', command: readonly string[]])[] = [
  ['main.ts', 'file', ['apply', 'count-requests']],
  ['main.ts', 'file', ['reset', 'count-requests']],
  ['main.ts', 'file', ['reset', '--all']],
  ['prometheus.yml', 'file', ['apply', 'scrape-api']],
  ['prometheus.yml', 'file', ['reset', 'scrape-api']],
  ['package.json', 'file', ['reset', 'install-client']],
  ['node_modules', 'folder', ['reset', 'install-client']],
  ['node_modules', 'folder', ['apply', 'install-client']],
  ['.ecom-lab', 'folder', ['check', 'tour', '--answer', '4']],
  ['.ecom-lab/backups', 'folder', ['apply', 'count-requests']],
  ['.ecom-lab/tmp', 'folder', ['apply', 'count-requests']],
  ['.ecom-lab/run', 'folder', ['check', 'count-requests']],
  ['.ecom-lab/prometheus', 'folder', ['query', 'up', '--prometheus', 'embedded']],
  ['.ecom-lab/journal.jsonl', 'file', ['check', 'tour', '--answer', '4']],
  ['.ecom-lab/progress.json', 'file', ['check', 'tour', '--answer', '4']],
  ['.ecom-lab/lock', 'file', ['check', 'tour', '--answer', '4']],
  ['.ecom-lab/session.json', 'file', ['check', 'tour', '--answer', '4']],
  ['.ecom-lab/workspace.json', 'file', ['check', 'tour', '--answer', '4']],
];

describe.skipIf(process.platform === 'win32')('a link that leads out of the workspace', () => {
  test.each(CASES)('in place of %s, a %s, is not written through by %j', async (inner, kind, command) => {
    const workspace = await prepareWorkspace(folder, { step: 'count-requests', stage: 'plain-counter' });
    await leadOut(workspace, inner, kind);
    const before = await contents(outside);
    const result = await folder.run(...command);
    expect(await contents(outside)).toEqual(before);
    expect([0, 1, 2]).toContain(result.exitCode);
    expect(result.stderr).not.toContain('Bug in the lab');
  });

  test('is reported with the link and what to do', async () => {
    const workspace = await prepareWorkspace(folder, { step: 'count-requests' });
    await leadOut(workspace, 'main.ts', 'file');
    const result = await folder.run('apply', 'count-requests', '--json');
    expect(result.exitCode).toBe(2);
    expect(JSON.parse(result.stdout)).toMatchObject({
      error: {
        code: 'symlink-refused',
        message: expect.stringContaining('main.ts'),
        hint: expect.stringMatching(/\w/),
      },
    });
  });
});
