// The two clocks: the machine's, and one that tests and lab steps turn by hand to run hours in a moment.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { takeTurns } from '../../turns.ts';
import type { Clock, TimestampMs } from './samples.ts';

/** The machine's clock. Its timers keep no process alive: what is open does. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, callback) {
    // setTimeout accepts 31 bits; longer waits are split.
    const timer = setTimeout(callback, Math.min(Math.max(delayMs, 0), 0x7fffffff));
    return () => clearTimeout(timer);
  },
};

/** A clock that is stopped until it is advanced. */
export interface ManualClock extends Clock {
  /**
   * Moves time forward, firing due timers in order, each at its own time. After each one it waits for a turn of the event
   * loop and for `settled`, so that the work of a timer (a scrape) is done before time advances. Orders that come
   * meanwhile wait for their turn.
   */
  advance(byMs: number, settled?: () => Promise<unknown>): Promise<void>;
}

export function isManualClock(clock: Clock): clock is ManualClock {
  return 'advance' in clock;
}

interface Timer {
  readonly at: TimestampMs;
  readonly callback: () => void;
}

/** A clock for tests and simulations, starting at `startMs`. */
export function manualClock(startMs: TimestampMs): ManualClock {
  let now = startMs;
  const timers = new Set<Timer>();
  const earliest = (until: TimestampMs): Timer | undefined => {
    let found: Timer | undefined;
    for (const timer of timers)
      if (timer.at <= until && (found === undefined || timer.at < found.at)) found = timer;
    return found;
  };
  async function advance(byMs: number, settled: () => Promise<unknown>): Promise<void> {
    const until = now + byMs;
    const settle = async (): Promise<void> => {
      await nextTurn();
      await settled();
    };
    await settle();
    for (let timer = earliest(until); timer !== undefined; timer = earliest(until)) {
      timers.delete(timer);
      now = Math.max(now, timer.at);
      timer.callback();
      await settle();
    }
    now = until;
  }
  const inTurn = takeTurns();
  return {
    now: () => now,
    after(delayMs, callback) {
      const timer: Timer = { at: now + Math.max(delayMs, 0), callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: (byMs, settled = nothing) => inTurn(() => advance(byMs, settled)),
  };
}

async function nothing(): Promise<void> {}
