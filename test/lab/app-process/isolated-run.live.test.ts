import { readdir } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { disposeAppProcess, startIsolatedRun } from '../../../src/lab/app-process/index.ts';
import type { AppRun } from '../../../src/lab/model/app-run.ts';
import { accepts, isRunning } from './support/processes.ts';
import { makeWorkspace, type TestWorkspace } from './support/workspace.ts';

afterAll(disposeAppProcess);

const never = new AbortController().signal;

async function startIn(workspace: TestWorkspace): Promise<AppRun & AsyncDisposable> {
  const start = await startIsolatedRun({ ...workspace.options, signal: never });
  if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
  return { ...start.run, [Symbol.asyncDispose]: () => start.run.stop() };
}

/** Sends a request and lets whoever holds the request end it. */
function open(run: AppRun, path: string): http.ClientRequest {
  const request = http.get(`http://${run.address(3000)}${path}`, { agent: false });
  request.on('error', () => undefined);
  request.on('response', (response) => response.resume());
  return request;
}

/** Waits until the store holds so many calls. */
async function whenHeld(run: AppRun, count: number): Promise<void> {
  while ((await run.whenQuiet(never)).held < count);
}

const gauge = async (run: AppRun): Promise<string | undefined> => {
  const texts = (await run.registries(never)).map(({ text }) => text).join('\n');
  return /^inprogress_requests (.*)$/m.exec(texts)?.[1];
};

