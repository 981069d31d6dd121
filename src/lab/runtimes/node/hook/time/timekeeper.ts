// Decides when time passes for the app. While the lab measures, its clock stands still; it is moved to the next timer
// only where the app is at rest and a request waits for it, or where the lab says so.
import type { AppRest, PassedTime } from '../../../../model/app-run.ts';
import type { AwaitedWork } from '../../../contract/protocol.ts';
import type { AppClock } from './clock.ts';
import { nextTurn, realTime } from '../globals/real-time.ts';
import { whenAtRest, type Activity } from './rest.ts';
import type { trackRequests } from '../network/requests.ts';
import type { offerStore } from '../network/store.ts';

/** A moment of real time, for an app whose clock cannot be moved. */
const MOMENT_MS = 40;
/** Timers, one after the other, that work may wait for which no request has asked for. */
const MOST_TIMERS = 50;
/** Real time for all jumps of one order: a callback may take its time. */
const PASS_LIMIT_MS = 10_000;

interface Parts {
  /** Undefined for an app that keeps real time. */
  readonly clock: AppClock | undefined;
  readonly requests: ReturnType<typeof trackRequests>;
  readonly store: ReturnType<typeof offerStore>;
  readonly raisedGauges: () => readonly string[];
  /** How much the thread pool has under way. */
  readonly computing: () => number;
}

type RestReply = { readonly rest: AppRest } | { readonly awaited: AwaitedWork };
type PassedReply = { readonly passed: PassedTime } | { readonly awaited: AwaitedWork };

interface Timekeeper {
  /** To be called when a request opens or a timer is set: timers that an open request may wait for come. */
  serve(): void;
  whenQuiet(signal: AbortSignal): Promise<RestReply>;
  whenIdle(signal: AbortSignal): Promise<RestReply>;
  /** Up to the next timer. */
  pass(signal: AbortSignal): Promise<PassedReply>;
  /** So often up to the last timer that is set. */
  passAll(times: number, signal: AbortSignal): Promise<PassedReply>;
  /**
   * Resolves when work of the app that has not ended never will: the app is at rest, and its timers have not helped.
   * Rejects with {@link StillAwaited} where it does not come to rest.
   */
  whenStuck(signal: AbortSignal): Promise<void>;
}

/** The app does not come to rest. */
export class StillAwaited extends Error {
  readonly awaited: AwaitedWork;

  constructor(awaited: AwaitedWork) {
    super(awaited);
    this.awaited = awaited;
  }
}

/** Keeps the time of the app from now on. */
export function createTimekeeper({ clock, requests, store, raisedGauges, computing }: Parts): Timekeeper {
  let isServing = false;
  let isPassing = false;

  const activity = (): Activity => ({
    open: requests.open(),
    calls: store.calls(),
    computing: computing(),
    isDue: clock?.isDue() ?? false,
  });
  const restNow = (): AppRest => ({
    // Without a clock those that would not keep the app running are not listed: the HTTP server and the lab have some.
    hasTimers: clock?.hasTimers() ?? process.getActiveResourcesInfo().includes('Timeout'),
    open: requests.open(),
    held: store.held(),
    raisedGauges: raisedGauges(),
    movedMs: clock?.movedMs() ?? 0,
  });
  const whenQuiet = async (signal: AbortSignal, mayBeOpen = true): Promise<RestReply> => {
    clock?.stop();
    const awaited = await whenAtRest(activity, { mayBeOpen, signal });
    return awaited === undefined ? { rest: restNow() } : { awaited };
  };
  /** Held requests wait for the lab. */
  const isWaited = (time: AppClock): boolean =>
    requests.open() > 0 && time.hasTimers() && !store.isHolding() && !isPassing;
  const serveAll = async (time: AppClock): Promise<void> => {
    const never = new AbortController().signal;
    while (isWaited(time)) {
      await whenAtRest(activity, { mayBeOpen: true, signal: never });
      if (isWaited(time)) await time.jump('first');
    }
  };
  const pass = async (jump: () => Promise<number>, signal: AbortSignal): Promise<PassedReply> => {
    const before = requests.total();
    isPassing = true;
    try {
      const byMs = await jump();
      const quiet = await whenQuiet(signal);
      if ('awaited' in quiet) return quiet;
      return { passed: { rest: quiet.rest, byMs, served: requests.total() - before } };
    } finally {
      isPassing = false;
      timekeeper.serve();
    }
  };
  const jumpOrWait = (to: 'first' | 'last'): Promise<number> =>
    clock === undefined
      ? new Promise((resolve) => realTime.setTimeout(() => resolve(MOMENT_MS), MOMENT_MS))
      : clock.jump(to);

  const timekeeper: Timekeeper = {
    serve: () => {
      // Before the lab measures, the clock runs.
      if (isServing || clock === undefined || clock.isRunning() || !isWaited(clock)) return;
      isServing = true;
      void serveAll(clock).finally(() => (isServing = false));
    },
    whenQuiet: (signal) => whenQuiet(signal),
    whenIdle: async (signal) => {
      for (;;) {
        await requests.whenIdle(signal);
        const quiet = await whenQuiet(signal, false);
        if ('awaited' in quiet || quiet.rest.open === 0) return quiet;
        await nextTurn();
      }
    },
    whenStuck: async (signal) => {
      // Most work is done by then.
      await nextTurn();
      for (let timers = 0; timers < MOST_TIMERS; timers++) {
        signal.throwIfAborted();
        const awaited = await whenAtRest(activity, { mayBeOpen: true, signal });
        if (awaited !== undefined) throw new StillAwaited(awaited);
        if (!restNow().hasTimers) return;
        await jumpOrWait('first');
      }
    },
    pass: (signal) => pass(() => jumpOrWait('first'), signal),
    passAll: async (times, signal) => {
      const endMs = realTime.nowMs() + PASS_LIMIT_MS;
      let served = 0;
      let byMs = 0;
      for (let time = 0; ; time++) {
        const reply = await pass(() => (time === 0 ? Promise.resolve(0) : jumpOrWait('last')), signal);
        if ('awaited' in reply) return reply;
        served += reply.passed.served;
        byMs += reply.passed.byMs;
        if (realTime.nowMs() > endMs) return { awaited: 'timers' };
        if (time === times || !reply.passed.rest.hasTimers)
          return { passed: { ...reply.passed, byMs, served } };
      }
    },
  };
  return timekeeper;
}
