// A wait that its caller may give up, for work that continues for others.
import { setMaxListeners } from 'node:events';

/** The promise's outcome, or a rejection with the signal's reason if that comes first. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  // A burst of callers may share one signal; that is no leak to warn of.
  setMaxListeners(0, signal);
  const over = new AbortController();
  const aborted = new Promise<never>((_resolve, reject) => {
    const give = (): void => {
      // What the work comes to is no one's concern here any more.
      promise.catch(() => undefined);
      reject(signal.reason);
    };
    if (signal.aborted) give();
    else signal.addEventListener('abort', give, { signal: over.signal });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    over.abort();
  }
}
