// What the runner and the hook, a runtime's code in the learner's app, say to each other: lines of JSON.
import type { AppRest, Listen, PassedTime, RegistrySnapshot } from '../../model/app-run.ts';

/** What the hook is told before the app is loaded. */
export interface HookSettings {
  /** `free`: each asked-for port becomes a free one. Otherwise only those that the record names move. */
  readonly ports: 'free' | Readonly<Record<string, number>>;
  /** The ports that the course names: where this run does not listen on one, nothing else answers the app there. */
  readonly ownPorts: readonly number[];
  /** How long each store call takes: exactly, or between two bounds. */
  readonly storeDelayMs: number | readonly [number, number];
  /** Whether to tell of processes and threads that the app starts. */
  readonly tellsOfOthers: boolean;
  /** What the app shall see as its own file, in place of the bundle. */
  readonly entryFile: string;
  /** Whether the app is not the user's own: then no signal opens an inspector in it. */
  readonly isConfined: boolean;
}

/** What the hook is told in a process or thread that the app starts: where its ports are, and nothing of the lab. */
export type OtherSettings = Pick<HookSettings, 'ports' | 'ownPorts'>;

/** What the runner can ask for. */
export type OrderKind =
  | 'ping'
  | 'registries'
  | 'hold'
  | 'release'
  | 'fail-store'
  | 'slow-store'
  | 'break-store'
  | 'set-date'
  | 'take-time'
  | 'freeze-clock'
  | 'skip-time'
  | 'when-quiet'
  | 'when-idle'
  | 'read-idle'
  | 'next-timer'
  | 'pass-time';

/** The argument of an order. Of `break-store`: a {@link StoreBreakage} as JSON, or `false`. */
export type OrderValue = number | boolean | string;

/** What keeps an app from being at rest. */
export const awaitedWork = [
  'request',
  'store',
  'computing',
  'due-timer',
  'turn',
  'file',
  'host-name',
  'connection',
  'sending',
  'system',
  'timers',
] as const;
export type AwaitedWork = (typeof awaitedWork)[number];

/** The hook's answer to an order, once it is carried out. */
export interface Reply {
  readonly id: number;
  /** The answer to `registries` and, with `rest`, to `read-idle`. */
  readonly registries?: readonly RegistrySnapshot[];
  /** The answer to `when-quiet` and `when-idle`. */
  readonly rest?: AppRest;
  /** The answer to `next-timer` and `pass-time`. */
  readonly passed?: PassedTime;
  /** In place of either: what the app still waits for, longer than the lab does. */
  readonly awaited?: AwaitedWork;
  /** A bug of the hook. */
  readonly fault?: string;
}

/** Runner to hook. `value` is the argument of those orders that have one. */
export type ToHook =
  | { readonly to: 'hook'; readonly id: number; readonly kind: OrderKind; readonly value?: OrderValue }
  | { readonly to: 'hook'; readonly id: number; readonly kind: 'cancel' };

/** An error that nothing in the app caught. */
export interface UncaughtError {
  /** `TypeError: x is not a function` */
  readonly summary: string;
  readonly stack: string;
  readonly code?: string;
}

/** Hook to runner. */
export type FromHook =
  | { readonly from: 'hook'; readonly kind: 'loaded' }
  | { readonly from: 'hook'; readonly kind: 'begun' }
  | { readonly from: 'hook'; readonly kind: 'listen'; readonly listen: Listen }
  | { readonly from: 'hook'; readonly kind: 'closed'; readonly asked: number; readonly got: number }
  | { readonly from: 'hook'; readonly kind: 'started-other' }
  | { readonly from: 'hook'; readonly kind: 'uncaught'; readonly error: UncaughtError }
  | { readonly from: 'hook'; readonly kind: 'reply'; readonly reply: Reply };
