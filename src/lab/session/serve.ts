// What an interactive session adds: it follows the learner's saves, and lets other terminals call it.
import { refuseGone, removeSessionFile, writeSessionFile } from '../workspace/index.ts';
import { followSaves } from './saves.ts';
import type { SessionDeps } from './work/deps.ts';
import type { Queue } from './work/queue.ts';
import type { SessionCore } from './work/client.ts';
import { openSessionSocket } from './socket/server.ts';

export interface ServeOptions {
  readonly core: SessionCore;
  readonly deps: SessionDeps;
  readonly queue: Queue;
  /** Aborts when the session ends. */
  readonly signal: AbortSignal;
  /** Gets what must be undone at the end. */
  readonly closers: (() => Promise<void>)[];
}

/** Opens the socket and starts to watch. Both end with the session. */
export async function serveSession({ core, deps, queue, signal, closers }: ServeOptions): Promise<void> {
  const { workspace, place } = deps;
  const socket = await openSessionSocket({
    core,
    folder: workspace.identity,
    refuseGone: () => refuseGone(workspace),
  });
  closers.push(() => socket.close());
  await writeSessionFile(workspace, { pid: place.pid, url: socket.url, token: socket.token });
  closers.push(() => removeSessionFile(workspace, socket.token));

  closers.push(() => queue.idle());
  await followSaves(deps, queue, signal);
}
