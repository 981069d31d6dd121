// What only the owner of a real process can go through: its death, its crash, and the runner's own end.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, onTestFinished, test } from 'vitest';
import { probeBinary } from '../../../src/lab/prometheus/binaries/binary.ts';
import { startManagedPrometheus, type ManagedOptions } from '../../../src/lab/prometheus/managed/start.ts';
import { isPrometheusMissing, prometheusPath } from '../../support/real-prometheus.ts';
import { eventually, isAlive, isListening, labErrorOf, serveMetrics, tempDir } from './support.ts';

const never = new AbortController().signal;

async function place(config = ''): Promise<Omit<ManagedOptions, 'binary'>> {
  const dir = await tempDir();
  const configFile = join(dir, 'prometheus.yml');
  await writeFile(configFile, config);
  return { configFile, dataDir: join(dir, 'data'), port: 0, platform: process.platform, signal: never };
}

/** The processes whose command line names the data folder: Prometheus and its guard. */
function pidsOn(dataDir: string): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return table
    .filter((line) => line.includes(dataDir) && !line.includes('run-managed'))
    .map((line) => Number.parseInt(line, 10));
}

async function started(options: Omit<ManagedOptions, 'binary'>) {
  const provider = await startManagedPrometheus({
    ...options,
    binary: await probeBinary(prometheusPath(), never),
  });
  onTestFinished(() => provider.stop());
  return provider;
}

/** A program that calls itself Prometheus and does as the script says. */
async function fakeBinary(script: string): Promise<string> {
  const path = join(await tempDir(), 'prometheus');
  await writeFile(
    path,
    `#!${process.execPath}\nif (process.argv[2] === '--version') console.log('prometheus, version 9.9.9');\nelse if (process.argv[2] === '--help') console.log('usage');\nelse { ${script} }\n`,
  );
  await chmod(path, 0o755);
  return path;
}

describe.skipIf(isPrometheusMissing)('a managed Prometheus', () => {
  test.each(['SIGKILL', 'SIGTERM', 'SIGHUP'] as const)(
    'ends within two seconds of a runner that ends by %s',
    async (signal) => {
      const options = await place();
      const bundle = join(await tempDir(), 'run-managed.mjs');
      await build({
        entryPoints: [fileURLToPath(new URL('run-managed.ts', import.meta.url))],
        outfile: bundle,
        bundle: true,
        platform: 'node',
        format: 'esm',
      });
      const args = [bundle, prometheusPath(), options.configFile, options.dataDir];
      const runner = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      onTestFinished(() => {
        for (const pid of [...pidsOn(options.dataDir), runner.pid ?? 0])
          if (isAlive(pid)) process.kill(pid, 'SIGKILL');
      });
      const [url] = await once(runner.stdout, 'data');
      const port = Number(new URL(String(url)).port);
      const pids = pidsOn(options.dataDir);
      expect(await isListening(port)).toBe(true);
      runner.kill(signal);
      await eventually(async () => !(await isListening(port)) && !pids.some(isAlive), 2000);
      // The store was locked by a process that was killed: the next start must take it over.
      const again = await started(options);
      expect(again.status()).toEqual({ isRunning: true });
    },
  );

  test('leaves no process when it is stopped', async () => {
    const options = await place();
    const provider = await started(options);
    const pids = pidsOn(options.dataDir);
    expect(pids).toHaveLength(2);
    await provider.stop();
    await eventually(() => !pids.some(isAlive));
  });

  test('that dies is reported by its status with its last lines, and restarts with its samples', async () => {
    const shop = await serveMetrics();
    const options = await place(
      `global: {scrape_interval: 1s}\nscrape_configs: [{job_name: shop, static_configs: [{targets: ['127.0.0.1:${shop.port}']}]}]`,
    );
    const provider = await started(options);
    const value = async () => {
      const answer = await provider.api.query('last_over_time(shop_visits_total[5m])', never);
      return answer.resultType === 'vector' ? answer.result[0]?.value[1] : undefined;
    };
    await eventually(async () => (await value()) === '7');
    const [pid = 0] = pidsOn(options.dataDir);
    process.kill(pid, 'SIGKILL');
    await eventually(() => !provider.status().isRunning);
    expect(provider.status()).toEqual({
      isRunning: false,
      reason: { kind: 'exited', code: null, signal: 'SIGKILL', lines: expect.anything() },
    });
    expect(await labErrorOf(provider.api.query('up', never))).toMatchObject({
      code: 'prometheus-unreachable',
    });
    expect(await provider.restart(never)).toEqual({ status: 'reloaded' });
    expect(provider.status()).toEqual({ isRunning: true });
    expect(await value()).toBe('7');
  });

  test('does not share its data with a second one', async () => {
    const options = await place();
    await started(options);
    const error = await labErrorOf(started(options));
    expect(error).toMatchObject({
      code: 'prometheus-data-in-use',
      fact: { dir: options.dataDir },
    });
  });

  test('passes on its log line by line', async () => {
    const lines: string[] = [];
    await started({ ...(await place()), log: (line) => lines.push(line) });
    expect(lines.some((line) => line.includes('Server is ready to receive web requests.'))).toBe(true);
    expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  });

  test('is stopped when the caller aborts during its start', async () => {
    const options = await place();
    const abort = new AbortController();
    const reason = new Error('Ctrl-C');
    const starting = started({ ...options, signal: abort.signal, log: () => abort.abort(reason) });
    await expect(starting).rejects.toBe(reason);
    await eventually(() => pidsOn(options.dataDir).length === 0);
  });

  test('that is stopped during a restart ends and does not start again', async () => {
    const options = await place();
    const provider = await started(options);
    const restarting = provider.restart(never).catch((error: unknown) => error);
    await provider.stop();
    await restarting;
    await eventually(() => pidsOn(options.dataDir).length === 0);
    expect(await labErrorOf(provider.restart(never))).toMatchObject({ code: 'prometheus-stopped' });
  });

  test('that freezes is killed by stop', async () => {
    const options = await place();
    const provider = await started({ ...options, stopTimeoutMs: 200 });
    const pids = pidsOn(options.dataDir);
    process.kill(pids[0] ?? 0, 'SIGSTOP');
    await provider.stop();
    await eventually(() => !pids.some(isAlive));
    expect(provider.status()).toMatchObject({ isRunning: false });
  });

  test('needs a writable folder', async () => {
    const options = await place();
    const blocked = join(options.dataDir, 'file');
    await mkdir(options.dataDir);
    await writeFile(blocked, '');
    const error = await labErrorOf(started({ ...options, dataDir: join(blocked, 'data') }));
    expect(error).toMatchObject({
      code: 'data-folder-unwritable',
      fact: { dir: join(blocked, 'data') },
    });
  });
});

