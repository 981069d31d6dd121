// The pretend database's far end: the learner's store awaits this in place of its own delay.
import { realTime } from '../globals/real-time.ts';

/** What an author may order of the store. */
interface StoreOrders {
  hold(): void;
  /** All of them, and stops holding; or so many of those that wait longest, and holds on. */
  release(count?: number): void;
  fail(isFailing: boolean): void;
  slow(delayMs: number): void;
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

  const pause = (): Promise<void> => {
    const ms = typeof delayMs === 'number' ? delayMs : delayMs[0] + Math.random() * (delayMs[1] - delayMs[0]);
    return new Promise((resolve) =>
      ms > 0 ? realTime.setTimeout(resolve, ms) : realTime.setImmediate(resolve),
    );
  };
  const store = async (): Promise<void> => {
    if (isHolding) {
      onHeld();
      await new Promise<void>((resolve) => {
        held.push(resolve);
      });
    }
    // Decided after the hold: a call that is let go while the store fails is a call that fails.
    const fails = isFailing;
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
    slow: (value) => {
      delayMs = value;
    },
  };
}

function storeError(): Error {
  const error = new Error('the store is not available');
  // Its frames would lead into the lab, where the learner has nothing to look for.
  error.stack = String(error);
  return error;
}
