// The front door of this room: everything outside app-process comes in through here.
import { stopBundler } from '../runtimes/node/bundle/app.ts';
import { stopReaper } from './spawn/reaper.ts';

export type { AppErrors } from './contract/errors.ts';
export type { AwaitedWork } from '../runtimes/contract/protocol.ts';
export { bundleApp } from '../runtimes/node/bundle/app.ts';
export { startIsolatedRun } from './run/isolated.ts';
export { findFreePort, isPortFree } from './ports/free.ts';
export { findPortOwner } from './ports/owner.ts';
export { stampOf } from './watch/save-bursts.ts';
export { createSupervisor } from './run/supervisor.ts';
export type {
  Supervisor,
  SupervisorOptions,
  SupervisorState,
  Watch,
  WatchEnd,
  WatchOptions,
} from './contract/options.ts';
export { unlessAborted } from './run/unless-aborted.ts';
export { watchFiles } from './watch/files.ts';

/** Ends what this room shares between runs: esbuild's service and the reaper. The next run starts them again. */
export async function disposeAppProcess(): Promise<void> {
  await Promise.all([stopBundler(), stopReaper()]);
}
