// What tsx runs in a workspace runs in the lab, and prints the same.
import { spawnSync } from 'node:child_process';
import { mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { disposeAppProcess, startIsolatedRun } from '../../../../../src/lab/app-process/index.ts';
import { bundleApp } from '../../../../../src/lab/runtimes/node/bundle/app.ts';
import { makeWorkspace, type TestWorkspace } from '../../../app-process/support/workspace.ts';

const never = new AbortController().signal;

afterAll(disposeAppProcess);

async function workspaceOf(files: Readonly<Record<string, string>>): Promise<TestWorkspace> {
  const workspace = await makeWorkspace('\n');
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(workspace.dir, file)), { recursive: true });
    await workspace.write(file, text);
  }
  return workspace;
}

/** What the program prints to its end. */
async function printedInLab(workspace: TestWorkspace): Promise<readonly string[]> {
  const start = await startIsolatedRun({ ...workspace.options, signal: never });
  if (start.status === 'failed' && start.failure.kind === 'exited') return start.failure.exit.lastLines;
  throw new Error(JSON.stringify(start));
}

function printedByTsx({ dir, options }: TestWorkspace): readonly string[] {
  const { stdout, stderr } = spawnSync(options.nodePath, ['--import', 'tsx', 'main.ts'], {
    cwd: dir,
    encoding: 'utf8',
  });
  return `${stdout}${stderr}`.trimEnd().split('\n');
}

async function kindOf({ dir }: TestWorkspace): Promise<string> {
  const outcome = await bundleApp({ workspaceDir: dir, entry: 'main.ts', signal: never });
  if (outcome.status === 'failed') return JSON.stringify(outcome.failure);
  return outcome.program.isCompiledAtStart ? 'files' : 'bundle';
}

const commonJs = '{ "name": "shop" }\n';
const decorated = `
  function log(_target: unknown, context: { name?: string | symbol } | string) {
    console.log('decorates', typeof context === 'string' ? context : String(context.name));
  }
  class Shop {
    @log
    open() {
      return 'open';
    }
  }
  console.log(new Shop().open());\n`;

