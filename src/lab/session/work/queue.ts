// One thing at a time: two terminals and a saved file must not check, write and restart at once.
import { takeTurns } from '../../../turns.ts';

export interface Queue {
  /** Runs the work when all earlier work is done. Rejects with the signal's reason where it aborts before its turn. */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing is left to do. */
  idle(): Promise<void>;
}

/** Runs work in its turn; its signal aborts when that of the caller or that of the queue does. */
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
  const inTurn = takeTurns();
  return {
    run: (signal, work) =>
      inTurn(() => {
        signal.throwIfAborted();
        return work();
      }),
    idle: () => inTurn(() => undefined),
  };
}
