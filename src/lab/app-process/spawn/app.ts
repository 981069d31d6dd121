// One process of the learner's app: spawned with the hook, its output kept, its reports sorted, its end awaited.
import { EventEmitter, once } from 'node:events';
import { realpath } from 'node:fs/promises';
import type { AppConfinement, AppExit } from '../../model/app-run.ts';
import { appError } from '../contract/errors.ts';
import { createAppLink, type AppLink } from './link.ts';
import { createAppLog, type AppLog } from './log.ts';
import { createListenTable, type ListenTable } from './listen-table.ts';
import { endGroup } from '../../children/process-group.ts';
import { CHANNEL_FD, openHookChannel } from './hook-channel.ts';
import type { HookSettings, UncaughtError } from '../../runtimes/contract/protocol.ts';
import type { Program, Runtime } from '../../runtimes/contract/runtime.ts';
import { guardGroup } from './reaper.ts';

export interface SpawnOptions {
  readonly workspaceDir: string;
  readonly entry: string;
  readonly runtime: Runtime;
  readonly program: Program;
  /** The folder with the program's files. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly confinement?: AppConfinement;
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
  /** Resolves when a bundle has loaded all that it imports; never for a program that is run as files. */
  readonly begun: Promise<void>;
  /** Resolves when the app and all it started are gone; never rejects. */
  readonly exited: Promise<AppExit>;
  /** Whether it has started processes of Node or threads. */
  readonly hasOthers: () => boolean;
  /** The error that nothing caught, once the hook has reported one. */
  uncaught(): UncaughtError | undefined;
}

/** How many lines an {@link AppExit} keeps. */
const exitLines = 30;
/** How long output may still come after the end, from what is out of reach: children in a session of their own. */
const drainMs = 500;

/** Spawns the program. Rejects with LabError `app-not-spawned` where the system does not let it. */
export async function spawnApp(options: SpawnOptions): Promise<AppProcess> {
  const { workspaceDir, runtime, program, confinement, platform } = options;
  const isWindows = platform === 'win32';
  const [{ execa }, realWorkspace, launch] = await Promise.all([
    import('execa'),
    realpath(workspaceDir),
    runtime.launch(program, { ...options, channelFd: isWindows ? undefined : CHANNEL_FD }),
  ]);
  const [launcher, ...before] = confinement?.launcher ?? [];
  const command = launcher === undefined ? launch.args : [...before, launch.file, ...launch.args];
  const child = execa(launcher ?? launch.file, command, {
    cwd: workspaceDir,
    env: launch.env,
    extendEnv: false,
    // On Windows Node's own end: there the channel has frames, and a line that is not Node's closes it.
    stdio: ['ignore', 'pipe', 'pipe', isWindows ? 'ipc' : 'pipe'],
    buffer: false,
    serialization: 'json',
    reject: false,
    // A process group of its own, so that all that the app starts can be ended with it.
    detached: !isWindows,
    cleanup: false,
    windowsHide: true,
  });
  const { pid } = child;
  if (pid === undefined) {
    const { originalMessage, cause } = await child;
    throw appError('app-not-spawned/refused', { program: launch.file, said: originalMessage ?? '' }, cause);
  }
  const unguard = guardGroup(pid, launch.reaper);
  // A trace through what the hook has wrapped names the hook; that frame is not the learner's.
  const log = createAppLog(launch.isOfHook);
  const table = createListenTable();
  let isLoaded = false;
  const hook = new EventEmitter();
  const loaded = once(hook, 'loaded').then(() => undefined);
  const begun = once(hook, 'begun').then(() => undefined);
  const channel = openHookChannel(child, (message) => {
    if (message.kind === 'loaded') {
      isLoaded = true;
      hook.emit('loaded');
    }
    if (message.kind === 'begun') hook.emit('begun');
    else if (message.kind === 'listen') table.add(message.listen);
    else if (message.kind === 'closed') table.remove(message.asked, message.got);
    else if (message.kind === 'uncaught') uncaught = message.error;
    else if (message.kind === 'started-other') hasOthers = true;
    else if (message.kind === 'reply') link.answer(message.reply);
  });
  const link = createAppLink((message) => channel.send(message));
  let uncaught: UncaughtError | undefined;
  let hasOthers = false;

  child.stdout.on('data', (chunk: Buffer) => log.write('stdout', chunk));
  child.stderr.on('data', (chunk: Buffer) => log.write('stderr', chunk));

  const ended = async (): Promise<AppExit> => {
    const closed = once(child, 'close');
    const [code, signal]: (number | string | null)[] = await once(child, 'exit');
    // What the app started does not outlive it; with it goes the last hold on the output.
    // (Windows knows no groups: there the children go with `stop`, or with the runner.)
    if (!isWindows) endGroup(pid, platform);
    unguard();
    const timer = setTimeout(() => {
      child.stdout.destroy();
      child.stderr.destroy();
      channel.close();
    }, drainMs);
    await closed;
    // The last reports of the hook may come after the exit.
    await channel.closed;
    clearTimeout(timer);
    table.end();
    link.end();
    return runtime.explainExit({
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
    hasOthers: () => hasOthers,
    begun,
    exited: ended(),
    uncaught: () => uncaught,
  };
}
