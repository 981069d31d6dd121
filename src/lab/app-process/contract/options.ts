// The options and outcomes of this room's doors. Holds no behavior.
import type { AppConfinement, AppRun, AppStart, StartFailure } from '../../model/app-run.ts';
import type { PrepareOutcome, Runtime } from '../../runtimes/contract/runtime.ts';

/** What every start of the learner's app needs. */
export interface AppOptions {
  /** Absolute path of the learner's folder. */
  readonly workspaceDir: string;
  /** The program's file, relative to the workspace: `main.ts`. */
  readonly entry: string;
  /** The environment of the runner; what would disturb the app is left out. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly runtime: Runtime;
  /** How a program that is not trusted is started. @default as the learner's own */
  readonly confinement?: AppConfinement;
  /** The port that the app asks for and whose `listen` means that it is ready. */
  readonly readyPort: number;
  /** All ports that the course names. @default the ready port */
  readonly ownPorts?: readonly number[];
  /** How long the app may take from spawn to ready. @default 5000 */
  readonly startTimeoutMs?: number;
  /** @default the platform this runs on */
  readonly platform?: NodeJS.Platform;
}

/** The program as it was read once, for all runs that are of the same moment. */
export type Prepared = () => Promise<PrepareOutcome>;

export interface IsolatedRunOptions extends AppOptions {
  readonly signal: AbortSignal;
  /** @default the program as it is now */
  readonly prepared?: Prepared;
}

export interface SupervisorOptions extends AppOptions {
  /** Asked-for port -> the port to listen on instead, read at each start. @default no port moves */
  readonly portMap?: () => Readonly<Record<number, number>>;
  /** Called where another program had a port of the app: the place to move aside, before the app is started again.
   * @default such an app is not started again */
  readonly onPortTaken?: () => Promise<void>;
  /** How long the app may take to end by itself after SIGTERM. @default 1000: the lab promises to be gone within 2 s */
  readonly graceMs?: number;
  /** How often the running app is asked whether it still answers. @default 2000 */
  readonly heartbeatMs?: number;
}

/** Where the live app is; the diagram of its transitions is in `supervisor.ts`. */
export type SupervisorState =
  | { readonly kind: 'stopped' }
  | { readonly kind: 'starting' }
  /** `isResponsive` is false while the app leaves a heartbeat unanswered. */
  | { readonly kind: 'running'; readonly run: AppRun; readonly isResponsive: boolean }
  /** `failure` is `crashed` or `exited` where the app ended after it had been running. */
  | { readonly kind: 'crashed'; readonly failure: StartFailure; readonly wasRunning: boolean }
  | { readonly kind: 'stopping' };

/** Owns the one live app of a workspace. */
export interface Supervisor {
  readonly state: SupervisorState;
  /** Calls the listener with each new state until the returned function is called. */
  subscribe(listener: (state: SupervisorState) => void): () => void;
  /** Starts the app, as it was prepared or else as its files are now, unless it runs or is starting; resolves when it runs
   * or has failed. */
  start(signal: AbortSignal, prepared?: Prepared): Promise<AppStart>;
  /** Starts the app again with the files as they are now. Calls that come close together become one restart,
   * and all of them resolve with its outcome. */
  restart(signal: AbortSignal): Promise<AppStart>;
  /** Ends the app and its children; resolves when they are gone. Safe to call twice, and in any state. */
  stop(): Promise<void>;
  /** Recent output lines of the app, of its last run where it does not run now; bounded, oldest first. */
  lastLines(count: number): readonly string[];
}

export interface WatchOptions {
  /** Absolute path of the folder. */
  readonly dir: string;
  /** Files to watch, relative to the folder. @default every source and YAML file outside dot folders and those of packages */
  readonly files?: readonly string[];
  /** Whether a file is a part of the program. */
  readonly isSource: Runtime['isSource'];
  readonly signal: AbortSignal;
  /** Called with the files that were saved, created or deleted, relative to the folder, once per burst. */
  readonly onChange: (files: readonly string[]) => void;
  /** How long it must be quiet after a change before it is told. @default 25 */
  readonly settleMs?: number;
}

export interface Watch {
  /** Resolves when changes are seen from now on, or when the watch has ended before. */
  readonly ready: Promise<void>;
  /** Resolves when the watch ends; never rejects. */
  readonly ended: Promise<WatchEnd>;
}

export type WatchEnd =
  | { readonly status: 'aborted' }
  /** The folder was deleted or renamed. */
  | { readonly status: 'folder-gone' }
  | { readonly status: 'failed'; readonly message: string };
