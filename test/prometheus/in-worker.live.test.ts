// The embedded server in its thread: the owner stays free, ends it at any moment, and is told of its end.
import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { EmbeddedStartError, startPrometheus, type EmbeddedServer } from '../../src/prometheus/index.ts';
import { LAB_BIN } from '../support/lab.ts';

const workerFile = join(dirname(LAB_BIN), 'prometheus-worker.js');
/** Evaluates for longer than any test waits. */
const HEAVY = 'sum_over_time(quantile_over_time(0.5, vector(time())[6h:1s])[6h:1s])';

async function place(config = ''): Promise<{ readonly configFile: string; readonly dataDir: string }> {
  const dir = await mkdtemp(join(await realpath(tmpdir()), 'embedded-thread-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const configFile = join(dir, 'prometheus.yml');
  await writeFile(configFile, config);
  return { configFile, dataDir: join(dir, 'data') };
}

async function start(options: {
  readonly configFile: string;
  readonly dataDir: string;
}): Promise<EmbeddedServer> {
  const server = await startPrometheus({ ...options, port: 0, workerFile });
  onTestFinished(() => server.stop());
  return server;
}

const ask = (server: EmbeddedServer, query: string): Promise<Response> =>
  fetch(`${server.url}/api/v1/query?${new URLSearchParams({ query }).toString()}`);

describe('the embedded server in a thread', () => {
  test('responds, reloads, and rejects an invalid file with the location', async () => {
    const where = await place('global:\n  scrape_interval: 1s\n');
    const server = await start(where);
    expect(await (await ask(server, '1 + 1')).json()).toMatchObject({
      data: { result: [expect.any(Number), '2'] },
    });
    await expect(server.reload()).resolves.toEqual({ status: 'reloaded' });
    await writeFile(where.configFile, 'globl: {}\n');
    await expect(server.reload()).resolves.toMatchObject({ status: 'rejected' });
    await server.whenIdle();
  });

  test('serves the page and its parts, as the build puts them together', async () => {
    const server = await start(await place());
    for (const [address, part] of [
      ['/', '<!doctype html>'],
      ['/targets', '<!doctype html>'],
      ['/alerts', '<!doctype html>'],
      ['/rules', '<!doctype html>'],
      ['/assets/page.js', 'import'],
      ['/assets/alerts-view.js', 'import'],
      ['/assets/rules-view.js', 'import'],
    ]) {
      const response = await fetch(`${server.url}${address}`);
      expect(response.status).toBe(200);
      expect((await response.text()).toLowerCase()).toContain(part);
    }
  });

  test('reports why it cannot start, like a server in this thread', async () => {
    const broken = await place('globl: {}\n');
    await expect(startPrometheus({ ...broken, port: 0, workerFile })).rejects.toMatchObject({
      name: 'EmbeddedStartError',
      code: 'bad-config',
    });
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void holder.close());
    const address = holder.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const refused = startPrometheus({ ...(await place()), port, workerFile });
    await expect(refused).rejects.toBeInstanceOf(EmbeddedStartError);
    await expect(refused).rejects.toMatchObject({ code: 'port-taken' });
  });

  test('does not block its owner while it evaluates, and can be stopped meanwhile', async () => {
    const where = await place();
    const server = await start(where);
    const asked = ask(server, HEAVY).then(
      () => 'answered',
      () => 'cut off',
    );
    // An owner that was held up would come to its twenty turns only after the answer.
    for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(await Promise.race([asked, Promise.resolve('not yet')])).toBe('not yet');
    const stoppedAt = performance.now();
    await server.stop();
    // What the lab promises of its end.
    expect(performance.now() - stoppedAt).toBeLessThan(2_000);
    expect(await asked).toBe('cut off');
    // What was cut off has left nothing that another one stumbles over.
    const next = await start(where);
    expect((await ask(next, '1')).status).toBe(200);
  });

  test('reports its end to its owner, and does nothing afterwards', async () => {
    const server = await start(await place());
    await server.stop();
    await expect(server.died).resolves.toContain('has ended');
    await expect(server.reload()).rejects.toThrow('ended');
  });

  test('keeps its samples over a clean shutdown', async () => {
    const where = await place();
    await mkdir(where.dataDir, { recursive: true });
    const server = await start(where);
    await server.stop();
    expect(await readdir(where.dataDir)).not.toContain('lock');
  });
});
