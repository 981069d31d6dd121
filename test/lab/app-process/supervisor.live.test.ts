import { readdir, rename, unlink } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  createSupervisor,
  disposeAppProcess,
  findFreePort,
  isPortFree,
  type Supervisor,
  type SupervisorOptions,
} from '../../../src/lab/app-process/index.ts';
import { accepts, isRunning, until } from './support/processes.ts';
import { makeWorkspace, type TestWorkspace } from './support/workspace.ts';

afterAll(disposeAppProcess);

const never = new AbortController().signal;

interface Watched extends AsyncDisposable {
  readonly supervisor: Supervisor;
  /** The kinds of all states so far. */
  readonly states: readonly string[];
  readonly api: number;
}

/** A supervisor whose app gets ports that are free here in place of 3000 and 8000. */
async function supervise(
  workspace: TestWorkspace,
  options: Partial<SupervisorOptions> = {},
): Promise<Watched> {
  const api = await findFreePort(20_000 + (process.pid % 20_000));
  const metrics = await findFreePort(api + 1);
  const supervisor = createSupervisor({
    ...workspace.options,
    portMap: () => ({ 3000: api, 8000: metrics }),
    ...options,
  });
  const states: string[] = [];
  supervisor.subscribe((state) => states.push(state.kind));
  return { supervisor, states, api, [Symbol.asyncDispose]: () => supervisor.stop() };
}

const get = async (port: number, path = '/'): Promise<string> =>
  (await fetch(`http://127.0.0.1:${port}${path}`)).text();

