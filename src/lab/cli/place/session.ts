// The session that a command uses: the one that runs in another terminal, or a new one that ends with the command.
import path from 'node:path';
import { disposeAppProcess } from '../../app-process/index.ts';
import type { Runtime } from '../../runtimes/contract/runtime.ts';
import { createNodeRuntime } from '../../runtimes/node/index.ts';
import type { SessionEvent } from '../../session/contract/events.ts';
import { followNews } from '../../ui/news.ts';
import { openSession } from '../../session/open.ts';
import type { LearnerSession } from '../../session/contract/learner-session.ts';
import type { SessionEnv } from '../../session/live/env.ts';
import type { Session } from '../../session/contract/calls.ts';
import { connectSession } from '../../session/socket/client.ts';
import { summaryInWords } from '../../words/index.ts';
import { openWorkspace, readLock, readSessionFile } from '../../workspace/index.ts';
import { trustedCourseOf } from './course-trust.ts';
import { workspaceFolder } from './workspace.ts';
import type { Host } from '../io/host.ts';
import type { CommonFlags } from '../io/flags.ts';

/** Beside the bundle; scripts/build.mjs names it so. */
export const PROMETHEUS_WORKER = 'prometheus-worker.js';

/** Gets the events that a command prints. */
type OnEvent = (event: SessionEvent) => void;

/** The hook that the app is started with; scripts/build.mjs names it so. */
export const hookFileOf = ({ distDir }: Pick<Host, 'distDir'>): string => path.join(distDir, 'hook.js');

/** The runtime of the learner's program. */
export const runtimeOf = (host: Host): Runtime => createNodeRuntime({ ...host, hookFile: hookFileOf(host) });

/** Ends what sessions of this process have shared. */
export async function disposeShared(host: Host): Promise<void> {
  await Promise.all([disposeAppProcess(), runtimeOf(host).dispose()]);
}

/** The thread that simulates; scripts/build.mjs names it so. */
export const simulatorFileOf = ({ distDir }: Pick<Host, 'distDir'>): string =>
  path.join(distDir, 'simulator-worker.js');

/** The world as a session sees it. */
export function sessionEnvOf(host: Host): SessionEnv {
  return {
    env: host.env,
    platform: host.platform,
    arch: host.arch,
    runtime: runtimeOf(host),
    prometheusWorkerFile: path.join(host.distDir, PROMETHEUS_WORKER),
    simulatorWorkerFile: simulatorFileOf(host),
    cwd: host.cwd,
    homeDir: host.homeDir,
    pid: host.pid,
    onResume: (listener) => host.jobs.onResume(listener),
    summaryInWords,
  };
}

/** The running session of the workspace, undefined if there is none. Rejects where the folder is not a workspace. */
export async function findRunningSession(
  host: Host,
  flags: CommonFlags,
  onEvent: OnEvent,
): Promise<Session | undefined> {
  const { workspace } = await openWorkspace({ dir: await workspaceFolder(host, flags) });
  // The lock is the truth: what else is there may be left over, or have come with a copy of another workspace.
  const holder = await readLock(workspace);
  if (holder === undefined) return undefined;
  const file = await readSessionFile(workspace);
  if (file.status !== 'found' || file.session.folder !== workspace.identity) return undefined;
  const session = await connectSession(file.session, host.signal);
  if (session !== undefined) followNews(session, false, onEvent);
  return session;
}

/** Opens a session of this command's own, which ends with it. */
export async function openOwnSession(
  host: Host,
  flags: CommonFlags & { readonly prometheus?: string },
  onEvent: OnEvent,
): Promise<LearnerSession> {
  const session = await openSession({
    dir: await workspaceFolder(host, flags),
    course: await trustedCourseOf(host, flags),
    prometheus: flags.prometheus ?? 'auto',
    place: sessionEnvOf(host),
    signal: host.signal,
    onUnopened: onEvent,
  });
  followNews(session, true, onEvent);
  return session;
}

/** Does a command's work with the running session, or with one of its own that is closed afterwards. */
export async function withSession(
  host: Host,
  flags: CommonFlags & { readonly prometheus?: string },
  onEvent: OnEvent,
  work: (session: Session) => Promise<number>,
): Promise<number> {
  const running = await findRunningSession(host, flags, onEvent);
  const session = running ?? (await openOwnSession(host, flags, onEvent));
  try {
    return await work(session);
  } finally {
    await session.close();
    await disposeShared(host);
  }
}
