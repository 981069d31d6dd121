// What `doctor` tries rather than looks at: a small write, a process, a file that is watched and changed, a server asked
// by the name localhost. Each is what the lab itself does later.
import { lookup } from 'node:dns/promises';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, get } from 'node:http';
import path from 'node:path';
import { watchFiles } from '../../app-process/index.ts';
import { runBound } from '../../children/run-bound.ts';
import { cli } from '../../words/index.ts';
import { startDeadline } from '../../model/deadline.ts';
import type { Host } from '../io/host.ts';
import { listenOn } from '../../../http/listen.ts';

export interface Finding {
  /** Stable: `node`, `port-3000`, `prometheus`, `workspace`, `registry` … */
  readonly check: string;
  readonly status: 'good' | 'warning' | 'problem';
  readonly message: string;
  readonly remedy?: string;
}

const words = cli.doctor;

/** Longer than any of these takes on a slow machine. */
const TRY_MS = 10_000;
const NAME = 'ecom-lab-doctor-';
const CONTENT = 'written by ecom-lab doctor\n';

/** Writes a file in the folder, or in the nearest one above it that exists, and watches it change. */
export async function* tryFolder(host: Host, dir: string): AsyncGenerator<Finding> {
  const place = await nearestFolder(dir);
  const written = await attempt(() => mkdtemp(path.join(place, NAME)));
  if ('fault' in written) {
    yield unwritable(place, written.fault);
    return;
  }
  const folder = written.value;
  try {
    const file = await attempt(() => writeFile(path.join(folder, 'write.txt'), CONTENT, { flush: true }));
    yield 'fault' in file
      ? unwritable(place, file.fault)
      : { check: 'writable', status: 'good', ...words.writable(place) };
    if (!('fault' in file)) yield await tryWatch(host, folder, place);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const unwritable = (place: string, fault: string): Finding => ({
  check: 'writable',
  status: 'problem',
  ...words.unwritable(place, fault),
});

async function nearestFolder(dir: string): Promise<string> {
  const found = await stat(dir).catch(() => undefined);
  return found?.isDirectory() === true || dir === path.dirname(dir) ? dir : nearestFolder(path.dirname(dir));
}

async function tryWatch(host: Host, folder: string, place: string): Promise<Finding> {
  const deadline = startDeadline(host.signal, TRY_MS);
  const stop = new AbortController();
  const signal = AbortSignal.any([deadline.signal, stop.signal]);
  let isSeen = false;
  const watch = watchFiles({
    dir: folder,
    isSource: () => true,
    signal,
    onChange: () => {
      isSeen = true;
      stop.abort();
    },
  });
  await watch.ready;
  await writeFile(path.join(folder, 'watched.ts'), CONTENT);
  const end = await watch.ended;
  deadline.clear();
  host.signal.throwIfAborted();
  if (isSeen) return { check: 'watch', status: 'good', ...words.watched(place) };
  const said = end.status === 'failed' ? end.message : undefined;
  return { check: 'watch', status: 'warning', ...words.unwatched(place, said, TRY_MS) };
}

/** Starts Node as the lab starts the app. */
export async function tryProcess(host: Host): Promise<Finding> {
  const deadline = startDeadline(host.signal, TRY_MS);
  const started = await attempt(() =>
    runBound({
      file: host.nodePath,
      args: ['-e', 'process.stdout.write("started")'],
      cwd: path.dirname(host.nodePath),
      env: { ...host.env, NODE_OPTIONS: '' },
      platform: host.platform,
      signal: deadline.signal,
    }),
  );
  deadline.clear();
  host.signal.throwIfAborted();
  if ('value' in started && started.value.stdout === 'started') {
    return { check: 'process', status: 'good', ...words.process };
  }
  const reason = 'fault' in started ? { said: started.fault } : failureOf(started.value);
  return { check: 'process', status: 'problem', ...words.noProcess(host.nodePath, reason) };
}

const failureOf = ({ error, code, stderr }: Awaited<ReturnType<typeof runBound>>) =>
  error === undefined ? { code, stderr: stderr.slice(0, 200) } : { said: error.message };

/** Listens on a free port and asks it by the name localhost, as browsers and Prometheus do. */
export async function tryLocalhost(host: Host): Promise<Finding> {
  const asked = await attempt(() => askLocalhost(host.signal));
  host.signal.throwIfAborted();
  const fault = 'fault' in asked ? { said: asked.fault } : asked.value;
  return fault === undefined
    ? { check: 'localhost', status: 'good', ...words.localhost }
    : { check: 'localhost', status: 'problem', ...words.noLocalhost(fault) };
}

/** What is wrong with the response; undefined where it is right. */
async function askLocalhost(
  signal: AbortSignal,
): Promise<{ readonly address: string } | 'other-program' | undefined> {
  const addresses = (await lookup('localhost', { all: true })).map(({ address }) => address);
  const odd = addresses.find((address) => !/^127\.|^::1$/.test(address));
  if (odd !== undefined) return { address: odd };
  const server = createServer((_req, res) => res.end(CONTENT));
  const deadline = startDeadline(signal, TRY_MS);
  try {
    const port = await listenOn(server, 0, '127.0.0.1');
    const body = await new Promise<string>((resolve, reject) => {
      const url = `http://localhost:${port}/`;
      get(url, { agent: false, signal: deadline.signal }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => resolve(text)).on('error', reject);
      }).on('error', reject);
    });
    return body === CONTENT ? undefined : 'other-program';
  } finally {
    deadline.clear();
    server.closeAllConnections();
    server.close();
  }
}

/** The outcome of something that a system may refuse in many ways: each is told in its own words. */
async function attempt<T>(
  act: () => Promise<T>,
): Promise<{ readonly value: T } | { readonly fault: string }> {
  try {
    return { value: await act() };
  } catch (error) {
    return { fault: error instanceof Error ? error.message : String(error) };
  }
}
