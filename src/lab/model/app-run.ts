// What a running copy of the learner's app offers to the checks and the session.

/** One `listen` call of the app, as the hook reported it. */
export type Listen =
  | {
      readonly status: 'listening';
      readonly asked: number;
      readonly got: number;
      /** What was given in place of a port, as by `listen('127.0.0.1', 3000)`; `asked` is 0 then. */
      readonly name?: string;
    }
  | { readonly status: 'failed'; readonly asked: number; readonly code: string; readonly message: string };

/** Who listens on a port of this computer. */
export interface PortHolder {
  readonly pid: number;
  /** Name of the program, undefined where the system does not tell. */
  readonly command?: string;
}

/** One metric as the client knows it, also before it has any sample. */
export interface RegisteredMetric {
  readonly name: string;
  /** `counter`, `gauge`, `histogram`, `summary`, or what the metric object says. */
  readonly type: string;
  readonly help: string;
  readonly labelNames: readonly string[];
}

/** One registry of the app's client, read over IPC without any HTTP. */
export interface RegistrySnapshot {
  /** Tells it from the app's other registries, in every reading. */
  readonly id: number;
  readonly isDefault: boolean;
  /** The package that it belongs to: `prom-client` or its successor `@prometheus-io/client`. */
  readonly client?: string;
  readonly contentType: string;
  /** Exposition text. */
  readonly text: string;
  readonly metrics: readonly RegisteredMetric[];
  /** Set where `registry.metrics()` threw. */
  readonly error?: string;
  /** Whether it never resolves: what a `collect()` function waits for does not come. @default false */
  readonly isStuck?: boolean;
}

/** How the app ended. */
export interface AppExit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The uncaught error's first line, where there was one. */
  readonly error?: string;
  /** `main.ts:12:5`, mapped back to the learner's source, where known. */
  readonly at?: string;
  /** The last lines of output, oldest first. */
  readonly lastLines: readonly string[];
}

/** An app that is at rest: only a timer or another request can change anything. */
export interface AppRest {
  /** Whether a timer is set: something of the app is put off until later. */
  readonly hasTimers: boolean;
  /** Requests that are open on its servers. */
  readonly open: number;
  /** Store calls that are held. */
  readonly held: number;
  /** Names of metrics that were above 0 while a handler made a call that was held. */
  readonly raisedGauges: readonly string[];
  /** How far the lab and its timers have moved the clocks that the app reads, in ms. @default 0 */
  readonly movedMs?: number;
}

/** An app at rest without an open request, and its registries then. */
export interface IdleReading {
  readonly rest: AppRest;
  readonly registries: readonly RegistrySnapshot[];
}

/** What became of an app while time passed for it. */
export interface PassedTime {
  readonly rest: AppRest;
  /** How far the app's clock was moved, in ms. */
  readonly byMs: number;
  /** Requests that came in meanwhile: the app sent them to itself. */
  readonly served: number;
}

/** How an app is started that other people have written. No signal opens an inspector in it. */
export interface AppConfinement {
  /** Program and arguments that come before `node`, as those of a sandbox; empty if there is none. */
  readonly launcher: readonly string[];
}

/** What is broken of the store: one of its calls, as the program names it. */
export type StoreBreakage = { readonly call: string } & (
  | { readonly does: 'fail'; readonly share: number }
  | { readonly does: 'slow'; readonly share: number; readonly delayMs: number }
  /** The first calls never return. */
  | { readonly does: 'hold'; readonly count: number }
);

/** When the live app ended, and when it ran again. Unix ms. */
export interface AppRestart {
  readonly endedAtMs: number;
  readonly startedAtMs: number;
}

