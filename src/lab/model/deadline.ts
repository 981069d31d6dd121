// A time limit beside a signal. Not AbortSignal.timeout: joined by AbortSignal.any, and held by nothing else, Node 20
// may collect such a signal as garbage before its time has come, and what waits for it waits forever. Nor AbortSignal.any:
// a check starts hundreds of deadlines beside one signal, which would keep and abort them all when it ends.

import { setMaxListeners } from 'node:events';

/** A signal that goes with another one, and can be ended before it. */
export interface Branch {
  /** Aborts when the given signal does, or by `end`. */
  readonly signal: AbortSignal;
  end(reason?: unknown): void;
  /** From now on the given signal no longer ends this one. */
  detach(): void;
}

export interface Deadline {
  /** Aborts when the given signal does, or when the time is over. */
  readonly signal: AbortSignal;
  /** Whether it was the time. */
  readonly isOver: boolean;
  /** To be called when the work is done, so that no timer is left. */
  clear(): void;
}

/** Branches off a signal. One of `end` and `detach` is to be called, so that the given signal does not keep it. */
export function branchOff(signal: AbortSignal): Branch {
  const own = new AbortController();
  const endWithSignal = (): void => own.abort(signal.reason);
  const detach = (): void => signal.removeEventListener('abort', endWithSignal);
  // Many beside one signal are no leak to warn of.
  setMaxListeners(0, signal);
  if (signal.aborted) endWithSignal();
  else signal.addEventListener('abort', endWithSignal);
  return {
    signal: own.signal,
    detach,
    end: (reason) => {
      detach();
      own.abort(reason);
    },
  };
}

/** Starts the clock. The reason of the abort is the given signal's, or a `TimeoutError`. */
export function startDeadline(signal: AbortSignal, timeoutMs: number): Deadline {
  const branch = branchOff(signal);
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    branch.end(new DOMException('The time is over.', 'TimeoutError'));
  }, timeoutMs);
  return {
    signal: branch.signal,
    get isOver() {
      return isOver;
    },
    clear: () => {
      clearTimeout(timer);
      branch.detach();
    },
  };
}