describe('a managed Prometheus that cannot start', () => {
  test('is named with its exit code and last lines', async () => {
    const path = await fakeBinary(
      `console.error('one'); console.error('ts=1 err="out of memory"'); process.exit(3)`,
    );
    const binary = await probeBinary(path, never);
    const error = await labErrorOf(startManagedPrometheus({ ...(await place()), binary }));
    expect(error).toMatchObject({
      code: 'prometheus-crashed',
      fact: { reason: { kind: 'exited', code: 3, signal: null, lines: ['one', 'ts=1 err="out of memory"'] } },
    });
  });

  test('is given up if it never becomes ready, and is killed even if it refuses to end', async () => {
    const pidFile = join(await tempDir(), 'pid');
    const path = await fakeBinary(
      `process.on('SIGTERM', () => {}); require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => {}, 1000)`,
    );
    const binary = await probeBinary(path, never);
    const starting = startManagedPrometheus({
      ...(await place()),
      binary,
      readyTimeoutMs: 1500,
      stopTimeoutMs: 100,
    });
    expect(await labErrorOf(starting)).toMatchObject({ code: 'prometheus-not-ready' });
    expect(isAlive(Number(await readFile(pidFile, 'utf8')))).toBe(false);
  });

  /** The port of its command line, `ready` and `flags` as Prometheus answers them. */
  const SERVER = `
    const asked = (flag) => process.argv.find((arg) => arg.startsWith(flag)).slice(flag.length);
    const port = /:(\\d+)$/.exec(asked('--web.listen-address='))[1];
    const ready = 'Prometheus Server is Ready.';
    const flags = (dataDir) => JSON.stringify({ status: 'success', data: { 'storage.tsdb.path': dataDir } });
    const serve = (answer) => require('node:http').createServer((q, s) => answer(q.url, s)).listen(port, '127.0.0.1');`;

  test.for([
    ['another Prometheus', `serve((url, s) => s.end(url === '/-/ready' ? ready : flags('/elsewhere')))`],
    ['a web page', `serve((url, s) => s.end('<html>Hello</html>'))`],
    ['a program that refuses', `serve((url, s) => { s.statusCode = 404; s.end() })`],
  ] as const)('never looks ready because %s took its port', async ([, script]) => {
    const binary = await probeBinary(await fakeBinary(SERVER + script), never);
    expect(await labErrorOf(startManagedPrometheus({ ...(await place()), binary }))).toMatchObject({
      code: 'port-taken',
    });
  });

  test('is waited for where another server held its port for a moment', async () => {
    const path = await fakeBinary(`${SERVER}
      const other = serve((url, s) => {
        s.setHeader('connection', 'close').end(ready);
        other.close(() => setTimeout(own, 300));
      });
      const own = () => serve((url, s) => s.end(url === '/-/ready' ? ready : flags(asked('--storage.tsdb.path='))));`);
    const provider = await startManagedPrometheus({
      ...(await place()),
      binary: await probeBinary(path, never),
    });
    onTestFinished(() => provider.stop());
    expect(provider.status()).toEqual({ isRunning: true });
  });
});
