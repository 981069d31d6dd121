// Temporary workspaces with a fixture app in them, and the hook built as the package has it.
import { cp, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll } from 'vitest';
import type { Runtime } from '../../../../src/lab/runtimes/contract/runtime.ts';
import { createNodeRuntime } from '../../../../src/lab/runtimes/node/index.ts';
import { NODE_PLACE } from '../../../support/node-place.ts';

const repo = resolve(import.meta.dirname, '../../../..');
const fixtures = join(repo, 'test/fixtures/apps');

export interface TestWorkspace {
  readonly dir: string;
  readonly write: (file: string, text: string) => Promise<void>;
  readonly options: {
    readonly workspaceDir: string;
    readonly entry: string;
    readonly env: NodeJS.ProcessEnv;
    readonly nodePath: string;
    readonly hookFile: string;
    readonly runtime: Runtime;
    readonly readyPort: number;
  };
  readonly [Symbol.asyncDispose]: () => Promise<void>;
}

let builtHook: Promise<string> | undefined;

/** Path of the hook, built once per test file and removed after it. */
export function testHook(): Promise<string> {
  builtHook ??= (async () => {
    const script = pathToFileURL(join(repo, 'scripts/build-hook.mjs')).href;
    const { buildHook }: { readonly buildHook: (outFile: string) => Promise<void> } = await import(script);
    const outFile = join(await mkdtemp(join(tmpdir(), 'ecom-lab-hook-')), 'hook.mjs');
    await buildHook(outFile);
    return outFile;
  })();
  return builtHook;
}

afterAll(async () => {
  if (builtHook !== undefined) await rm(dirname(await builtHook), { recursive: true, force: true });
});

/** A new workspace whose `main.ts` is the fixture app (or the text, where it has more than one line). */
export async function makeWorkspace(app: string, name = 'workspace'): Promise<TestWorkspace> {
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'ecom-lab-test-')));
  const dir = join(parent, name);
  await mkdir(dir);
  await symlink(join(repo, 'node_modules'), join(dir, 'node_modules'), 'junction');
  await writeFile(join(dir, 'package.json'), '{ "type": "module" }\n');
  await cp(join(fixtures, 'store.ts'), join(dir, 'store.ts'));
  if (app.includes('\n')) await writeFile(join(dir, 'main.ts'), app);
  else await cp(join(fixtures, app), join(dir, 'main.ts'));
  const nodePath = process.env['ECOM_LAB_TEST_NODE'] ?? process.execPath;
  const hookFile = await testHook();
  return {
    dir,
    write: (file, text) => writeFile(join(dir, file), text),
    options: {
      workspaceDir: dir,
      entry: 'main.ts',
      env: process.env,
      nodePath,
      hookFile,
      runtime: createNodeRuntime({ ...NODE_PLACE, nodePath, hookFile }),
      readyPort: 3000,
    },
    [Symbol.asyncDispose]: () => rm(parent, { recursive: true, force: true }),
  };
}
