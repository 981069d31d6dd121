import { link, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { listFiles, readVersion, writeVersion } from '../../../src/lab/workspace/index.ts';
import { sampleWorkspace, temporaryFolder } from './sample.ts';

describe('the files of a workspace', () => {
  test('are listed without hidden ones, packages and what is no file', async () => {
    const { workspace } = await sampleWorkspace();
    await mkdir(path.join(workspace.dir, 'node_modules/x'), { recursive: true });
    await writeFile(path.join(workspace.dir, 'node_modules/x/index.js'), '');
    await writeFile(path.join(workspace.dir, '.env'), '');
    await symlink('main.ts', path.join(workspace.dir, 'link.ts'));
    expect(await listFiles(workspace)).toEqual(['lib/store.ts', 'main.ts', 'package.json', 'prometheus.yml']);
  });

  test('are written over what was read, with their line ends', async () => {
    const { workspace } = await sampleWorkspace();
    const main = path.join(workspace.dir, 'main.ts');
    await writeFile(main, '\ufeffone\r\ntwo\r\n');
    const { text, version } = await readVersion(workspace, 'main.ts');
    expect(text).toBe('one\ntwo\n');
    const next = await writeVersion(workspace, 'main.ts', { text: 'one\n2\n', version });
    expect(await readFile(main, 'utf8')).toBe('\ufeffone\r\n2\r\n');
    expect((await readVersion(workspace, 'main.ts')).version).toBe(next);
  });

  test('are not written where they have changed, exist already or are gone', async () => {
    const { workspace } = await sampleWorkspace();
    const main = path.join(workspace.dir, 'main.ts');
    const { version } = await readVersion(workspace, 'main.ts');
    await writeFile(main, 'changed\n');
    const conflict = { code: 'file-conflict' };
    await expect(writeVersion(workspace, 'main.ts', { text: '', version })).rejects.toMatchObject(conflict);
    await expect(writeVersion(workspace, 'main.ts', { text: '' })).rejects.toMatchObject(conflict);
    await expect(writeVersion(workspace, 'gone.ts', { text: '', version })).rejects.toMatchObject(conflict);
    expect(await readFile(main, 'utf8')).toBe('changed\n');
    await writeVersion(workspace, 'new/file.ts', { text: 'new\n' });
    expect(await listFiles(workspace)).toContain('new/file.ts');
  });

  test.each([
    '../outside.ts',
    '/etc/passwd',
    'lib/../../outside.ts',
    './main.ts',
    '',
    'lib//store.ts',
    'lib\\store.ts',
    'C:/x.ts',
    'main.ts\0',
    '.ecom-lab/progress.json',
    '.env',
    'node_modules/x/index.js',
    'NODE_MODULES/x/index.js',
    'state/progress.json',
    'packages/x.js',
  ])('are refused by the path %j', async (file) => {
    const { workspace } = await sampleWorkspace();
    await mkdir(path.join(workspace.dir, 'node_modules'), { recursive: true });
    await symlink('.ecom-lab', path.join(workspace.dir, 'state'));
    await symlink('node_modules', path.join(workspace.dir, 'packages'));
    const refused = { code: 'file-not-editable' };
    await expect(readVersion(workspace, file)).rejects.toMatchObject(refused);
    await expect(writeVersion(workspace, file, { text: '' })).rejects.toMatchObject(refused);
  });

  test('are neither read nor written by a link that leads out', async () => {
    const { workspace } = await sampleWorkspace();
    const outside = await temporaryFolder();
    await writeFile(path.join(outside, 'secret.ts'), 'secret');
    await symlink(path.join(outside, 'secret.ts'), path.join(workspace.dir, 'file.ts'));
    await symlink(outside, path.join(workspace.dir, 'folder'));
    for (const file of ['file.ts', 'folder/secret.ts']) {
      const refused = { code: 'symlink-refused' };
      await expect(readVersion(workspace, file)).rejects.toMatchObject(refused);
      await expect(writeVersion(workspace, file, { text: '' })).rejects.toMatchObject(refused);
    }
    expect(await readFile(path.join(outside, 'secret.ts'), 'utf8')).toBe('secret');
  });

  test('are refused where they are folders, not text or too large', async () => {
    const { workspace } = await sampleWorkspace();
    await writeFile(path.join(workspace.dir, 'image.png'), Buffer.from([0x89, 0x50, 0xff, 0x00]));
    await writeFile(path.join(workspace.dir, 'large.ts'), 'x'.repeat(300_000));
    await link(path.join(workspace.dir, 'main.ts'), path.join(workspace.dir, 'hard.ts'));
    const refusals: [() => Promise<unknown>, string][] = [
      [() => readVersion(workspace, 'lib'), 'not-a-file'],
      [() => readVersion(workspace, 'image.png'), 'not-utf8'],
      [() => readVersion(workspace, 'large.ts'), 'file-too-large'],
      [() => writeVersion(workspace, 'new.ts', { text: 'x'.repeat(300_000) }), 'file-too-large'],
    ];
    for (const [work, code] of refusals) await expect(work()).rejects.toMatchObject({ code });
    // Written by a rename, a file that has another name elsewhere does not change there.
    const { version } = await readVersion(workspace, 'hard.ts');
    await writeVersion(workspace, 'hard.ts', { text: 'other\n', version });
    expect((await readVersion(workspace, 'main.ts')).text).not.toBe('other\n');
  });
});