describe('the live app', () => {
  test.each([
    ['::1', "'::1', "],
    ['all addresses', ''],
  ])('that listens on %s responds on both loopback addresses, and frees both', async (_where, host) => {
    const answer = "(req, res) => res.end('hello')";
    await using workspace = await makeWorkspace(
      `import { createServer } from 'node:http';\ncreateServer(${answer}).listen(3000, ${host}() => {});\n`,
    );
    await using watched = await supervise(workspace);
    const { supervisor, api } = watched;
    await supervisor.start(never);
    // The second address follows the first, which is the one that is reported.
    await until(() => accepts(api, '::1'));
    for (const address of ['127.0.0.1', '[::1]'])
      expect(await (await fetch(`http://${address}:${api}/`)).text()).toBe('hello');
    await supervisor.stop();
    expect(await isPortFree(api)).toBe(true);
  });

  test('starts on its own ports, on 127.0.0.1, and stops', async () => {
    await using workspace = await makeWorkspace('shop.ts');
    await using watched = await supervise(workspace);
    const { supervisor, states, api } = watched;
    expect(supervisor.state).toEqual({ kind: 'stopped' });
    const start = await supervisor.start(never);
    expect(supervisor.state).toMatchObject({ kind: 'running', isResponsive: true });
    if (start.status === 'failed') throw new Error('it failed');
    expect(start.run.address(3000)).toBe(`127.0.0.1:${api}`);
    expect(await get(api, '/products')).toBe('product');
    expect(await supervisor.start(never)).toEqual(start);
    await supervisor.stop();
    await supervisor.stop();
    expect(states).toEqual(['starting', 'running', 'stopping', 'stopped']);
    expect([isRunning(start.run.pid), await accepts(api)]).toEqual([false, false]);
    expect(supervisor.lastLines(1)).toEqual(['shop listens']);
    expect(await readdir(join(workspace.dir, '.ecom-lab', 'run'))).toEqual([]);
  });

  test('moves on as often as it loses its port to another program', async ({ onTestFinished }) => {
    await using workspace = await makeWorkspace('busy.ts');
    const taken: number[] = [];
    for (let rival = 0; rival < 6; rival += 1) {
      const server = createServer();
      taken.push(await findFreePort((taken.at(-1) ?? 20_000 + (process.pid % 20_000)) + 1));
      await new Promise<void>((resolve) => server.listen(taken.at(-1), '127.0.0.1', resolve));
      onTestFinished(() => void server.close());
    }
    const free = await findFreePort((taken.at(-1) ?? 0) + 1);
    let port = taken.shift() ?? free;
    await using watched = await supervise(workspace, {
      portMap: () => ({ 3000: port }),
      onPortTaken: () => {
        port = taken.shift() ?? free;
        return Promise.resolve();
      },
    });
    expect(await watched.supervisor.start(never)).toMatchObject({ status: 'running' });
    expect(await get(free)).toBe('fine');
  });

  test('restarts with the current files, on the same port, with counters at zero', async () => {
    await using workspace = await makeWorkspace('busy.ts');
    await using watched = await supervise(workspace);
    await watched.supervisor.start(never);
    expect(await get(watched.api)).toBe('fine');
    await workspace.write(
      'main.ts',
      "import http from 'node:http';\nhttp.createServer((_q, s) => s.end('new')).listen(3000);\n",
    );
    await watched.supervisor.restart(never);
    expect(await get(watched.api)).toBe('new');
    expect(watched.states).toEqual(['starting', 'running', 'stopping', 'starting', 'running']);
  });

  test('restarts once for a burst of requests, which all get the outcome', async () => {
    await using workspace = await makeWorkspace('busy.ts');
    await using watched = await supervise(workspace);
    await watched.supervisor.start(never);
    const starts = await Promise.all(Array.from({ length: 20 }, () => watched.supervisor.restart(never)));
    expect(new Set(starts.map((start) => (start.status === 'running' ? start.run.pid : 0))).size).toBe(1);
    expect(watched.states).toEqual(['starting', 'running', 'stopping', 'starting', 'running']);
  });

  test('that is restarted during its start comes up with the newest files', async () => {
    await using workspace = await makeWorkspace('waits.ts');
    await using watched = await supervise(workspace, { startTimeoutMs: 1_000_000 });
    const first = watched.supervisor.start(never);
    await until(() => watched.supervisor.lastLines(1).length > 0);
    await workspace.write(
      'main.ts',
      "import http from 'node:http';\nhttp.createServer((_q, s) => s.end('new')).listen(3000);\n",
    );
    const second = await watched.supervisor.restart(never);
    expect(await first).toBe(second);
    expect(await get(watched.api)).toBe('new');
    expect(watched.states).toEqual(['starting', 'running']);
  });

  test('that was stopped before its first start can be started', async () => {
    await using workspace = await makeWorkspace('busy.ts');
    await using watched = await supervise(workspace);
    await watched.supervisor.stop();
    expect(await watched.supervisor.start(never)).toMatchObject({ status: 'running' });
    expect(watched.states).toEqual(['starting', 'running']);
  });

  test('that is stopped during its start stops, and the waiting callers learn it', async () => {
    await using workspace = await makeWorkspace('waits.ts');
    await using watched = await supervise(workspace, { startTimeoutMs: 1_000_000 });
    const start = watched.supervisor.start(never);
    await until(() => watched.supervisor.lastLines(1).length > 0);
    const stopped = watched.supervisor.stop();
    await expect(start).rejects.toMatchObject({ code: 'app-stopped' });
    await stopped;
    expect(watched.supervisor.state).toEqual({ kind: 'stopped' });
  });

  test('continues to start when one of the waiting callers gives up', async () => {
    await using workspace = await makeWorkspace('busy.ts');
    await using watched = await supervise(workspace);
    const controller = new AbortController();
    const impatient = watched.supervisor.start(controller.signal);
    const patient = watched.supervisor.start(never);
    controller.abort(new Error('enough'));
    await expect(impatient).rejects.toThrow('enough');
    expect(await patient).toMatchObject({ status: 'running' });
  });

  test('that cannot start is crashed with the reason, and starts again once it is fixed', async () => {
    await using workspace = await makeWorkspace('const x = ;\n');
    await using watched = await supervise(workspace);
    const failure = { kind: 'syntax-error', line: 1 };
    expect(await watched.supervisor.start(never)).toMatchObject({ status: 'failed', failure });
    expect(watched.supervisor.state).toMatchObject({ kind: 'crashed', failure, wasRunning: false });
    await workspace.write(
      'main.ts',
      "import http from 'node:http';\nhttp.createServer((_q, s) => s.end('new')).listen(3000);\n",
    );
    await watched.supervisor.restart(never);
    expect(watched.states).toEqual(['starting', 'crashed', 'starting', 'running']);
    await workspace.write('main.ts', 'const x = ;\n');
    await watched.supervisor.restart(never);
    expect(await accepts(watched.api)).toBe(false);
    await watched.supervisor.stop();
    expect(watched.states.slice(4)).toEqual(['stopping', 'starting', 'crashed', 'stopped']);
  });

  test('that crashes later is crashed with its error, its location and its last lines', async () => {
    await using workspace = await makeWorkspace('crashes-later.ts');
    await using watched = await supervise(workspace);
    await watched.supervisor.start(never);
    expect(await get(watched.api, '/crash')).toBe('fine');
    await until(() => watched.supervisor.state.kind === 'crashed');
    expect(watched.supervisor.state).toMatchObject({
      wasRunning: true,
      failure: { kind: 'crashed', exit: { code: 1, error: 'Error: out of stock', at: 'main.ts:8:15' } },
    });
    expect(watched.supervisor.lastLines(20).join('\n')).toContain('main.ts:8:15');
    expect(await watched.supervisor.start(never)).toMatchObject({ status: 'running' });
  });

  test('that ignores SIGTERM is killed after the grace period', async () => {
    await using workspace = await makeWorkspace('ignores-sigterm.ts');
    await using watched = await supervise(workspace, { graceMs: 200 });
    const start = await watched.supervisor.start(never);
    if (start.status === 'failed') throw new Error('it failed');
    await watched.supervisor.stop();
    expect(await start.run.exited).toMatchObject({ signal: 'SIGKILL', lastLines: ['no, thanks'] });
  });

  test('ends at once on SIGTERM by default', async () => {
    await using workspace = await makeWorkspace('busy.ts');
    await using watched = await supervise(workspace, { graceMs: 50_000 });
    const start = await watched.supervisor.start(never);
    if (start.status === 'failed') throw new Error('it failed');
    await watched.supervisor.stop();
    expect(await start.run.exited).toMatchObject({ signal: 'SIGTERM' });
  });

  test('ends with its child processes', async () => {
    await using workspace = await makeWorkspace('forks.ts');
    await using watched = await supervise(workspace);
    await watched.supervisor.start(never);
    const child = Number(await get(watched.api));
    expect(isRunning(child)).toBe(true);
    await watched.supervisor.stop();
    await until(() => !isRunning(child));
  });

  test('that loops forever is reported as unresponsive, and can still be restarted', async () => {
    await using workspace = await makeWorkspace('busy.ts');
    await using watched = await supervise(workspace, { heartbeatMs: 100 });
    await watched.supervisor.start(never);
    await get(watched.api, '/busy');
    await until(() => watched.supervisor.state.kind === 'running' && !watched.supervisor.state.isResponsive);
    await watched.supervisor.restart(never);
    expect(await get(watched.api)).toBe('fine');
    expect(watched.supervisor.state).toMatchObject({ kind: 'running', isResponsive: true });
  });

  test.runIf(process.platform !== 'win32')('that is suspended and resumed is responsive again', async () => {
    await using workspace = await makeWorkspace('busy.ts');
    await using watched = await supervise(workspace, { heartbeatMs: 100 });
    const start = await watched.supervisor.start(never);
    if (start.status === 'failed') throw new Error('it failed');
    const isResponsive = (): boolean =>
      watched.supervisor.state.kind === 'running' && watched.supervisor.state.isResponsive;
    process.kill(start.run.pid, 'SIGSTOP');
    await until(() => !isResponsive());
    process.kill(start.run.pid, 'SIGCONT');
    await until(isResponsive);
    expect(watched.states).toEqual(['starting', 'running', 'running', 'running']);
  });

  test('reports a port in use, even if the app ignores the error', async () => {
    await using workspace = await makeWorkspace('shop.ts');
    await using watched = await supervise(workspace);
    const taken = createServer();
    await new Promise<void>((resolve) => {
      taken.listen(watched.api, '127.0.0.1', resolve);
    });
    expect(await watched.supervisor.start(never)).toMatchObject({
      status: 'failed',
      failure: { kind: 'listen-failed', listen: { asked: 3000, code: 'EADDRINUSE' } },
    });
    await new Promise((resolve) => taken.close(resolve));
  });

  test('cannot start in a folder that is gone, and reports it', async () => {
    await using workspace = await makeWorkspace('busy.ts');
    await using watched = await supervise(workspace);
    await watched.supervisor.start(never);
    await rename(workspace.dir, `${workspace.dir} moved`);
    expect(await watched.supervisor.restart(never)).toMatchObject({ failure: { kind: 'missing-entry' } });
    expect(await readdir(dirname(workspace.dir))).toEqual(['workspace moved']);
  });

  test('whose file is deleted reports it', async () => {
    await using workspace = await makeWorkspace('busy.ts');
    await using watched = await supervise(workspace);
    await unlink(join(workspace.dir, 'main.ts'));
    expect(await watched.supervisor.start(never)).toMatchObject({
      failure: { kind: 'missing-entry', file: 'main.ts' },
    });
  });
});