describe('an isolated run', () => {
  test('moves an app from hard-coded ports to free ones, with its counters at zero', async () => {
    await using workspace = await makeWorkspace('shop.ts');
    await using first = await startIn(workspace);
    await using second = await startIn(workspace);
    for (const run of [first, second]) {
      const metrics = await run.whenListening(8000, never);
      expect(await (await fetch(`http://${run.address(3000)}/products`)).text()).toBe('product');
      const text = await (await fetch(`http://${metrics}/metrics`)).text();
      expect(text).toContain('http_requests_total{path="products"} 1\n');
    }
    expect(first.address(3000)).not.toBe(second.address(3000));
    expect(first.address(9999)).toBeUndefined();
  });

  test('shows its app the date that the lab names, and never an earlier one', async () => {
    await using workspace = await makeWorkspace(`import http from 'node:http';
      http.createServer((_req, res) => {
        const date = new Date();
        const isDate = date instanceof Date && date.constructor === Date;
        res.end([Date.now() - date.getTime() < 1000, isDate, Date().slice(11, 15), date.toISOString().slice(0, 16), new Date(0).getTime()].join());
      }).listen(3000);`);
    await using run = await startIn(workspace);
    const answer = async (): Promise<string> => (await fetch(`http://${run.address(3000)}`)).text();
    const year = new Date().getFullYear();
    expect(await answer()).toMatch(new RegExp(`^true,true,${year},${year}-`));
    const set = (text: string): Promise<void> => run.setDate(Date.parse(text), never);
    await set('2101-01-13T09:10:20Z');
    expect(await answer()).toBe('true,true,2101,2101-01-13T09:10,0');
    await set('2101-01-13T09:10:00Z');
    expect(await answer()).toBe('true,true,2501,2501-01-13T09:10,0');
  });

  test('lets each store call and each response take time of the app', async () => {
    await using workspace = await makeWorkspace(`import http from 'node:http';
      let last = '';
      http.createServer(async (_req, res) => {
        const [date, ms] = [Date.now(), performance.now()];
        const since = () => [Date.now() - date, performance.now() - ms].map((took) => Math.floor(took / 1000)).join();
        await globalThis[Symbol.for('ecom-lab.store')]();
        const inHandler = since();
        res.on('finish', () => { last = inHandler + ',' + since(); });
        res.end(last);
      }).listen(3000);`);
    await using run = await startIn(workspace);
    const answer = async (): Promise<string> => (await fetch(`http://${run.address(3000)}`)).text();
    await run.takeTime(5000, never);
    await answer();
    await run.takeTime(0, never);
    expect([await answer(), await answer()]).toEqual(['5,5,10,10', '0,0,0,0']);
  });

  test('leaves no process, no port and no file behind', async () => {
    await using workspace = await makeWorkspace('forks.ts');
    const run = await startIn(workspace);
    const child = Number(await (await fetch(`http://${run.address(3000)}`)).text());
    const port = Number(run.address(3000)?.split(':')[1]);
    await run.stop();
    await run.stop();
    expect([isRunning(run.pid), isRunning(child), await accepts(port)]).toEqual([false, false, false]);
    expect(await readdir(join(workspace.dir, '.ecom-lab', 'run'))).toEqual([]);
    expect(run.address(3000)).toBeUndefined();
    expect(await run.exited).toMatchObject({ signal: 'SIGKILL' });
    await expect(run.registries(never)).rejects.toMatchObject({ code: 'app-gone' });
  });

  test('moves every call of listen to 127.0.0.1, except pipes', async () => {
    await using workspace = await makeWorkspace('listens.ts');
    await using run = await startIn(workspace);
    for (const [port, name] of [
      [3000, 'plain'],
      [3010, 'string port'],
      [3011, 'host'],
      [3012, 'ipv6'],
      [3013, 'options'],
      [3014, 'backlog and callback'],
      [0, 'any'],
    ] as const) {
      const address = await run.whenListening(port, never);
      expect(await (await fetch(`http://${address}`)).text()).toBe(name);
    }
    // A port asked for twice collides, and the words name the port that the learner knows.
    expect(run.listens).toContainEqual({
      status: 'failed',
      asked: 3000,
      code: 'EADDRINUSE',
      message: 'listen EADDRINUSE: address already in use 127.0.0.1:3000',
    });
    expect(run.lastLines(9)).toEqual(
      expect.arrayContaining([
        'synchronous address: object',
        'pipe listens',
        'listen EADDRINUSE: address already in use 127.0.0.1:3000',
      ]),
    );
    expect(run.lastLines(9)).toHaveLength(3);
  });

  test('shows the app its own folder, and nothing of the lab', async () => {
    await using workspace = await makeWorkspace('place.ts', 'my “lab” ü');
    const env = { ...process.env, NODE_OPTIONS: '--no-warnings', NODE_EXTRA_CA_CERTS: '/nowhere.pem' };
    const start = await startIsolatedRun({ ...workspace.options, env, signal: never });
    if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
    const main = join(workspace.dir, 'main.ts');
    expect(await (await fetch(`http://${start.run.address(3000)}`)).json()).toEqual({
      url: main,
      argv1: main,
      cwd: workspace.dir,
      packageType: 'module',
      express: 'function',
      send: 'undefined',
      hookVariable: 'none',
      nodeOptions: 'none',
      caCerts: 'none',
    });
    expect(start.run.lastLines(9)).toEqual([]);
    await start.run.stop();
  });

  test('reads every registry, including metrics without samples but not registries that are only views', async () => {
    await using workspace = await makeWorkspace('registries.ts');
    await using run = await startIn(workspace);
    for (let scrape = 1; scrape <= 2; scrape += 1) {
      const [main, broken, openMetrics, ...others] = await run.registries(never);
      expect(others).toEqual([]);
      expect(main).toMatchObject({
        isDefault: true,
        contentType: 'text/plain; version=0.0.4; charset=utf-8',
        metrics: [{ name: 'duration_seconds', type: 'histogram', help: 'Duration', labelNames: ['path'] }],
      });
      expect(broken).toMatchObject({
        isDefault: false,
        text: '',
        error: 'no reading',
        metrics: [{ name: 'broken_gauge' }],
      });
      expect(openMetrics).toMatchObject({
        contentType: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
        text: '# HELP orders Orders\n# TYPE orders counter\norders_total 3\n# EOF\n',
        metrics: [{ name: 'orders_total', type: 'counter' }],
      });
    }
  });

  test('recognizes each registry, and whether the app has postponed work', async () => {
    await using workspace = await makeWorkspace('registries.ts');
    await using run = await startIn(workspace);
    const ids = async () => (await run.registries(never)).map(({ id }) => id);
    expect(new Set(await ids()).size).toBe(3);
    expect(await ids()).toEqual(await ids());
    expect(await run.whenIdle(never)).toMatchObject({ hasTimers: false });

    await using busy = await makeWorkspace(
      `import http from 'node:http';\nhttp.createServer().listen(3000);\nsetInterval(() => undefined, 60_000);\n`,
    );
    await using busyRun = await startIn(busy);
    expect(await busyRun.whenIdle(never)).toMatchObject({ hasTimers: true });
  });

  test('is read once no request is open', async () => {
    await using workspace = await makeWorkspace('shop.ts');
    await using run = await startIn(workspace);
    await run.hold(never);
    open(run, '/products');
    await whenHeld(run, 1);
    const reading = run.readIdle(never);
    await run.release(never);
    const { rest, registries } = await reading;
    expect(rest).toMatchObject({ open: 0, held: 0 });
    expect(registries.map(({ text }) => text).join('')).toContain('http_requests_total{path="products"} 1\n');
  });

  test('finds no registry if the app has none', async () => {
    await using workspace = await makeWorkspace('busy.ts');
    await using run = await startIn(workspace);
    expect(await run.registries(never)).toEqual([]);
  });

  test('holds store calls until they are released, counts them, and reports when no request is open', async () => {
    await using workspace = await makeWorkspace('shop.ts');
    await using run = await startIn(workspace);
    await run.whenIdle(never);
    await run.hold(never);
    const requests = [1, 2, 3].map(() => open(run, '/products'));
    await whenHeld(run, 3);
    expect(await gauge(run)).toBe('3');
    await expect(run.whenIdle(AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'TimeoutError' });

    // One is aborted by its client: its response is closed, the others stay open.
    requests[0]?.destroy();
    await expect(run.whenIdle(AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'TimeoutError' });
    await run.release(never);
    await run.whenIdle(never);
    expect(await gauge(run)).toBe('0');
  });

  test('releases those that have waited longest, and keeps the others', async () => {
    await using workspace = await makeWorkspace('shop.ts');
    await using run = await startIn(workspace);
    await run.hold(never);
    const first = fetch(`http://${run.address(3000)}/products`);
    await whenHeld(run, 1);
    open(run, '/products');
    await whenHeld(run, 2);
    await run.release(never, 1);
    expect((await first).status).toBe(200);
    expect(await gauge(run)).toBe('1');
    await run.release(never);
    await run.whenIdle(never);
    expect(await gauge(run)).toBe('0');
  });

  test('makes store calls fail, and work again', async () => {
    await using workspace = await makeWorkspace('shop.ts');
    await using run = await startIn(workspace);
    const ask = async (): Promise<string> => (await fetch(`http://${run.address(3000)}/products`)).text();
    expect(await ask()).toBe('product');
    await run.failStore(true, never);
    expect(await ask()).toContain('Error: the store is not available');
    await run.failStore(false, never);
    expect(await ask()).toBe('product');
    await run.whenIdle(never);
    expect(await gauge(run)).toBe('0');
  });

  test('makes store calls slow', async () => {
    await using workspace = await makeWorkspace('shop.ts');
    await using run = await startIn(workspace);
    await run.slowStore(200, never);
    const fromMs = performance.now();
    await fetch(`http://${run.address(3000)}/products`);
    expect(performance.now() - fromMs).toBeGreaterThan(190);
  });

  test('breaks a share of one call of the store, and repairs it', async () => {
    await using workspace = await makeWorkspace('shop.ts');
    await using run = await startIn(workspace);
    const ask = async (path: string): Promise<number> => {
      const { status, body } = await fetch(`http://${run.address(3000)}${path}`);
      await body?.cancel();
      return status;
    };
    await run.breakStore({ call: 'products', does: 'fail', share: 0.5 }, never);
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push(await ask('/products'));
    expect(statuses).toEqual([200, 500, 200, 500]);
    await run.breakStore(undefined, never);
    expect(await ask('/products')).toBe(200);
  });

  test('reports that a busy app does not respond', async () => {
    await using workspace = await makeWorkspace('busy.ts');
    await using run = await startIn(workspace);
    await fetch(`http://${run.address(3000)}/busy`);
    await expect(run.registries(AbortSignal.timeout(300))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('accepts 100 MB of output and keeps the end of it', async () => {
    await using workspace = await makeWorkspace('shouts.ts');
    const start = await startIsolatedRun({ ...workspace.options, signal: never, startTimeoutMs: 50_000 });
    if (start.status === 'failed') throw new Error(JSON.stringify(start.failure));
    await start.run.stop();
    const lines = start.run.lastLines(1_000_000);
    expect(lines.at(-1)).toBe('that was all');
    expect(lines.join('\n').length).toBeLessThan(300_000);
  });

  test('that is aborted during its start leaves nothing behind', async () => {
    await using workspace = await makeWorkspace('waits.ts');
    const controller = new AbortController();
    const start = startIsolatedRun({ ...workspace.options, signal: controller.signal });
    setTimeout(() => controller.abort(new Error('enough')), 300);
    await expect(start).rejects.toThrow('enough');
    expect(await readdir(join(workspace.dir, '.ecom-lab', 'run'))).toEqual([]);
  });
});
