// The pretend database's far end: the learner's store awaits this in place of its own delay.

/** What an author may order of the store. */
interface StoreOrders {
  hold(): void;
  /** All of them, and stops holding; or so many of those that wait longest, and holds on. */
  release(count?: number): void;
  fail(isFailing: boolean): void;
  slow(delayMs: number): void;
  whenHeld(count: number, signal: AbortSignal): Promise<void>;
}

/** Offers the app a store that takes orders, at `Symbol.for('ecom-lab.store')`. */
export function offerStore(initialDelayMs: number | readonly [number, number]): StoreOrders {
  let delayMs = initialDelayMs;
  let isHolding = false;
  let isFailing = false;
  const held: (() => void)[] = [];
  const waiting = new Set<{ readonly count: number; readonly resolve: () => void }>();

  const pause = (): Promise<void> => {
    const ms = typeof delayMs === 'number' ? delayMs : delayMs[0] + Math.random() * (delayMs[1] - delayMs[0]);
    return new Promise((resolve) => (ms > 0 ? setTimeout(resolve, ms) : setImmediate(resolve)));
  };
  const announce = (): void => {
    for (const waiter of waiting) {
      if (held.length < waiter.count) continue;
      waiting.delete(waiter);
      waiter.resolve();
    }
  };
  const store = async (): Promise<void> => {
    if (isHolding) {
      await new Promise<void>((resolve) => {
        held.push(resolve);
        announce();
      });
    }
    // Decided after the hold: a call that is let go while the store fails is a call that fails.
    const fails = isFailing;
    await pause();
    if (fails) throw storeError();
  };
  Object.defineProperty(globalThis, Symbol.for('ecom-lab.store'), { value: store });

  return {
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
    whenHeld: (count, signal) =>
      new Promise((resolve, reject) => {
        const waiter = { count, resolve: () => resolve() };
        waiting.add(waiter);
        signal.addEventListener('abort', () => {
          waiting.delete(waiter);
          reject(new Error('cancelled'));
        });
        announce();
      }),
  };
}

function storeError(): Error {
  const error = new Error('the store is not available');
  // Its frames would lead into the lab, where the learner has nothing to look for.
  error.stack = String(error);
  return error;
}
