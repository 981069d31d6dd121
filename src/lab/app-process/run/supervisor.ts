// Owns the one live app of a workspace: starts it, starts it again, ends it, and tells where it is.
//
//             start                ready
//   stopped ─────────▶ starting ─────────▶ running
//    ▲  ▲  ▲   stop     │ │ ▲ ▲               │ │
//    │  │  └────────────┘ │ │ │ restart       │ │
//    │  │           fails │ │ └────────────┐  │ │ ends by itself
//    │  │     stop        ▼ │ start,       │  │ │
//    │  └────────────── crashed restart    │  │ │
//    │                    ▲                │  │ │
//    │                    └────────────────│──│─┘
//    │               gone                  │  ▼ stop, restart
//    └───────────────────────────────────  stopping
//
// A restart while it starts calls that start off and begins another, without a change of state. Where another program
// has taken a port of the app, and a place aside is found, it starts again from `starting` and from `running`.
import type { AppRun, AppStart, StartFailure } from '../../model/app-run.ts';
import { appError } from '../contract/errors.ts';
import type { OwnRun } from './running.ts';
import { failureOfEnd } from './await-ready.ts';
import { watchHeartbeat } from './heartbeat.ts';
import { startApp, type StartedApp } from './start.ts';
import type { Prepared, Supervisor, SupervisorOptions, SupervisorState } from '../contract/options.ts';
import { unlessAborted } from './unless-aborted.ts';

/** How long a store call takes in the live app: long enough to see, short enough not to wait for. */
const storeDelayMs = [5, 20] as const;
/**
 * How often in a row the app may be started again because a port was taken. Labs that start together meet again at the
 * next free port, so that one of them can lose as many times as it has rivals.
 */
const MOST_MOVES = 20;

/** A supervisor whose app has not been started yet. */
export function createSupervisor(options: SupervisorOptions): Supervisor {
  const { graceMs = 1000, heartbeatMs = 2000, portMap = () => ({}) } = options;
  const listeners = new Set<(state: SupervisorState) => void>();
  let state: SupervisorState = { kind: 'stopped' };
  let lastRun: AppRun | undefined;
  /** Rises with each start, restart and stop: what began under a lower number is no longer wanted. */
  let turn = 0;
  let isWanted = false;
  let prepared: Prepared | undefined;
  let moves = 0;
  let starting = new AbortController();
  /** The one loop that moves the app to where it is wanted; everybody who waits, waits for it. */
  let moving: Promise<AppStart | undefined> | undefined;

  const enter = (next: SupervisorState): void => {
    state = next;
    for (const listener of listeners) listener(next);
  };

  const begin = (): Promise<StartedApp> => {
    starting = new AbortController();
    return startApp({
      ...options,
      prepared,
      signal: starting.signal,
      ports: portMap(),
      storeDelayMs,
      graceMs,
      onSpawned: (run) => {
        lastRun = run;
      },
    });
  };

  const watch = async (run: OwnRun): Promise<void> => {
    const isCurrent = (): boolean => state.kind === 'running' && state.run === run;
    watchHeartbeat(run, heartbeatMs, (isResponsive) => {
      if (isCurrent()) enter({ kind: 'running', run, isResponsive });
    });
    const exit = await run.exited;
    // The loop that brought it up ends a moment later.
    await moving?.catch(() => undefined);
    if (!isCurrent()) return;
    const failure = failureOfEnd(exit, run.listens);
    if (!isPortTaken(failure)) return enter({ kind: 'crashed', failure, wasRunning: true });
    enter({ kind: 'starting' });
    prepared = undefined;
    moving = move(failure);
    // Nobody waits for this start, unless somebody asks for the app meanwhile.
    moving.catch(() => undefined);
  };

  /** Whether a start that failed over a port is worth another one, on the ports that are the right ones now. */
  const canMove = async (failure: StartFailure): Promise<boolean> => {
    if (!isPortTaken(failure) || moves === MOST_MOVES || options.onPortTaken === undefined) return false;
    moves += 1;
    await options.onPortTaken();
    return true;
  };

  const isPortTaken = (failure: StartFailure): boolean => {
    if (failure.kind !== 'listen-failed' || failure.listen.status !== 'failed') return false;
    const { asked, code } = failure.listen;
    // An app that asks twice for one port is in its own way.
    const isOwn = lastRun?.listens.some((one) => one.status === 'listening' && one.asked === asked) === true;
    return code === 'EADDRINUSE' && !isOwn;
  };

  /** One attempt to bring the app to where it is wanted; undefined when that has changed meanwhile. */
  const attempt = async (): Promise<{ readonly start: AppStart | undefined } | undefined> => {
    const mine = turn;
    if (state.kind === 'running') {
      const { run } = state;
      enter({ kind: 'stopping' });
      await run.stop();
      if (turn !== mine) return undefined;
    }
    if (!isWanted) {
      if (state.kind !== 'stopped') enter({ kind: 'stopped' });
      return { start: undefined };
    }
    if (state.kind !== 'starting') enter({ kind: 'starting' });
    let outcome: StartedApp;
    try {
      outcome = await begin();
    } catch (error) {
      if (turn !== mine) return undefined;
      enter({ kind: 'stopped' });
      throw error;
    }
    if (outcome.status === 'failed') {
      if (turn !== mine || (await canMove(outcome.failure)) || turn !== mine) return undefined;
      enter({ kind: 'crashed', failure: outcome.failure, wasRunning: false });
      return { start: outcome };
    }
    if (turn !== mine) {
      await outcome.run.stop();
      return undefined;
    }
    enter({ kind: 'running', run: outcome.run, isResponsive: true });
    void watch(outcome.run);
    return { start: outcome };
  };

  /** Begins, where a running app has lost a port, with looking for another one. */
  const move = async (lost?: StartFailure): Promise<AppStart | undefined> => {
    const mine = turn;
    try {
      if (lost !== undefined && !(await canMove(lost)) && turn === mine) {
        enter({ kind: 'crashed', failure: lost, wasRunning: true });
        return { status: 'failed', failure: lost };
      }
      for (;;) {
        const outcome = await attempt();
        if (outcome !== undefined) return outcome.start;
      }
    } finally {
      moving = undefined;
    }
  };

  const want = (isUp: boolean, as?: Prepared): Promise<AppStart | undefined> => {
    turn += 1;
    prepared = as;
    moves = 0;
    isWanted = isUp;
    starting.abort(appError('app-stopped', {}));
    moving ??= move();
    return moving;
  };

  return {
    get state() {
      return state;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    start(signal, as) {
      if (moving !== undefined && isWanted) return unlessAborted(started(moving), signal);
      if (state.kind === 'running' && moving === undefined)
        return Promise.resolve({ status: 'running', run: state.run });
      return unlessAborted(started(want(true, as)), signal);
    },
    restart: (signal) => unlessAborted(started(want(true)), signal),
    async stop() {
      await want(false);
    },
    lastLines: (count) => lastRun?.lastLines(count) ?? [],
  };
}

async function started(moved: Promise<AppStart | undefined>): Promise<AppStart> {
  return (await moved) ?? Promise.reject(appError('app-stopped', {}));
}
