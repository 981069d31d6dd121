// A time limit beside a signal. Not AbortSignal.timeout: joined by AbortSignal.any, and held by nothing else, Node 20
// may collect such a signal as garbage before its time has come, and what waits for it waits for ever.

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
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new DOMException('The time is over.', 'TimeoutError')),
    timeoutMs,
  );
  return {
    signal: AbortSignal.any([signal, late.signal]),
    get isOver() {
      return late.signal.aborted;
    },
    clear: () => clearTimeout(timer),
  };
}
