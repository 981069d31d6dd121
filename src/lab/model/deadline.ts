// A time limit beside a signal. Not AbortSignal.timeout: joined by AbortSignal.any, and held by nothing else, Node 20
// may collect such a signal as garbage before its time has come, and what waits for it waits for ever. Nor AbortSignal.any:
// a check starts hundreds of deadlines beside one signal, which would keep and abort them all when it ends.

import { setMaxListeners } from 'node:events';

export interface Deadline {
  /** Aborts when the given signal does, or when the time is over. */
  readonly signal: AbortSignal;
  /** Whether it was the time. */
  readonly isOver: boolean;
  /** To be called when the work is done, so that no timer is left. */
  clear(): void;
}

/** Starts the clock. The reason of the abort is the given signal's, or a `TimeoutError`. */
export function startDeadline(signal: AbortSignal, timeoutMs: number): Deadline {
  const ended = new AbortController();
  let isOver = false;
  const endWithSignal = (): void => ended.abort(signal.reason);
  const clear = (): void => {
    clearTimeout(timer);
    signal.removeEventListener('abort', endWithSignal);
  };
  const timer = setTimeout(() => {
    isOver = true;
    clear();
    ended.abort(new DOMException('The time is over.', 'TimeoutError'));
  }, timeoutMs);
  // Many deadlines beside one signal are no leak to warn of.
  setMaxListeners(0, signal);
  if (signal.aborted) endWithSignal();
  else signal.addEventListener('abort', endWithSignal);
  return {
    signal: ended.signal,
    get isOver() {
      return isOver;
    },
    clear,
  };
}
