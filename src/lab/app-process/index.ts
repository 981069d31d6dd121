// The front door of this room: everything outside app-process comes in through here.
import { stopBundler } from './bundle.ts';
import { stopReaper } from './reaper.ts';

export { bundleApp } from './bundle.ts';
export { startIsolatedRun } from './isolated-run.ts';
export { findFreePort, isPortFree } from './ports-free.ts';
export { findPortOwner } from './ports-owner.ts';
export { stampOf } from './save-bursts.ts';
export { createSupervisor } from './supervisor.ts';
export type {
  Supervisor,
  SupervisorOptions,
  SupervisorState,
  Watch,
  WatchEnd,
  WatchOptions,
} from './types.ts';
export { unlessAborted } from './unless-aborted.ts';
export { watchFiles } from './watch-files.ts';

/** Ends what this room shares between runs: esbuild's service and the reaper. The next run starts them again. */
export async function disposeAppProcess(): Promise<void> {
  await Promise.all([stopBundler(), stopReaper()]);
}
