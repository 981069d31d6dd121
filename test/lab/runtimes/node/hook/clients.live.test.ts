// The registries of the client, of each version that a learner may have, and however it is loaded.
import { mkdir, rm, symlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { disposeAppProcess, startIsolatedRun } from '../../../../../src/lab/app-process/index.ts';
import type { RegistrySnapshot } from '../../../../../src/lab/model/app-run.ts';
import { makeWorkspace } from '../../../app-process/support/workspace.ts';

const never = new AbortController().signal;
const modules = resolve(import.meta.dirname, '../../../../../node_modules');
const official = '@prometheus-io/client';

afterAll(disposeAppProcess);

/** The registries of a program whose `prom-client` is the given package. */
async function registriesOf(text: string, promClient = 'prom-client'): Promise<readonly RegistrySnapshot[]> {
  await using workspace = await makeWorkspace(
    `${text}\n(await import('node:http')).createServer().listen(3000);\n`,
  );
  const own = join(workspace.dir, 'node_modules');
  await rm(own);
  await mkdir(join(own, '@prometheus-io'), { recursive: true });
  await symlink(join(modules, promClient), join(own, 'prom-client'), 'junction');
  await symlink(join(modules, official), join(own, official), 'junction');
  const start = await startIsolatedRun({ ...workspace.options, signal: never });
  if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
  try {
    return await start.run.registries(never);
  } finally {
    await start.run.stop();
  }
}

const oneOfEach = `
  new client.Counter({ name: 'a_total', help: 'A', labelNames: ['path'] });
  new client.Gauge({ name: 'b', help: 'B' });
  new client.Histogram({ name: 'c_seconds', help: 'C' });
  new client.Summary({ name: 'd_seconds', help: 'D' });`;

describe('the types of metrics are known in', () => {
  test.each(['prom-client', 'prom-client-14', 'prom-client-13', 'prom-client-12', 'prom-client-11'])(
    '%s',
    async (promClient) => {
      const [main, ...others] = await registriesOf(
        `import client from 'prom-client';${oneOfEach}`,
        promClient,
      );
      expect(others).toEqual([]);
      expect(main).toMatchObject({
        isDefault: true,
        client: 'prom-client',
        metrics: [
          { name: 'a_total', type: 'counter', help: 'A', labelNames: ['path'] },
          { name: 'b', type: 'gauge' },
          { name: 'c_seconds', type: 'histogram' },
          { name: 'd_seconds', type: 'summary' },
        ],
        text: expect.stringContaining('# TYPE d_seconds summary'),
      });
    },
  );
});

describe('the registry of @prometheus-io/client is found where it is loaded by', () => {
  test.each([
    ['import', `import * as client from '${official}';`],
    ['import of its default', `import client from '${official}';`],
    ['require', `const client = require('${official}');`],
    [
      'createRequire',
      `import { createRequire } from 'node:module';\nconst client = createRequire(import.meta.url)('${official}');`,
    ],
    ['import()', `const client = await import('${official}');`],
    ['its path', `import * as client from './node_modules/${official}/index.js';`],
    ['import() of a name that is computed', `const client = await import('@prometheus-io' + '/client');`],
  ])('%s', async (_how, load) => {
    const [main, ...others] = await registriesOf(`${load}${oneOfEach}`);
    expect(others).toEqual([]);
    expect(main).toMatchObject({
      isDefault: true,
      client: official,
      metrics: [
        { name: 'a_total', type: 'counter', labelNames: ['path'] },
        { name: 'b', type: 'gauge' },
        { name: 'c_seconds', type: 'histogram' },
        { name: 'd_seconds', type: 'summary' },
      ],
    });
  });
});

test('each registry says which client it belongs to, and a merged one is only a view', async () => {
  const registries = await registriesOf(`
    import * as old from 'prom-client';
    import * as client from '${official}';
    const own = new client.Registry(client.Registry.OPENMETRICS_CONTENT_TYPE);
    new client.Counter({ name: 'own_total', help: 'Own', registers: [own] });
    new old.Counter({ name: 'old_total', help: 'Old' });
    await own.metrics();
    await client.Registry.merge([own]).metrics();
    new client.ClusterRegistry();`);
  expect(registries.map((one) => [one.client, one.isDefault, one.metrics.map(({ name }) => name)])).toEqual([
    ['prom-client', true, ['old_total']],
    [official, true, []],
    [official, false, ['own_total']],
  ]);
});
