// The front door of this room: everything outside app-process comes in through here.
export type {
  AppOptions,
  BundleOptions,
  BundleOutcome,
  IsolatedRunOptions,
  PortOwner,
  Supervisor,
  SupervisorOptions,
  SupervisorState,
  Watch,
  WatchEnd,
  WatchOptions,
} from './types.ts';