/** A running app. Live and isolated runs look the same from here. */
export interface AppRun {
  readonly pid: number;
  readonly listens: readonly Listen[];
  /** Resolves when the app ends; never rejects. */
  readonly exited: Promise<AppExit>;
  /** `127.0.0.1:PORT` where the app's asked-for port listens now, undefined while it does not. */
  address(askedPort: number): string | undefined;
  /** Resolves with the address as soon as the port listens, undefined when the app ends or the signal aborts first. */
  whenListening(askedPort: number, signal: AbortSignal): Promise<string | undefined>;
  /** Every registry of the app's client, the default one first. */
  registries(signal: AbortSignal): Promise<readonly RegistrySnapshot[]>;
  /** From now on every store call waits until {@link AppRun.release}. Resolves when the app has taken the order. */
  hold(signal: AbortSignal): Promise<void>;
  /** Lets all held calls go, and stops holding; with a count, only so many of those held longest, and holds on. */
  release(signal: AbortSignal, count?: number): Promise<void>;
  /** From now on every store call rejects (`true`) or works again (`false`). */
  failStore(isFailing: boolean, signal: AbortSignal): Promise<void>;
  /** From now on every store call takes this long. */
  slowStore(delayMs: number, signal: AbortSignal): Promise<void>;
  /** From now on one call of the store is broken; undefined repairs it, and lets go what it holds. */
  breakStore(breakage: StoreBreakage | undefined, signal: AbortSignal): Promise<void>;
  /** From now on the app's `Date` shows this time (Unix ms) and continues from there. It never goes back: a time that has
   * passed already is taken from the next cycle of the calendar, 400 years later. Timers do not follow. */
  setDate(atMs: number, signal: AbortSignal): Promise<void>;
  /** From now on each store call and each response of an isolated run takes this much of the app's time, and no real
   * time: a program that measures how long a request takes finds that it took longer. */
  takeTime(ms: number, signal: AbortSignal): Promise<void>;
  /** From now on the clocks that an isolated run reads show no real time that passes (`true`), or do so again. */
  freezeClock(isFrozen: boolean, signal: AbortSignal): Promise<void>;
  /** The clocks that an isolated run reads go ahead by this much at once. Its timers do not follow. */
  skipTime(ms: number, signal: AbortSignal): Promise<void>;
  /**
   * Resolves when the app is at rest; requests may be open then, held by the store or waiting for a timer. Rejects with
   * a LabError, as the next four do, where the app does not come to rest in time: its message names what is awaited.
   */
  whenQuiet(signal: AbortSignal): Promise<AppRest>;
  /** Resolves when no HTTP request is open on any server of the app and it is at rest. */
  whenIdle(signal: AbortSignal): Promise<AppRest>;
  /** {@link AppRun.whenIdle}, and then {@link AppRun.registries}, in one order. */
  readIdle(signal: AbortSignal): Promise<IdleReading>;
  /** Lets time pass for the app up to its next timer. An isolated run's clock stands still otherwise. */
  nextTimer(signal: AbortSignal): Promise<PassedTime>;
  /**
   * Lets time pass for the app, so often up to the last timer that is set, or until none is set. In an isolated run that
   * takes no time; a live app keeps real time, and gets a moment for each.
   */
  passTime(times: number, signal: AbortSignal): Promise<PassedTime>;
  /**
   * Resolves with false as soon as the app's event loop turns, and with true when it is proven that it computes without
   * end. Rejects with a LabError: `app-gone` where the app ends first, `app-silent` where it neither turns nor computes.
   */
  isFrozen(signal: AbortSignal): Promise<boolean>;
  /** Whether the app has started processes of Node or threads: the lab does not see into those. */
  hasOthers(): boolean;
  /** Recent output lines, bounded, oldest first. */
  lastLines(count: number): readonly string[];
  /** Ends the app and its children; resolves when it is gone. Safe to call twice. */
  stop(): Promise<void>;
}

/** Why an app did not come up: for the learner to fix, except for a port that another program has. */
export type StartFailure =
  | { readonly kind: 'missing-entry'; readonly file: string }
  | {
      readonly kind: 'syntax-error';
      readonly file: string;
      /** 1-based. */
      readonly line: number;
      /** 1-based. */
      readonly column: number;
      readonly message: string;
      readonly lineText: string;
    }
  | {
      readonly kind: 'unresolved-import';
      readonly specifier: string;
      readonly file?: string;
      readonly line?: number;
    }
  | { readonly kind: 'crashed'; readonly exit: AppExit }
  | { readonly kind: 'exited'; readonly exit: AppExit }
  | { readonly kind: 'listen-failed'; readonly listen: Listen; readonly exit?: AppExit }
  | {
      readonly kind: 'never-listened';
      readonly afterMs: number;
      readonly lastLines: readonly string[];
      /** The port that the lab waited for. */
      readonly port: number;
      /** Where it listens instead, if anywhere. */
      readonly listens?: readonly Listen[];
    }
  | { readonly kind: 'unresponsive'; readonly afterMs: number; readonly lastLines: readonly string[] };

export type AppStart =
  | { readonly status: 'running'; readonly run: AppRun }
  | {
      readonly status: 'failed';
      readonly failure: StartFailure;
      /** As that of {@link AppRun}. @default false */
      readonly hasOthers?: boolean;
    };
