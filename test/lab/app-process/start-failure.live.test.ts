import { createServer } from 'node:net';
import { mkdir, readdir, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createSupervisor, disposeAppProcess, startIsolatedRun } from '../../../src/lab/app-process/index.ts';
import { createNodeRuntime, type NodePlace } from '../../../src/lab/runtimes/node/index.ts';
import { makeWorkspace, type TestWorkspace } from './support/workspace.ts';
import { NODE_PLACE } from '../../support/node-place.ts';

afterAll(disposeAppProcess);

const never = new AbortController().signal;
const taken = createServer();
afterEach(() => {
  if (taken.listening) taken.close();
});

async function takePort(): Promise<number> {
  await new Promise<void>((resolve) => {
    taken.listen(0, '127.0.0.1', resolve);
  });
  const address = taken.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** What becomes of an app that is started on its own. */
async function failureOf(app: string, startTimeoutMs?: number) {
  await using workspace = await makeWorkspace(app);
  const start = await startIsolatedRun({
    ...workspace.options,
    signal: never,
    ...(startTimeoutMs === undefined ? {} : { startTimeoutMs }),
  });
  if (start.status === 'running') {
    await start.run.stop();
    throw new Error('it runs');
  }
  // A program that cannot be read gets no folder.
  const runs = await readdir(join(workspace.dir, '.ecom-lab', 'run')).catch(() => []);
  expect(runs).toEqual([]);
  return start.failure;
}

/** What becomes of an app whose port somebody else has. */
async function failureOnTakenPort(app: string) {
  await using workspace = await makeWorkspace(app);
  const readyPort = await takePort();
  const supervisor = createSupervisor({
    ...workspace.options,
    env: { ...process.env, TEST_PORT: String(readyPort) },
    readyPort,
  });
  const start = await supervisor.start(never);
  await supervisor.stop();
  const listen = { asked: readyPort, code: 'EADDRINUSE' };
  if (start.status === 'running') throw new Error('it runs');
  return { failure: start.failure, listen };
}

describe('a failed start is reported with its reason', () => {
  test('it throws: the error and its location in the learner’s source', async () => {
    expect(await failureOf('throws.ts')).toMatchObject({
      kind: 'crashed',
      exit: {
        code: 1,
        error: 'RangeError: not a price: free',
        at: 'throws.ts:7:9'.replace('throws', 'main'),
      },
    });
  });

  test('a promise rejection is not handled', async () => {
    expect(
      await failureOf("const x = 1;\nPromise.reject(new TypeError('late'));\nsetTimeout(() => x, 1e6);\n"),
    ).toMatchObject({
      kind: 'crashed',
      exit: { code: 1, error: 'TypeError: late', at: 'main.ts:2:16' },
    });
  });

  test('it imports a name that the package does not have', async () => {
    expect(
      await failureOf(
        "import express from 'express';\nimport { Countr } from 'prom-client';\nexpress(Countr);\n",
      ),
    ).toMatchObject({
      kind: 'crashed',
      exit: { error: expect.stringContaining('Countr'), at: 'main.ts:2:10' },
    });
  });

  test('it requires a package that is not installed', async () => {
    expect(await failureOf("const x = 1;\nconst y = require('not-there');\nconsole.log(x, y);\n")).toEqual({
      kind: 'unresolved-import',
      specifier: 'not-there',
      file: 'main.ts',
      line: 2,
    });
  });

  test('it is reached through a link: the location is still in the learner’s source', async () => {
    await using workspace = await makeWorkspace('throws.ts');
    const link = `${workspace.dir} link`;
    await symlink(workspace.dir, link, 'junction');
    const start = await startIsolatedRun({ ...workspace.options, workspaceDir: link, signal: never });
    expect(start).toMatchObject({ failure: { kind: 'crashed', exit: { at: 'main.ts:7:9' } } });
  });

  test('it has a syntax error: no process is started for it', async () => {
    expect(await failureOf('const x = ;\n')).toMatchObject({
      kind: 'syntax-error',
      file: 'main.ts',
      line: 1,
      column: 11,
    });
  });

  test('its file is missing', async () => {
    await using workspace = await makeWorkspace('exits.ts');
    await unlink(join(workspace.dir, 'main.ts'));
    expect(await startIsolatedRun({ ...workspace.options, signal: never })).toEqual({
      status: 'failed',
      failure: { kind: 'missing-entry', file: 'main.ts' },
    });
  });

  test('it exits at once', async () => {
    expect(await failureOf('exits.ts')).toEqual({
      kind: 'exited',
      exit: { code: 0, signal: null, lastLines: ['nothing to serve'] },
    });
  });

  test('it exits with a code', async () => {
    expect(await failureOf("console.error('no config');\nprocess.exit(3);\n")).toEqual({
      kind: 'crashed',
      exit: { code: 3, signal: null, lastLines: ['no config'] },
    });
  });

  test('it awaits forever at top level', async () => {
    expect(await failureOf('await new Promise(() => undefined);\n')).toMatchObject({
      kind: 'crashed',
      exit: { code: 13 },
    });
  });

  test('it runs but listens nowhere', async () => {
    expect(await failureOf('waits.ts', 300)).toEqual({
      kind: 'never-listened',
      afterMs: 300,
      lastLines: ['waiting for nothing'],
      port: 3000,
      listens: [],
    });
  });

  test('it listens on a name instead of a port, and leaves no file with that name behind', async () => {
    await using workspace = await makeWorkspace(
      `import http from 'node:http';\nhttp.createServer().listen('127.0.0.1', 3000);\n`,
    );
    const start = await startIsolatedRun({ ...workspace.options, signal: never, startTimeoutMs: 300 });
    expect(start).toMatchObject({
      status: 'failed',
      failure: { kind: 'never-listened', listens: [{ status: 'listening', asked: 0, name: '127.0.0.1' }] },
    });
    expect(await readdir(workspace.dir)).not.toContain('127.0.0.1');
  });

  test('it listens elsewhere', async () => {
    expect(await failureOf('elsewhere.ts', 300)).toMatchObject({
      kind: 'never-listened',
      listens: [{ status: 'listening', asked: 3001 }],
    });
  });

  test('it may listen after a timer and a file', async () => {
    await using workspace = await makeWorkspace(`
import http from 'node:http';
import { readFile } from 'node:fs/promises';
setTimeout(async () => { await readFile(import.meta.filename); http.createServer().listen(3000); }, 60_000);
`);
    const start = await startIsolatedRun({ ...workspace.options, signal: never, startTimeoutMs: 300 });
    expect(start.status).toBe('running');
    if (start.status === 'running') await start.run.stop();
  });

  test('it loops forever', async () => {
    expect(await failureOf('loops.ts', 300)).toEqual({
      kind: 'unresponsive',
      afterMs: 300,
      lastLines: ['counting for ever'],
    });
  });

  test('it leaks memory', async () => {
    expect(await failureOf('allocates.ts', 60_000)).toMatchObject({
      kind: 'crashed',
      exit: { signal: 'SIGKILL', error: 'The app took more than 1024 MB of memory' },
    });
  });

  test.each([
    ['and ends', 'listen-error-exits.ts', { exit: { code: 1 } }],
    [
      'and nobody hears of it',
      'listen-error-crashes.ts',
      { exit: { code: 1, error: expect.stringContaining('EADDRINUSE') } },
    ],
    ['and continues as if nothing had happened', 'listen-error-ignored.ts', {}],
  ])('its port is in use %s', async (_what, app, rest) => {
    const { failure, listen } = await failureOnTakenPort(app);
    expect(failure).toMatchObject({ kind: 'listen-failed', listen, ...rest });
  });
});

test('the output of the app shows nothing of the lab', async () => {
  await using workspace = await makeWorkspace("const x = 1;\nrequire('not-there');\nconsole.log(x);\n");
  const supervisor = createSupervisor({ ...workspace.options });
  await supervisor.start(never);
  const lines = supervisor.lastLines(50).join('\n');
  expect(lines).toContain("Cannot find module 'not-there'");
  expect(lines).not.toContain('hook');
});

test('an app that listens while its event loop is probed is up', async () => {
  await using workspace = await makeWorkspace(
    `import http from 'node:http';
     const until = Date.now() + 900;
     while (Date.now() < until);
     http.createServer().listen(3000);\n`,
  );
  const start = await startIsolatedRun({ ...workspace.options, signal: never, startTimeoutMs: 100 });
  expect(start.status).toBe('running');
  if (start.status === 'running') await start.run.stop();
});

test('an app whose packages take long to load is up', async () => {
  await using workspace = await makeWorkspace(
    `import http from 'node:http';
     import { name } from 'slow';
     if ('ecomLabBegin' in globalThis) throw new Error('the lab left something behind');
     http.createServer().listen(3000, () => console.log(name));\n`,
  );
  // Above the workspace, whose own node_modules is that of the repository.
  const slow = join(workspace.dir, '..', 'node_modules', 'slow');
  await mkdir(slow, { recursive: true });
  await writeFile(join(slow, 'package.json'), '{"name": "slow", "main": "main.js"}');
  await writeFile(
    join(slow, 'main.js'),
    "const until = Date.now() + 3000; while (Date.now() < until); exports.name = 'slow';",
  );
  const start = await startIsolatedRun({ ...workspace.options, signal: never, startTimeoutMs: 100 });
  expect(start.status).toBe('running');
  if (start.status === 'running') await start.run.stop();
});

test('a read-only workspace is reported as one', async () => {
  await using workspace = await makeWorkspace('shop.ts');
  await workspace.write('.ecom-lab', 'a file where a folder belongs');
  const start = startIsolatedRun({ ...workspace.options, signal: never });
  await expect(start).rejects.toMatchObject({ code: 'workspace-not-writable' });
});

test('a program that the system does not let the lab write is not a mistake', async () => {
  await using workspace = await makeWorkspace('shop.ts');
  const program = {
    files: new Map([['gone/main.mjs', new Uint8Array()]]),
    isCompiledAtStart: false,
    startsOthers: false,
  };
  const prepared = () => Promise.resolve({ status: 'ok', program } as const);
  await expect(startIsolatedRun({ ...workspace.options, prepared, signal: never })).rejects.toMatchObject({
    code: 'system-refused',
    fact: { path: expect.stringContaining('main.mjs') },
  });
});

const withRuntime = (options: TestWorkspace['options'], place: Partial<NodePlace>) => ({
  ...options,
  runtime: createNodeRuntime({ ...NODE_PLACE, ...options, ...place }),
  signal: never,
});

test('a hook that cannot be loaded is an error of the lab', async () => {
  await using workspace = await makeWorkspace('shop.ts');
  const options = withRuntime(workspace.options, { hookFile: '/nowhere/hook.js' });
  await expect(startIsolatedRun(options)).rejects.toMatchObject({ code: 'app-not-spawned' });
});

test('a missing node is an error of the lab', async () => {
  await using workspace = await makeWorkspace('shop.ts');
  const options = withRuntime(workspace.options, { nodePath: '/nowhere/node' });
  await expect(startIsolatedRun(options)).rejects.toMatchObject({ code: 'app-not-spawned' });
});
