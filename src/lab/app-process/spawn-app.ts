// One process of the learner's app: spawned with the hook, its output kept, its reports sorted, its end awaited.
import { once } from 'node:events';
import { realpath } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { AppExit } from '../model/app-run.ts';
import { LabError } from '../model/errors.ts';
import { appEnv } from './app-env.ts';
import { createAppLink, type AppLink } from './app-link.ts';
import { createAppLog, type AppLog } from './app-log.ts';
import { describeExit } from './crash-report.ts';
import { createListenTable, type ListenTable } from './listen-table.ts';
import { endGroup } from '../children/process-group.ts';
import { hookVariable, type FromHook, type HookSettings, type UncaughtError } from './protocol.ts';
import { guardGroup } from './reaper.ts';
import type { AppProgram } from './types.ts';

export interface SpawnOptions {
  readonly workspaceDir: string;
  readonly program: AppProgram;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly nodePath: string;
  readonly hookFile: string;
  readonly platform: NodeJS.Platform;
  readonly settings: HookSettings;
}

export interface AppProcess {
  readonly pid: number;
  readonly link: AppLink;
  readonly log: AppLog;
  readonly table: ListenTable;
  /** Resolves when the hook is at work, just before the app itself is loaded; never where it ends before. */
  readonly loaded: Promise<void>;
  isLoaded(): boolean;
  /** Resolves when the app and all it started are gone; never rejects. */
  readonly exited: Promise<AppExit>;
  /** The error that nothing caught, once the hook has reported one. */
  uncaught(): UncaughtError | undefined;
}

/** How many lines an {@link AppExit} keeps. */
const exitLines = 30;
/** How long output may still come after the end, from what is out of reach: children in a session of their own. */
const drainMs = 500;

/** Spawns `node` on the program. Rejects with LabError `app-not-spawned` where the system does not let it. */
export async function spawnApp(options: SpawnOptions): Promise<AppProcess> {
  const { workspaceDir, program, env, nodePath, hookFile, platform, settings } = options;
  const [{ execa }, realWorkspace, hookUrl] = await Promise.all([
    import('execa'),
    realpath(workspaceDir),
    urlOf(hookFile),
  ]);
  const child = execa(nodePath, ['--enable-source-maps', '--import', hookUrl, ...argsOf(program)], {
    cwd: workspaceDir,
    env: { ...appEnv(env), [hookVariable]: JSON.stringify(settings) },
    extendEnv: false,
    stdin: 'ignore',
    buffer: false,
    ipc: true,
    serialization: 'json',
    reject: false,
    // A process group of its own, so that all that the app starts can be ended with it.
    detached: platform !== 'win32',
    cleanup: false,
    windowsHide: true,
  });
  const { pid } = child;
  if (pid === undefined) {
    const { originalMessage, cause } = await child;
    throw new LabError('app-not-spawned', `The system did not start ${nodePath}: ${originalMessage ?? ''}`, {
      cause,
    });
  }
  const unguard = guardGroup(pid, nodePath, hookFile);
  // A trace through what the hook has wrapped names the hook; that frame is not the learner's.
  const log = createAppLog((line) => line.includes(hookUrl));
  const table = createListenTable();
  const link = createAppLink((message) => {
    // A channel that is closed answers nothing: the end of the app says so to whoever waits.
    if (child.connected) child.send(message, () => undefined);
  });
  let uncaught: UncaughtError | undefined;
  let isLoaded = false;

  child.stdout.on('data', (chunk: Buffer) => log.write('stdout', chunk));
  child.stderr.on('data', (chunk: Buffer) => log.write('stderr', chunk));
  const loaded = new Promise<void>((resolve) => {
    child.on('message', (message: FromHook) => {
      if (message.from !== 'hook') return;
      if (message.kind === 'loaded') {
        isLoaded = true;
        resolve();
      }
      if (message.kind === 'listen') table.add(message.listen);
      else if (message.kind === 'closed') table.remove(message.asked, message.got);
      else if (message.kind === 'uncaught') uncaught = message.error;
      else if (message.kind === 'reply') link.answer(message.reply);
    });
  });

  const ended = async (): Promise<AppExit> => {
    const closed = once(child, 'close');
    // The last reports of the hook may come after the exit.
    const told = once(child, 'disconnect');
    const [code, signal]: (number | string | null)[] = await once(child, 'exit');
    // What the app started does not outlive it; with it goes the last hold on the output.
    // (Windows knows no groups: there the children go with `stop`, or with the runner.)
    if (platform !== 'win32') endGroup(pid, platform);
    unguard();
    const timer = setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
      if (child.connected) child.disconnect();
    }, drainMs);
    await closed;
    if (child.connected) await told;
    clearTimeout(timer);
    table.end();
    link.end();
    return describeExit({
      code: typeof code === 'number' ? code : null,
      signal: typeof signal === 'string' ? signal : null,
      uncaught,
      lastLines: log.lines(exitLines),
      workspaceDir: realWorkspace,
    });
  };
  return {
    pid,
    link,
    log,
    table,
    loaded,
    isLoaded: () => isLoaded,
    exited: ended(),
    uncaught: () => uncaught,
  };
}

function argsOf(program: AppProgram): readonly string[] {
  if (program.kind === 'bundle') return [program.outFile];
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  return ['--import', loader, program.entryFile];
}

/** The file as node names it in traces. A hook that is not there is told by node itself. */
async function urlOf(file: string): Promise<string> {
  return pathToFileURL(await realpath(file).catch(() => file)).href;
}
