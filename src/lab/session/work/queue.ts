// One thing at a time: two terminals and a saved file must not check, write and restart at once.

export interface Queue {
  /** Runs the work when all earlier work is done. Rejects with the signal's reason where it aborts before its turn. */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>;
}

/** Runs work in its turn; the signal that it gets aborts for whoever asked and for whoever owns the queue. */
export type InTurn = <T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>) => Promise<T>;

/** The queue's turns, for as long as `alive` has not aborted. */
export function turnsOf(queue: Queue, alive: AbortSignal): InTurn {
  return (signal, work) => {
    const both = AbortSignal.any([signal, alive]);
    return queue.run(both, () => work(both));
  };
}

/** An empty queue. */
export function createQueue(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(signal, work) {
      const turn = last.then(() => {
        signal.throwIfAborted();
        return work();
      });
      // The next one waits for this one's end, however it ends; whoever asked gets the outcome itself.
      last = turn.catch(() => undefined);
      return turn;
    },
    idle: () => last.then(() => undefined),
  };
}
