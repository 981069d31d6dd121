// Bundles one stage of the shop API and runs it as a real process on free ports, ended after the test.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const preload = new URL('preload.mjs', import.meta.url).href;

export type StageName =
  | 'base'
  | 'plain-counter'
  | 'labeled-counter'
  | 'error-counter'
  | 'in-progress-gauge'
  | 'outcome-counter'
  | 'duration-histogram'
  | 'bounded-labels';

type Report =
  | { readonly kind: 'listening'; readonly asked: number; readonly got: number }
  | { readonly kind: 'store-call'; readonly call: string }
  | { readonly kind: 'closed' };

export interface RunningStage {
  /** `http://127.0.0.1:PORT` of the shop. */
  readonly api: string;
  /** `http://127.0.0.1:PORT` of the metrics. */
  readonly metrics: string;
  /** The ports it has asked for and got so far. */
  listening(): readonly number[];
  /** What the store does from now on. Anything but `hold` lets held calls go. */
  order(mode: 'work' | 'hold' | 'fail'): Promise<void>;
  /** Resolves when the store was called this many times since the start. */
  whenCalled(count: number): Promise<readonly string[]>;
  /** Resolves when this many responses are closed, of either port, since the start. */
  whenClosed(count: number): Promise<void>;
  /** The sample lines of the metrics page, without comments. */
  samples(): Promise<readonly string[]>;
  /** Sends one request to the shop and answers `STATUS body`. */
  ask(method: string, path: string): Promise<string>;
}

interface StageOptions {
  /** The test gives orders to the store. @default the stage's own pretend database */
  readonly isStoreOurs?: boolean;
  /** Asked-for port -> port to use. @default free ports */
  readonly ports?: Readonly<Record<string, number>>;
}

/** Starts a stage without waiting for anything; for stages that are meant to fail. */
export async function spawnStage(name: StageName, options: StageOptions = {}): Promise<ChildProcess> {
  const dir = await mkdtemp(path.join(tmpdir(), 'ecom-stage-'));
  onTestFinished(() => rm(dir, { recursive: true }));
  await symlink(path.join(root, 'node_modules'), path.join(dir, 'node_modules'), 'junction');
  await build({
    entryPoints: [path.join(root, 'src/app', `${name}.ts`)],
    outfile: path.join(dir, 'main.mjs'),
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
  const child = spawn(process.execPath, ['--import', preload, path.join(dir, 'main.mjs')], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      STAGE_PORTS: JSON.stringify(options.ports ?? {}),
      STAGE_STORE: options.isStoreOurs === true ? 'ours' : 'own',
    },
  });
  const ended = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return child;
}

/** Starts a stage and waits until the ports it asks for are open. */
export async function startStage(name: StageName, options: StageOptions = {}): Promise<RunningStage> {
  const child = await spawnStage(name, options);
  const { reports, whenReported } = collectReports(child);
  const whenListening = async (asked: number): Promise<string> => {
    const isIt = (report: Report) => report.kind === 'listening' && report.asked === asked;
    await whenReported(isIt, 1);
    const found = reports.find(isIt);
    return `http://127.0.0.1:${found?.kind === 'listening' ? found.got : 'closed'}`;
  };
  const api = await whenListening(3000);
  const metrics = name === 'base' ? 'none' : await whenListening(8000);

  return {
    api,
    metrics,
    listening: () => reports.flatMap((report) => (report.kind === 'listening' ? [report.asked] : [])),
    order: (mode) =>
      new Promise((resolve, reject) => {
        child.send({ mode }, (error) => (error ? reject(error) : resolve()));
      }),
    async whenCalled(count) {
      await whenReported((report) => report.kind === 'store-call', count);
      return reports.flatMap((report) => (report.kind === 'store-call' ? [report.call] : []));
    },
    whenClosed: (count) => whenReported((report) => report.kind === 'closed', count),
    async samples() {
      const text = await (await fetch(`${metrics}/metrics`)).text();
      return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    },
    async ask(method, where) {
      const answer = await fetch(`${api}${where}`, { method });
      return `${answer.status} ${await answer.text()}`;
    },
  };
}

function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

/** Keeps what the preload reports, and lets a test wait for a number of reports of one sort. */
function collectReports(child: ChildProcess) {
  const reports: Report[] = [];
  const waiting = new Set<() => void>();
  let exit: string | undefined;
  const wakeAll = () => waiting.forEach((wake) => wake());
  child.on('message', (report) => {
    if (!isReport(report)) throw new Error(`not a report of the preload: ${JSON.stringify(report)}`);
    reports.push(report);
    wakeAll();
  });
  child.on('exit', (code, signal) => {
    exit = `the stage ended with ${code ?? signal}`;
    wakeAll();
  });
  const whenReported = (isIt: (report: Report) => boolean, count: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const wake = () => {
        const isEnough = reports.filter((report) => isIt(report)).length >= count;
        if (!isEnough && exit === undefined) return;
        waiting.delete(wake);
        if (isEnough) resolve();
        else reject(new Error(exit));
      };
      waiting.add(wake);
      wake();
    });
  return { reports, whenReported };
}
