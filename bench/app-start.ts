// The learner's app: its bare start, its start under the lab, and from a save to the verdict of step 4.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { get } from 'node:http';
import path from 'node:path';
import { build } from 'esbuild';
import { disposeAppProcess, findFreePort, startIsolatedRun } from '../src/lab/app-process/index.ts';
import { openSession } from '../src/lab/session/open.ts';
import { planFreePorts } from '../src/lab/session/live/ports.ts';
import { createWorkspace, fileStateAfter, readFileState } from '../src/lab/workspace/index.ts';
import type { BenchPlace } from './place.ts';
import { median, type BenchRow } from './row.ts';

const ROUNDS = 11;
const READY_LIMIT = 1.3;
const VERDICT_LIMIT = 1.3;
const never = new AbortController().signal;

export interface AppStartBench {
  readonly rows: readonly BenchRow[];
  readonly bareStartMs: number;
}

/** Both ratios, measured in turns so that noise meets all alike. */
export async function benchAppStart(bench: BenchPlace): Promise<AppStartBench> {
  const { course, place } = bench;
  const { workspace } = await createWorkspace({
    dir: path.join(bench.dir, 'app'),
    course,
    packages: place.runtime.packages,
  });
  const files = await readFileState(fileStateAfter(course, 'count-requests'), place.runtime.packages);
  const solution = files.get(course.app.entry) ?? '';
  for (const [file, text] of files) await writeFile(path.join(workspace.dir, file), text);
  await place.runtime.packages.link(workspace.dir, ['prom-client']);
  const bare = await buildBare(bench, solution);

  const ports = await planFreePorts(course.app.ports);
  let onVerdict: (status: string) => void = ignore;
  let onStarted: () => void = ignore;
  const session = await openSession({
    dir: workspace.dir,
    course,
    prometheus: 'embedded',
    place,
    ports,
    signal: never,
    isInteractive: true,
  });
  session.subscribe(({ event }) => {
    if (event.kind === 'check-finished' && event.trigger === 'save') onVerdict(event.report.status);
    if (event.kind === 'app-started') onStarted();
  });
  const verdictAfterSave = async (text: string): Promise<number> => {
    const verdict = new Promise<string>((resolve) => (onVerdict = resolve));
    const restarted = new Promise<void>((resolve) => (onStarted = resolve));
    const startedAt = performance.now();
    await writeFile(path.join(workspace.dir, course.app.entry), text);
    const status = await verdict;
    const took = performance.now() - startedAt;
    if (status !== 'pass') throw new Error(`the solution of step 4 was judged ${status}`);
    // The app starts again after the verdict: the next measurement must not meet it.
    await restarted;
    return took;
  };
  try {
    await session.call('enter', { step: 'count-requests' }, never);
    await session.call('restart', { what: 'app' }, never);
    const times: { readonly bare: number[]; readonly ready: number[]; readonly verdict: number[] } = {
      bare: [],
      ready: [],
      verdict: [],
    };
    await verdictAfterSave(`${solution}\n// warm\n`);
    for (let round = 0; round < ROUNDS; round += 1) {
      times.bare.push(await bareStart(bare));
      times.ready.push(await labStart(bench, workspace.dir));
      times.verdict.push(await verdictAfterSave(`${solution}\n// ${round}\n`));
    }
    const base = median(times.bare);
    const rows = [
      row('spawn to ready, of the bare start', median(times.ready), base, READY_LIMIT),
      row('save to verdict on step 4, of the bare start', median(times.verdict), base, VERDICT_LIMIT),
    ];
    return { rows, bareStartMs: base };
  } finally {
    await session.close();
    await disposeAppProcess();
  }
}

function row(name: string, ms: number, base: number, limit: number): BenchRow {
  const ratio = ms / base;
  return {
    name,
    value: `${ms.toFixed(0)} ms; bare: ${base.toFixed(0)} ms`,
    ratio,
    limit: `at most ${limit}`,
    ok: ratio <= limit,
  };
}

function ignore(): void {
  // No measurement waits for it yet.
}

interface BareApp {
  readonly file: string;
  readonly port: number;
}

async function buildBare({ root, dir }: BenchPlace, source: string): Promise<BareApp> {
  // Below the ports that the system gives out by itself: the runs between two starts may get any of those.
  const port = await findFreePort(21_000);
  const folder = path.join(dir, 'bare');
  await mkdir(folder, { recursive: true });
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  await writeFile(path.join(folder, 'main.ts'), source.replaceAll('3000', String(port)));
  await writeFile(path.join(folder, 'store.ts'), await readFile(path.join(dir, 'app/store.ts')));
  const file = path.join(folder, 'main.mjs');
  await build({
    entryPoints: [path.join(folder, 'main.ts')],
    outfile: file,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
  });
  return { file, port };
}

/** From spawn to the first answer over HTTP, asked again at once while no one listens. */
async function bareStart({ file, port }: BareApp): Promise<number> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [file], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  while (!(await answers(port))) if (child.exitCode !== null) throw new Error('the bare app ended');
  const took = performance.now() - startedAt;
  child.kill('SIGKILL');
  await exited;
  return took;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/products', agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(true));
    });
    // Refused: not listening yet. A short pause leaves the processor to the app.
    request.on('error', () => setTimeout(() => resolve(false), 1));
  });
}

async function labStart({ course, place }: BenchPlace, workspaceDir: string): Promise<number> {
  const startedAt = performance.now();
  const start = await startIsolatedRun({
    workspaceDir,
    entry: course.app.entry,
    env: place.env,
    runtime: place.runtime,
    readyPort: course.app.ports['api'] ?? 0,
    signal: never,
  });
  const took = performance.now() - startedAt;
  if (start.status !== 'running') throw new Error('the solution of step 4 does not start');
  await start.run.stop();
  return took;
}
