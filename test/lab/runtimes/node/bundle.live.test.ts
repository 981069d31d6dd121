import { spawnSync } from 'node:child_process';
import { mkdir, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bundleApp, stopBundler } from '../../../../src/lab/runtimes/node/bundle/app.ts';
import { makeWorkspace } from '../../app-process/support/workspace.ts';

afterAll(stopBundler);

const never = new AbortController().signal;

async function bundle(app: string, signal: AbortSignal, name?: string) {
  await using workspace = await makeWorkspace(app, name);
  const outcome = await bundleApp({ workspaceDir: workspace.dir, entry: 'main.ts', signal });
  if (outcome.status === 'failed') return { outcome };
  const folder = join(workspace.dir, '.ecom-lab', 'run', '1-1');
  const outFile = join(folder, 'main.mjs');
  await mkdir(folder, { recursive: true });
  for (const [file, content] of outcome.program.files) await writeFile(join(folder, file), content);
  const { stdout, stderr } = spawnSync(process.execPath, [outFile], { encoding: 'utf8', cwd: workspace.dir });
  return { outcome, stdout, stderr };
}

async function bundleFiles(files: Readonly<Record<string, string | Uint8Array>>) {
  await using workspace = await makeWorkspace('\n');
  for (const [file, content] of Object.entries(files)) await writeFile(join(workspace.dir, file), content);
  const options = { workspaceDir: workspace.dir, entry: 'main.ts' };
  return await bundleApp({ ...options, signal: never });
}

describe('a bundle runs', () => {
  test.each([
    [
      'from a folder with spaces, quotes and umlauts',
      "import './store.ts';\nconsole.log('ran');\n",
      "it's a “lab” äöü",
    ],
    [
      'from a folder whose name has signs of patterns, addresses and shells',
      "import './store.ts';\nconsole.log('ran');\n",
      'a * [b] {c} #d %20 $e',
    ],
    [
      'with a byte order mark and Windows line ends',
      "\uFEFFimport 'express';\r\nconsole.log('ran');\r\n",
      undefined,
    ],
    [
      'with a local module under its JavaScript name',
      "import { callStore } from './store.js';\nconsole.log(callStore && 'ran');\n",
      undefined,
    ],
    [
      'with a package that only its types are taken from',
      "import type { X } from 'not-there';\nconsole.log('ran' as unknown as X);\n",
      undefined,
    ],
    [
      'with a package in a try',
      "try {\n  await import('not-there');\n} catch {\n  console.log('ran');\n}\n",
      undefined,
    ],
  ])('%s', async (_how, source, name) => {
    expect(await bundle(source, never, name)).toMatchObject({
      outcome: { status: 'ok' },
      stdout: 'ran\n',
      stderr: '',
    });
  });
});

describe('what is wrong with the file and not with its text is no mistake of the learner', () => {
  test('a program that is saved as UTF-16', async () => {
    const bundled = bundleFiles({ 'main.ts': Buffer.from("\uFEFFconsole.log('ran');\n", 'utf16le') });
    await expect(bundled).rejects.toMatchObject({
      code: 'not-utf8',
      fact: { file: 'main.ts' },
    });
  });

  test('another file of the program that is saved as UTF-16', async () => {
    const bundled = bundleFiles({
      'main.ts': "import './shop.ts';\n",
      'shop.ts': Buffer.from("console.log('ran');\n", 'utf16le'),
    });
    await expect(bundled).rejects.toMatchObject({
      code: 'not-utf8',
      fact: { file: 'shop.ts' },
    });
  });

  test('a settings file of TypeScript that is saved as UTF-16', async () => {
    const bundled = bundleFiles({
      'main.ts': 'console.log(1);\n',
      'tsconfig.json': Buffer.from('\uFEFF{}\n', 'utf16le'),
    });
    await expect(bundled).rejects.toMatchObject({
      code: 'not-utf8',
      fact: { file: 'tsconfig.json' },
    });
  });

  test('a folder in the place of the program', async () => {
    await using workspace = await makeWorkspace('\n');
    await rm(join(workspace.dir, 'main.ts'));
    await mkdir(join(workspace.dir, 'main.ts'));
    const options = { workspaceDir: workspace.dir, entry: 'main.ts' };
    await expect(bundleApp({ ...options, signal: never })).rejects.toMatchObject({ code: 'not-a-file' });
  });
});

describe('what the learner can mend is told with its place', () => {
  test.each([
    [
      'a syntax error',
      "const ok = 1;\nconst é = 'ä'; const x = ;\n",
      { kind: 'syntax-error', file: 'main.ts', line: 2, column: 26, lineText: "const é = 'ä'; const x = ;" },
    ],
    [
      'a local file that is not there',
      "import { x } from './stor.ts';\nconsole.log(x);\n",
      { kind: 'unresolved-import', specifier: './stor.ts', file: 'main.ts', line: 1 },
    ],
    [
      'a package that is not installed',
      'import express from \'express\';\nimport { Counter } from "@prom/clientx/sub";\nexpress(Counter);\n',
      { kind: 'unresolved-import', specifier: '@prom/clientx/sub', file: 'main.ts', line: 2 },
    ],
  ])('%s', async (_what, source, failure) => {
    expect((await bundle(source, never)).outcome).toMatchObject({ status: 'failed', failure });
  });

  test('an entry that is not there', async ({ signal }) => {
    await using workspace = await makeWorkspace('exits.ts');
    await unlink(join(workspace.dir, 'main.ts'));
    const options = { workspaceDir: workspace.dir, entry: 'main.ts', signal };
    expect(await bundleApp(options)).toEqual({
      status: 'failed',
      failure: { kind: 'missing-entry', file: 'main.ts' },
    });
  });

  test('a link to a package that leads nowhere counts as not installed', async ({ signal }) => {
    await using workspace = await makeWorkspace("import x from 'gone';\nx();\n");
    await unlink(join(workspace.dir, 'node_modules'));
    await symlink('/nowhere', join(workspace.dir, 'node_modules'));
    const options = { workspaceDir: workspace.dir, entry: 'main.ts', signal };
    expect(await bundleApp(options)).toMatchObject({
      failure: { kind: 'unresolved-import', specifier: 'gone' },
    });
  });
});

test('a bundle that nobody wants any more is not started', async () => {
  await expect(bundle('exits.ts', AbortSignal.abort(new Error('no more')))).rejects.toThrow('no more');
});
