// The app's clock in an isolated run. Its timers stand still while the lab reads, and the lab lets time pass in jumps:
// what a timer puts off happens then, however fast the machine is. Real time passes for it while the app starts and
// while it works on a request. `Date`, `performance.now` and `process.hrtime` never fall behind: they show real time and
// all jumps, so a timer may be late, as Node allows, and never early.
import { AppTimer, type TimerOwner } from './app-timer.ts';
import { realTime } from '../globals/real-time.ts';
import { replaceGlobals } from './replace-globals.ts';

/** A jump is never longer: a timer of a day and one of a month look the same to the lab. */
const MAX_JUMP_MS = 25 * 3600 * 1000;
/** Longer than any run; keeps the app running while one of its timers would. */
const FOR_EVER_MS = 2 ** 31 - 1;
/** `setTimeout(…, 0)` means the next turn, also while the clock stands still. */
const NEXT_TURN_MS = 1;

export interface AppClock {
  /** Whether any timer is set. */
  hasTimers(): boolean;
  /** Whether a timer is due now. */
  isDue(): boolean;
  /** Whether time passes by itself. It does at first. */
  isRunning(): boolean;
  /** From now on time stands still between jumps. */
  stop(): void;
  /** Time passes at once, up to the first or the last timer set now. Each due timer fires once, in order; those that
   * they set wait for the next jump. Resolves with how far the clock was moved, in ms. */
  jump(to: 'first' | 'last'): Promise<number>;
  /** How far the clocks that the app reads were moved, in ms. */
  movedMs(): number;
  /** While frozen, the clocks that the app reads show no real time that passes. Then they catch up. */
  readonly freeze: (isFrozen: boolean) => void;
  /** The clocks that the app reads go ahead at once. Its timers stay as far away as they are. */
  skip(byMs: number): void;
}

const dueOf = (timer: AppTimer): number => timer.dueMs ?? Infinity;

/**
 * What the clock shows after a jump to `targetMs`: exactly that, so that its timer is due. The sum of the time now and
 * the distance can be a rounding error below it.
 */
export const timeAfterJump = (nowMs: number, targetMs: number): number =>
  Math.min(Math.max(targetMs, nowMs), nowMs + MAX_JUMP_MS);

/** Replaces the app's timers and clocks. `onTimer` is called when a timer is set while time stands still. */
export function installClock(onTimer: () => void): AppClock {
  const timers = new Set<AppTimer>();
  let isRunning = true;
  const startedMs = realTime.nowMs();
  /** What the clock shows while it stands still. */
  let readMs = 0;
  let jumpedMs = 0;
  let driver: NodeJS.Timeout | undefined;
  let keeper: NodeJS.Timeout | undefined;
  let firing: Promise<void> | undefined;

  const nowMs = (): number => (isRunning ? realTime.nowMs() - startedMs : readMs);
  const pending = (): AppTimer[] => {
    for (const timer of timers) if (timer.dueMs === undefined) timers.delete(timer);
    return [...timers];
  };

  const fireAll = async (): Promise<void> => {
    const now = nowMs();
    const due = pending()
      .filter((timer) => dueOf(timer) <= now)
      .toSorted((a, b) => dueOf(a) - dueOf(b) || a.id - b.id);
    for (const timer of due) {
      // In a separate turn, as in Node: what it puts into the microtask queue is done before the next one.
      await new Promise<void>((resolve) => {
        realTime.setImmediate(() => {
          resolve();
          if (timer.dueMs !== undefined) timer.fire();
        });
      });
    }
  };
  const fireDue = (): Promise<void> => {
    firing ??= fireAll().finally(() => {
      firing = undefined;
      schedule();
    });
    return firing;
  };

  const schedule = (): void => {
    realTime.clearTimeout(driver);
    driver = undefined;
    const list = pending();
    const isKept = list.some((timer) => timer.hasRef());
    if (isKept) keeper ??= realTime.setInterval(() => undefined, FOR_EVER_MS);
    else {
      realTime.clearInterval(keeper);
      keeper = undefined;
    }
    if (firing !== undefined || list.length === 0) return;
    const inMs = Math.min(...list.map(dueOf)) - nowMs();
    if (!isRunning && inMs > 0) return;
    driver = realTime.setTimeout(() => void fireDue(), Math.max(inMs, 0)).unref();
  };

  const owner: TimerOwner = { nowMs, changed: () => schedule() };
  const add = (callback: () => void, delay: unknown, isRepeating: boolean): AppTimer => {
    const timer = new AppTimer(owner, callback, delay, isRepeating);
    if (!isRepeating && timer.delayMs <= NEXT_TURN_MS) timer.dueMs = nowMs();
    timers.add(timer);
    schedule();
    if (!isRunning) onTimer();
    return timer;
  };
  const clear = (timer: unknown): void => {
    const found = timer instanceof AppTimer ? timer : [...timers].find(({ id }) => id === Number(timer));
    found?.close();
  };
  const clocks = replaceGlobals({ add, clear, aheadMs: () => jumpedMs });

  return {
    hasTimers: () => pending().length > 0,
    isDue: () => firing !== undefined || pending().some((timer) => dueOf(timer) <= nowMs()),
    isRunning: () => isRunning,
    stop: () => {
      if (!isRunning) return;
      readMs = nowMs();
      isRunning = false;
      schedule();
    },
    movedMs: () => jumpedMs,
    freeze: clocks.freeze,
    skip: (byMs) => {
      jumpedMs += byMs;
    },
    jump: async (to) => {
      await firing;
      const dues = pending().map(dueOf);
      if (dues.length === 0) return 0;
      const target = to === 'first' ? Math.min(...dues) : Math.max(...dues);
      const beforeMs = nowMs();
      readMs = timeAfterJump(beforeMs, target);
      const byMs = readMs - beforeMs;
      jumpedMs += byMs;
      await fireDue();
      return byMs;
    },
  };
}