describe('a program that is bundled prints what it prints outside', () => {
  test.each<[what: string, files: Readonly<Record<string, string>>]>([
    ['with decorators', { 'main.ts': decorated }],
    [
      'with the decorators of old',
      {
        'main.ts': decorated,
        'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true } }',
      },
    ],
    [
      'with using and await using',
      {
        'main.ts': `
          {
            using first = { [Symbol.dispose]: () => console.log('disposed') };
            await using second = { [Symbol.asyncDispose]: async () => console.log('disposed later') };
            console.log(typeof first, typeof second);
          }\n`,
      },
    ],
    [
      'with an enum and a namespace',
      { 'main.ts': `enum A { b = 3 }\nnamespace N { export const x = 1; }\nconsole.log(A.b, N.x);\n` },
    ],
    ['with await at the top', { 'main.ts': `console.log(await Promise.resolve(1));\nexport {};\n` }],
    [
      'with JSON and other endings',
      {
        'main.ts': `import about from './about.json' with { type: 'json' };\nimport { a } from './a.mts';\nimport { b } from './b.js';\nconsole.log(about.name, a, b);\n`,
        'about.json': '{ "name": "shop" }',
        'a.mts': 'export const a: string = "a";\n',
        'b.ts': 'export const b: string = "b";\n',
      },
    ],
    [
      'with paths of tsconfig.json',
      {
        'main.ts': `import { a } from '@/a.ts';\nconsole.log(a);\n`,
        'src/a.ts': 'export const a: string = "a";\n',
        'tsconfig.json': '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      },
    ],
    [
      'with its own place',
      {
        'main.ts': `import { basename } from 'node:path';\nconsole.log(import.meta.url, import.meta.filename, basename(import.meta.dirname), process.argv[1]);\n`,
      },
    ],
    [
      'with an import of one of several files',
      {
        'main.ts':
          "for (const name of ['a', 'b']) console.log((await import(`./parts/${name}.ts`)).name);\nexport {};\n",
        'parts/a.ts': 'export const name: string = "a";\n',
        'parts/b.ts': 'export const name: string = "b";\n',
      },
    ],
    [
      'with names of package.json',
      {
        'package.json': '{ "type": "module", "imports": { "#a": "./src/a.ts" } }',
        'main.ts': `import { a } from '#a';\nconsole.log(a);\n`,
        'src/a.ts': 'export const a: string = "a";\n',
      },
    ],
    [
      'with a package.json that says that files have no effects',
      {
        'main.ts': `import './a.ts';\nconsole.log('main');\n`,
        'a.ts': `console.log('a');\nexport const a = 1;\n`,
        'package.json': '{ "type": "module", "sideEffects": false }',
      },
    ],
  ])('%s', async (_what, files) => {
    await using workspace = await workspaceOf(files);
    expect(await kindOf(workspace)).toBe('bundle');
    expect(await printedInLab(workspace)).toEqual(printedByTsx(workspace));
  });
});

describe('a program whose files are run prints what it prints outside', () => {
  test.each<[what: string, files: Readonly<Record<string, string>>]>([
    [
      'in CommonJS',
      {
        'package.json': commonJs,
        'main.ts': `
          const { a } = require('./lib/a');
          const name: string = './lib/' + 'a';
          console.log(require.main === module, typeof require.resolve('express'), a === require(name).a, a);
          console.log(__filename, __dirname, this === module.exports);\n`,
        'lib/a.ts': 'module.exports = { a: __filename as string };\n',
      },
    ],
    [
      'in CommonJS with the words of modules',
      {
        'package.json': commonJs,
        'main.ts': `import express from 'express';\nimport { a } from './a';\nconsole.log(typeof express, a, require.main === module);\n`,
        'a.ts': 'export const a: string = "a";\n',
      },
    ],
    [
      'with a .cts file',
      {
        'main.ts': `import { a } from './a.cts';\nconsole.log(a);\n`,
        'a.cts': `const path = require('node:path');\nexports.a = path.basename(__filename) as string;\n`,
      },
    ],
    [
      'with its own require',
      {
        'main.ts': `import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);\nconsole.log(typeof require('express'), require('./a.ts').a, typeof require.resolve('express'));\n`,
        'a.ts': 'export const a: string = "a";\n',
      },
    ],
    [
      'with an import whose name is computed',
      {
        'main.ts': `const name: string = ['.', 'a.ts'].join('/');\nconsole.log((await import(name)).a);\nexport {};\n`,
        'a.ts': 'export const a: string = import.meta.filename;\n',
      },
    ],
    [
      'with all of import.meta',
      {
        'main.ts': `import { a } from './lib/a.ts';\nconst { filename, dirname } = import.meta;\nconsole.log(filename, dirname, import.meta.resolve('express'), a);\n`,
        'lib/a.ts': 'export const a: string = import.meta.url;\n',
      },
    ],
    [
      'that forks itself',
      {
        'main.ts': `
          import { fork } from 'node:child_process';
          import { once } from 'node:events';
          if (process.send) process.send('child of ' + import.meta.filename as string);
          else console.log((await once(fork(import.meta.filename), 'message'))[0]);\n`,
      },
    ],
    [
      'that is a cluster',
      {
        'main.ts': `
          import cluster from 'node:cluster';
          import { once } from 'node:events';
          if (cluster.isPrimary) {
            const worker = cluster.fork();
            console.log((await once(worker, 'message'))[0] as string);
            worker.kill();
          } else process.send?.('worker');\n`,
      },
    ],
  ])('%s', async (_what, files) => {
    await using workspace = await workspaceOf(files);
    expect(await kindOf(workspace)).toBe('files');
    expect(await printedInLab(workspace)).toEqual(printedByTsx(workspace));
  });

  // On Node.js 20 tsx does not load a worker of TypeScript, inside the lab and outside.
  test.skipIf(Number.parseInt(process.versions.node, 10) < 22)(
    'with a worker thread of a .ts file',
    async () => {
      await using workspace = await workspaceOf({
        'main.ts': `
        import { once } from 'node:events';
        import { Worker } from 'node:worker_threads';
        const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: 'product' });
        console.log(String(await once(worker, 'message')));\n`,
        'worker.ts': `import { parentPort, workerData } from 'node:worker_threads';\nconst text: string = workerData;\nparentPort?.postMessage(text.toUpperCase());\n`,
      });
      expect(await printedInLab(workspace)).toEqual(printedByTsx(workspace));
    },
  );

  test('with a linked package of TypeScript', async () => {
    await using workspace = await workspaceOf({
      'main.ts': `import { a } from 'shared';\nconsole.log(a);\n`,
      'packages/shared/package.json': '{ "name": "shared", "type": "module", "exports": "./a.ts" }',
      'packages/shared/a.ts': 'export enum E { x = 1 }\nexport const a: number = E.x;\n',
    });
    const own = join(workspace.dir, 'node_modules');
    await rm(own);
    await mkdir(own);
    await symlink(join(workspace.dir, 'packages/shared'), join(own, 'shared'), 'junction');
    expect(await kindOf(workspace)).toBe('files');
    expect(await printedInLab(workspace)).toEqual(['1']);
  });
});

test.each([
  ['without an import', ''],
  ['with one', "import 'node:path';"],
])('a module that is written with the words of CommonJS runs, %s', async (_how, first) => {
  await using workspace = await workspaceOf({
    'main.ts': `
      ${first}
      const express = require('express');
      const name: string = './a' + '.json';
      console.log(typeof express, require(name).a, typeof require.resolve('express'));
      if (require.main === module) console.log('main');\n`,
    'a.json': '{ "a": "a" }\n',
  });
  expect(await printedInLab(workspace)).toEqual(['function a string', 'main']);
});
