import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { sources } from '../../../../src/lab/runtimes/node/sources/hints.ts';
import { contextWith } from '../../checks/support/context.ts';

let dir: string | undefined;
afterEach(async () => {
  if (dir !== undefined) await rm(dir, { recursive: true });
});

async function contextOf(files: Readonly<Record<string, string>>) {
  dir = await mkdtemp(join(tmpdir(), 'ecom-lab-source-'));
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await writeFile(join(dir, file), text);
  }
  return contextWith({ workspaceDir: dir, readFile: (file) => Promise.resolve(files[file]) });
}

const counter = "new Counter({ name: 'm_total', help: 'h' });";

test.each([
  ['metrics.ts', { 'main.ts': "import express from 'express';", 'metrics.ts': counter }],
  ['lib/metrics.ts', { 'main.ts': '', 'lib/metrics.ts': counter }],
  ['metrics.ts', { 'main.ts': "// import './metrics.ts';", 'metrics.ts': counter }],
  ['metrics.ts', { 'main.ts': "import type { m } from './metrics.ts';", 'metrics.ts': counter }],
  [undefined, { 'main.ts': "import './metrics.ts';", 'metrics.ts': counter }],
  [undefined, { 'main.ts': "import './lib/metrics.js';", 'lib/metrics.ts': counter }],
  [undefined, { 'main.ts': '', 'metrics.ts': `// ${counter}` }],
  [undefined, { 'main.ts': counter }],
  [undefined, { 'main.ts': '', 'node_modules/x/index.js': counter }],
])('the file that defines a metric and is never imported is %s', async (file, files) => {
  expect(await sources.unusedFileWith(await contextOf(files), 'm_total')).toBe(file);
});

test.each([
  ['main.ts:2', `${counter}\nregister.clear();`],
  ['main.ts:4', `/* a\n */\n${counter}\nclient.register.removeSingleMetric('m_total');`],
  [undefined, `${counter}\n// register.clear();`],
  [undefined, `${counter}\ncarts.clear();`],
  [undefined, 'register.clear();'],
])('the line that removes it is %s', async (at, text) => {
  expect((await sources.lineThatRemoves(await contextOf({ 'main.ts': text }), 'm_total'))?.at).toBe(at);
});

test('the line that names a metric is no comment', async () => {
  const context = await contextOf({ 'main.ts': `// 'm_total'\nif (false) ${counter}` });
  expect((await sources.lineThatNames(context, 'm_total'))?.at).toBe('main.ts:2');
});

test.each([
  [true, "import { Counter } from 'prom-client';"],
  [true, 'const client = require("@prometheus-io/client");'],
  [false, "// import { Counter } from 'prom-client';"],
  [false, "import type { Counter } from 'prom-client';"],
])('whether a client is imported: %s', async (isImported, text) => {
  expect(await sources.importsClient(await contextOf({ 'main.ts': text }))).toBe(isImported);
});
