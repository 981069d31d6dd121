// Real folders, servers and Prometheuses for the tests of this room. Everything ends with the test that asked for it.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { LabError } from '../../../src/lab/model/errors.ts';

/** A folder that goes with the test; its name has a space and a letter beyond ASCII, as learners' folders do. */
export async function tempDir(): Promise<string> {
  const dir = await mkdtemp(join(await realpath(tmpdir()), 'lab prométheus-'));
  onTestFinished(() => rm(dir, { recursive: true, force: true, maxRetries: 3 }));
  return dir;
}

/** An HTTP server on a free loopback port. */
export async function serve(
  listener: RequestListener,
  port = 0,
): Promise<{ server: Server; url: string; port: number }> {
  const server = createServer(listener);
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('a TCP server has an address');
  return { server, url: `http://127.0.0.1:${address.port}`, port: address.port };
}

/** A page of metrics to scrape. */
export function serveMetrics(): Promise<{ server: Server; url: string; port: number }> {
  return serve((_, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8');
    response.end('# HELP shop_visits_total Visits\n# TYPE shop_visits_total counter\nshop_visits_total 7\n');
  });
}

/** A loopback port that nothing listens on. */
export async function freePort(): Promise<number> {
  const { server, port } = await serve(() => undefined);
  server.close();
  await once(server, 'close');
  return port;
}

/** Whether a connection to the port is taken. */
export async function isListening(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Asks until the answer is the wanted one: for what changes in another process, of which there is no event here. */
export async function eventually(isSo: () => Promise<boolean> | boolean, limitMs = 30_000): Promise<void> {
  const endsAt = performance.now() + limitMs;
  while (!(await isSo())) {
    if (performance.now() > endsAt) throw new Error(`not so after ${limitMs} ms`);
    await delay(50);
  }
}

/** Whether a process of that id runs. One that has ended and waits for init to collect it (state Z) does not. */
export function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

/** The LabError that a promise rejects with; the test fails if there is none. */
export async function labErrorOf(promise: Promise<unknown>): Promise<LabError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(LabError);
  if (!(error instanceof LabError)) throw error;
  return error;
}

export interface ForeignPrometheus {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** A Prometheus that the lab did not start. */
export async function startForeignPrometheus(options: {
  readonly binary: string;
  readonly configFile: string;
  readonly dataDir: string;
  readonly hasLifecycle: boolean;
  readonly port?: number;
}): Promise<ForeignPrometheus> {
  const port = options.port ?? (await freePort());
  const flags = [
    `--config.file=${options.configFile}`,
    `--storage.tsdb.path=${options.dataDir}`,
    `--web.listen-address=127.0.0.1:${port}`,
    ...(options.hasLifecycle ? ['--web.enable-lifecycle'] : []),
  ];
  const child = spawn(options.binary, flags, { stdio: 'ignore' });
  const exited = once(child, 'exit');
  const stop = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(stop);
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    if (child.exitCode !== null) throw new Error(`the test's Prometheus ended with ${child.exitCode}`);
    return fetch(`${url}/-/ready`).then(
      (response) => response.ok,
      () => false,
    );
  });
  return { url, pid: child.pid ?? 0, stop };
}
