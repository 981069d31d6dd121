// The public interface of this room: everything outside app-process comes in through here.
import { stopReaper } from './spawn/reaper.ts';

export type { AppErrors } from './contract/errors.ts';
export type { AwaitedWork } from '../runtimes/contract/protocol.ts';
export { prepareOnce } from './run/prepare-once.ts';
export { startIsolatedRun } from './run/isolated.ts';
export { findFreePort, isPortFree } from './ports/free.ts';
export { findPortOwner } from './ports/owner.ts';
export { stampOf } from './watch/save-bursts.ts';
export { createSupervisor } from './run/supervisor.ts';
export type {
  AppOptions,
  Prepared,
  Supervisor,
  SupervisorOptions,
  SupervisorState,
  Watch,
  WatchEnd,
  WatchOptions,
} from './contract/options.ts';
export { unlessAborted } from './run/unless-aborted.ts';
export { watchFiles } from './watch/files.ts';

/** Ends what this room shares between runs: the reaper. The next run starts it again. */
export const disposeAppProcess = (): Promise<void> => stopReaper();
