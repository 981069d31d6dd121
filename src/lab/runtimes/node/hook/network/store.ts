// The pretend database's far end: the learner's store awaits this in place of its own delay.
import type { StoreBreakage } from '../../../../model/app-run.ts';
import { realTime } from '../globals/real-time.ts';

/** What an author may order of the store. */
interface StoreOrders {
  hold(): void;
  /** All of them, and stops holding; or so many of those that wait longest, and holds on. */
  release(count?: number): void;
  fail(isFailing: boolean): void;
  slow(delayMs: number): void;
  /** From now on one of the calls is broken, or none: calls that it holds are let go then. */
  breakCall(breakage: StoreBreakage | undefined): void;
  isHolding(): boolean;
  /** How many calls are held. */
  held(): number;
  /** How many calls are under way but not held. */
  calls(): number;
}

/** Offers the app a store that takes orders, at `Symbol.for('ecom-lab.store')`. `onHeld` is called with each call that is
 * held, while the handler is still at it, and `onCall` with each that is not held, or not any more. */
export function offerStore(
  initialDelayMs: number | readonly [number, number],
  onHeld: () => void,
  onCall: () => void,
): StoreOrders {
  let delayMs = initialDelayMs;
  let isHolding = false;
  let isFailing = false;
  const held: (() => void)[] = [];
  let calls = 0;
  const broken = breakages();

  const pause = (): Promise<void> => {
    const ms = typeof delayMs === 'number' ? delayMs : delayMs[0] + Math.random() * (delayMs[1] - delayMs[0]);
    return new Promise((resolve) =>
      ms > 0 ? realTime.setTimeout(resolve, ms) : realTime.setImmediate(resolve),
    );
  };
  const store = async (name?: unknown): Promise<void> => {
    const brokenness = broken.of(name);
    if (brokenness === 'held') await broken.whenMended();
    else if (typeof brokenness === 'number')
      await new Promise<void>((resolve) => realTime.setTimeout(resolve, brokenness));
    if (isHolding) {
      onHeld();
      await new Promise<void>((resolve) => {
        held.push(resolve);
      });
    }
    // Decided after the hold: a call that is let go while the store fails is a call that fails.
    const fails = isFailing || brokenness === 'failing';
    calls += 1;
    onCall();
    await pause();
    calls -= 1;
    if (fails) throw storeError();
  };
  Object.defineProperty(globalThis, Symbol.for('ecom-lab.store'), { value: store });

  return {
    isHolding: () => isHolding,
    held: () => held.length,
    calls: () => calls,
    hold: () => {
      isHolding = true;
    },
    release: (count) => {
      if (count === undefined) isHolding = false;
      const letGo = held.splice(0, count ?? held.length);
      for (const resolve of letGo) resolve();
    },
    fail: (value) => {
      isFailing = value;
    },
    breakCall: (value) => broken.set(value),
    slow: (value) => {
      delayMs = value;
    },
  };
}

/** What is broken of one call: nothing, or a share of its calls, spread evenly. */
function breakages() {
  let current: StoreBreakage | undefined;
  let due = 0;
  let heldSoFar = 0;
  let waiting: (() => void)[] = [];
  return {
    set(breakage: StoreBreakage | undefined): void {
      current = breakage;
      due = 0;
      heldSoFar = 0;
      for (const resolve of waiting.splice(0)) resolve();
    },
    /** What becomes of a call: it fails, is held, or takes so many milliseconds longer. */
    of(name: unknown): 'failing' | 'held' | number | undefined {
      if (current === undefined || current.call !== name) return undefined;
      if (current.does === 'hold') {
        if (heldSoFar >= current.count) return undefined;
        heldSoFar += 1;
        return 'held';
      }
      due += current.share;
      if (due < 1) return undefined;
      due -= 1;
      return current.does === 'fail' ? 'failing' : current.delayMs;
    },
    whenMended: (): Promise<void> =>
      new Promise((resolve) => {
        waiting = [...waiting, resolve];
      }),
  };
}

function storeError(): Error {
  const error = new Error('the store is not available');
  // Its frames would lead into the lab, where the learner has nothing to look for.
  error.stack = String(error);
  return error;
}
