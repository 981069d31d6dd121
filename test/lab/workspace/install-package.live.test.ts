import { readFile, realpath, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { describe, expect, test } from 'vitest';
import { installPackage } from '../../../src/lab/workspace/index.ts';
import type { InstallOptions, Workspace } from '../../../src/lab/workspace/index.ts';
import { LAB_MODULES, packagesAt } from '../../support/node-place.ts';
import { filesIn, sampleWorkspace, temporaryFolder } from './sample.ts';

/** A real npm without a registry and with an empty cache. `env`: more of its environment. */
async function offline(changes: Partial<InstallOptions> = {}, env: object = {}): Promise<InstallOptions> {
  const npmEnv = {
    ...process.env,
    npm_config_registry: 'http://127.0.0.1:9/',
    npm_config_cache: await temporaryFolder(),
    ...env,
  };
  const packages = packagesAt({ env: npmEnv });
  const signal = new AbortController().signal;
  return { name: 'prom-client', step: 'install', packages, signal, ...changes };
}
const manifest = async (workspace: Workspace): Promise<unknown> =>
  JSON.parse(await readFile(path.join(workspace.dir, 'package.json'), 'utf8'));

/** A program in npm's place; it is run in the workspace. */
async function scripted(code: string): Promise<InstallOptions> {
  const npm = path.join(await temporaryFolder(), 'npm-cli.js');
  await writeFile(npm, `const { existsSync, writeFileSync } = require('node:fs');\n${code}\n`);
  return offline({}, { npm_execpath: npm });
}

describe('installing a package with npm', () => {
  test('reports both files that npm has changed, and keeps the old versions', async () => {
    const { workspace } = await sampleWorkspace();
    const options = await scripted(
      `writeFileSync('package.json', '{"dependencies":{"prom-client":"^15.1.3"}}'); writeFileSync('package-lock.json', '{}');`,
    );
    const report = await installPackage(workspace, options);
    expect(report).toMatchObject({
      written: ['package.json', 'package-lock.json'],
      backups: [{ file: 'package.json' }],
      notes: [],
    });
  });

  test('never runs npm without a package.json, because npm would use one of a parent folder', async () => {
    const { workspace } = await sampleWorkspace();
    await rm(path.join(workspace.dir, 'package.json'));
    const options = await scripted(`process.exit(existsSync('package.json') ? 0 : 1);`);
    await expect(installPackage(workspace, options)).resolves.toMatchObject({ written: ['package.json'] });
  });
});

describe('installing a package without a reachable registry', () => {
  test("links the lab's own copy, makes it a dependency, and says so", async () => {
    const { workspace } = await sampleWorkspace();
    const lines: string[] = [];
    const report = await installPackage(workspace, await offline({ onOutput: (line) => lines.push(line) }));
    expect(report).toMatchObject({
      written: ['package.json'],
      backups: [{ file: 'package.json' }],
      notes: [{ fact: { kind: 'package-linked', failure: { code: 'ECONNREFUSED' } } }],
    });
    expect(await realpath(path.join(workspace.dir, 'node_modules/prom-client'))).toBe(
      path.join(LAB_MODULES, 'prom-client'),
    );
    expect(await manifest(workspace)).toMatchObject({
      dependencies: { 'prom-client': expect.stringMatching(/^\^15\./) },
    });
    expect(lines.join('\n')).toContain('ECONNREFUSED');
    await expect(stat(path.join(workspace.dir, 'package-lock.json'))).rejects.toMatchObject({
      code: 'ENOENT',
    });
  });

  test('fails for a package that the lab does not have, and changes nothing', async () => {
    const { workspace } = await sampleWorkspace();
    const before = await manifest(workspace);
    const name = 'ecom-lab-no-such-package';
    await expect(installPackage(workspace, await offline({ name }))).rejects.toMatchObject({
      code: 'npm-failed',
      fact: { name },
    });
    expect(await manifest(workspace)).toEqual(before);
  });

  test('works without any npm', async () => {
    const { workspace } = await sampleWorkspace();
    const packages = packagesAt({ nodePath: '/no/such/place/node', env: {} });
    const report = await installPackage(workspace, await offline({ packages }));
    expect(report.notes).toMatchObject([{ fact: { kind: 'package-linked' } }]);
  });

  test('creates a missing package.json', async () => {
    const { workspace } = await sampleWorkspace();
    await rm(path.join(workspace.dir, 'package.json'));
    await installPackage(workspace, await offline());
    expect(await manifest(workspace)).toEqual({ dependencies: { 'prom-client': expect.any(String) } });
  });

  test('leaves an invalid package.json to the learner', async () => {
    const { workspace } = await sampleWorkspace();
    await writeFile(path.join(workspace.dir, 'package.json'), '{"name": ');
    await expect(installPackage(workspace, await offline())).rejects.toMatchObject({
      code: 'package-json-broken',
    });
    expect(await readFile(path.join(workspace.dir, 'package.json'), 'utf8')).toBe('{"name": ');
  });

  test('removes the lock file of npm, which does not contain the link', async () => {
    const { workspace } = await sampleWorkspace();
    const options = await scripted(
      `writeFileSync('package-lock.json', '{}'); console.error('npm error code ECONNRESET'); process.exit(1);`,
    );
    const report = await installPackage(workspace, options);
    expect(report).toMatchObject({
      written: ['package.json'],
      notes: [{ fact: { kind: 'package-linked' } }],
    });
    expect(await filesIn(workspace.dir)).not.toHaveProperty(['package-lock.json']);
  });

  test('stops npm on an abort', async () => {
    const { workspace } = await sampleWorkspace();
    const controller = new AbortController();
    // A registry that takes the request and never answers.
    const silent = createServer((socket) => {
      // Read to its end, or the socket would outlive an npm that had time to send its request.
      socket.on('error', () => {}).resume();
      controller.abort();
    });
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const env = { npm_config_registry: `http://127.0.0.1:${port}/` };
    const options = await offline({ signal: controller.signal }, env);
    await expect(installPackage(workspace, options)).rejects.toMatchObject({ name: 'AbortError' });
    await new Promise((resolve) => silent.close(resolve));
  });
});
