import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createEditor, parseEditor } from '../../../src/lab/cli/learner/open-editor.ts';

const { signal } = new AbortController();

test.each([
  ['nano', ['nano']],
  ['code --wait', ['code', '--wait']],
  ['"/opt/my editor/edit" -n', ['/opt/my editor/edit', '-n']],
  ['', []],
])('the editor %j is %j', (text, words) => {
  expect(parseEditor(text)).toEqual(words);
});

test('opens no editor if the variables are set but empty', async () => {
  const open = createEditor({ env: { EDITOR: '', VISUAL: '' }, signal }, tmpdir());
  expect(await open('app.ts')).toBe(false);
});

test('names an editor that is set but cannot be found', async () => {
  const open = createEditor({ env: { EDITOR: 'no-such-editor-here' }, signal }, tmpdir());
  await expect(open('app.ts')).rejects.toMatchObject({ code: 'no-editor' });
});

// Other systems name their processes in other ways.
test.runIf(process.platform === 'linux')('opens the running editor if none is set', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'ecom-lab-editor-'));
  // The first in the package's list, so that an editor of the developer's does not come before it.
  const editor = path.join(dir, 'atom');
  await writeFile(
    editor,
    '#!/bin/sh\nif [ "$1" = run ]; then echo up; read -r line; else echo "$1" > opened; fi\n',
  );
  await chmod(editor, 0o755);
  const running = spawn(editor, ['run'], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await once(running.stdout, 'data');
    const open = createEditor({ env: { PATH: `${dir}:${process.env['PATH']}` }, signal }, dir);
    expect(await open('app.ts')).toBe(true);
    expect(await readFile(path.join(dir, 'opened'), 'utf8')).toBe(`${path.join(dir, 'app.ts')}\n`);
    const elsewhere = createEditor({ env: { PATH: '/nowhere' }, signal }, dir);
    expect(await elsewhere('app.ts')).toBe(false);
  } finally {
    running.stdin.end();
    await once(running, 'exit');
    await rm(dir, { recursive: true });
  }
});
