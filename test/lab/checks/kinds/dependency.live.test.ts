import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCheck } from '../../../../src/lab/checks/index.ts';
import { createNodeRuntime } from '../../../../src/lab/runtimes/node/index.ts';
import type { Verdict } from '../../../../src/lab/model/verdict.ts';
import { codeOf, contextWith } from '../support/context.ts';
import { NODE_PLACE } from '../../../support/node-place.ts';

const similarNames = [
  'prom-clients',
  'promclient',
  'prometheus-client',
  'prom-cilent',
  '@types/prom-client',
  'prometheus',
  'prom',
  'express-prom-bundle',
];

let parent: string;
let dir: string;

beforeEach(async () => {
  parent = await realpath(await mkdtemp(join(tmpdir(), 'ecom-lab-dependency-')));
  dir = join(parent, 'workspace');
  await mkdir(dir);
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const write = async (path: string, value: unknown): Promise<void> => {
  const file = join(dir, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, typeof value === 'string' ? value : JSON.stringify(value));
};
const install = async (name = 'prom-client', to = '.', fields: object = {}): Promise<void> => {
  await write(`${to}/node_modules/${name}/package.json`, { name, version: '15.1.3', ...fields });
  await write(`${to}/node_modules/${name}/index.js`, '');
};
const judge = (nodeVersion = '24.0.0'): Promise<Verdict> =>
  runCheck(
    { kind: 'dependency', package: 'prom-client' },
    contextWith({
      runtime: createNodeRuntime({ ...NODE_PLACE, nodeVersion }),
      workspaceDir: dir,
      readFile: (path) => readFile(join(dir, path), 'utf8').catch(() => undefined),
    }),
  );
const list = (fields: Readonly<Record<string, unknown>>): Promise<void> => write('package.json', fields);

describe('a dependency', () => {
  test.each(['15.1.3', '^15.1.3', '*', 'latest', 'file:../somewhere', 'workspace:*'])(
    'may be listed as %s',
    async (range) => {
      await list({ dependencies: { 'prom-client': range } });
      await install();
      expect(await judge()).toMatchObject({
        status: 'pass',
        fact: { name: 'prom-client', version: '15.1.3' },
      });
    },
  );

  test('may be a link, as pnpm and the lab make it', async () => {
    await list({ dependencies: { 'prom-client': '^15.1.3' } });
    const store = join(parent, 'store/prom-client');
    await mkdir(store, { recursive: true });
    await writeFile(join(store, 'package.json'), '{"version":"15.1.3","main":"lib"}');
    await mkdir(join(store, 'lib'));
    await writeFile(join(store, 'lib/index.js'), '');
    await mkdir(join(dir, 'node_modules'));
    await symlink(store, join(dir, 'node_modules/prom-client'), 'junction');
    expect(codeOf(await judge())).toBe('pass');
  });

  test('a dangling link is not an installation', async () => {
    await list({ dependencies: { 'prom-client': '^15.1.3' } });
    await mkdir(join(dir, 'node_modules'));
    await symlink(join(parent, 'gone'), join(dir, 'node_modules/prom-client'), 'junction');
    expect(codeOf(await judge())).toBe('listed-not-installed');
  });

  test('that is half installed is not an installation', async () => {
    await list({ dependencies: { 'prom-client': '^15.1.3' } });
    await write('node_modules/prom-client/package.json', { name: 'prom-client', main: 'index.js' });
    expect(codeOf(await judge())).toBe('listed-not-installed');
  });

  test('may be in the parent folder whose workspaces include this one, but in no other parent', async () => {
    await list({ dependencies: { 'prom-client': '^15.1.3' } });
    await install('prom-client', '..');
    await write('../package.json', { name: 'all' });
    expect(codeOf(await judge())).toBe('listed-not-installed');
    await write('../package.json', { name: 'all', workspaces: ['workspace'] });
    expect(codeOf(await judge())).toBe('pass');
  });

  test('that is another package under this name is named', async () => {
    await list({ dependencies: { 'prom-client': 'npm:prometheus-client@1' } });
    await install('prom-client', '.', { name: 'prometheus-client' });
    expect(await judge()).toMatchObject({
      code: 'similar-package',
      fact: { found: 'prometheus-client' },
    });
  });

  test('listed as a peer dependency is not enough', async () => {
    await list({ peerDependencies: { 'prom-client': '1' } });
    await install();
    expect(await judge()).toMatchObject({
      code: 'installed-not-listed',
      fact: { isPeer: true },
    });
  });

  test('listed for development is not enough', async () => {
    await list({ devDependencies: { 'prom-client': '1' } });
    await install();
    expect(codeOf(await judge())).toBe('dev-dependency-only');
  });

  test('that is in node_modules but not listed is named', async () => {
    await list({ dependencies: {} });
    await install();
    expect(codeOf(await judge())).toBe('installed-not-listed');
  });

  test.each(similarNames)('that is %s instead is named', async (name) => {
    await list({ dependencies: { express: '5', [name]: '1' } });
    await install(name);
    expect(await judge()).toMatchObject({ code: 'similar-package', fact: { found: name } });
  });

  test('that shares only its first letters with another package is not installed', async () => {
    await list({ dependencies: { express: '5', prompts: '2' } });
    expect(await judge()).toMatchObject({
      code: 'not-installed',
      fact: { listed: ['express', 'prompts'] },
    });
  });

  test.each(['dependencies', 'devDependencies'])(
    'that a folder above lists under %s was installed in the wrong place',
    async (key) => {
      await list({ dependencies: {} });
      await write('../package.json', { [key]: { 'prom-client': '15' } });
      expect(await judge()).toMatchObject({
        code: 'installed-elsewhere',
        fact: { file: { found: join(parent, 'package.json') } },
      });
    },
  );

  test('that the lab lists around the workspace is not the learner’s mistake', async () => {
    await list({ dependencies: {} });
    await write('../package.json', { name: 'ecom-lab', dependencies: { 'prom-client': '15' } });
    expect(codeOf(await judge())).toBe('not-installed');
  });

  test.each<[code: string, text: string | undefined]>([
    ['package-json-missing', undefined],
    ['package-json-broken', '{ "dependencies": { "prom-client": "1", } }'],
    ['package-json-broken', '[]'],
    ['package-json-broken', ''],
    ['not-installed', '{}'],
    ['not-installed', '\uFEFF{ "dependencies": ["prom-client"] }'],
  ])('gets %s for %j', async (code, text) => {
    if (text !== undefined) await write('package.json', text);
    expect(codeOf(await judge())).toBe(code);
  });

  test.each([
    ['10.2.3', 'package-too-old'],
    ['11.5.3', 'pass'],
    ['16.0.0-rc.1', 'pass'],
    [undefined, 'pass'],
  ])('of version %s: %s', async (version, code) => {
    await list({ dependencies: { 'prom-client': '*' } });
    await install('prom-client', '.', { version });
    expect(codeOf(await judge())).toBe(code);
  });

  test('is looked up in a package.json whose error has a line', async () => {
    await write(
      'package.json',
      '{\n  "dependencies": {\n    "express": "5"\n    "prom-client": "15"\n  }\n}\n',
    );
    expect(await judge()).toMatchObject({ fact: { place: { line: 4, column: 5 } } });
    await write('package.json', '\n');
    expect(await judge()).toMatchObject({ fact: { kind: 'package-json-empty' } });
  });
});

describe('the successor of a dependency', () => {
  const official = '@prometheus-io/client';
  const installOfficial = (name = official) => install(name, '.', { name: official, version: '0.16.1' });

  test('passes as well', async () => {
    await list({ dependencies: { [official]: '^0.16.1' } });
    await installOfficial();
    expect(await judge()).toMatchObject({
      status: 'pass',
      fact: { name: official, version: '0.16.1', newerNode: undefined },
    });
  });

  test('passes as well under the name of the former one', async () => {
    await list({ dependencies: { 'prom-client': `npm:${official}@0.16` } });
    await installOfficial('prom-client');
    expect(codeOf(await judge())).toBe('pass');
  });

  test('passes on an unsupported Node.js, with a remark', async () => {
    await list({ dependencies: { [official]: '^0.16.1' } });
    await installOfficial();
    expect(await judge('20.19.0')).toMatchObject({
      status: 'pass',
      fact: { newerNode: { wantedMajor: 22, found: '20.19.0' } },
    });
  });

  test('may be next to the former one', async () => {
    await list({ devDependencies: { 'prom-client': '15' }, dependencies: { [official]: '^0.16.1' } });
    await installOfficial();
    await install();
    expect(codeOf(await judge())).toBe('pass');
  });

  test.each([
    ['listed-not-installed', { dependencies: { [official]: '*' } }, false],
    ['dev-dependency-only', { devDependencies: { [official]: '*' } }, true],
    ['installed-not-listed', { dependencies: {} }, true],
  ])('gets %s as the dependency does', async (code, manifest, isThere) => {
    await list(manifest);
    if (isThere) await installOfficial();
    expect(await judge()).toMatchObject({ code, fact: { name: official } });
  });

  test.each(['client', '@prometheus-io/clients', 'prometheus-io-client', '@prometheus-io/lezer-promql'])(
    'is not %s',
    async (name) => {
      await list({ dependencies: { [name]: '1' } });
      await install(name);
      expect(await judge()).toMatchObject({ code: 'similar-package', fact: { found: name } });
    },
  );
});
