// Which HTTP requests of the app are open, on all its servers. A request is over when its response is closed.
import { subscribe } from 'node:diagnostics_channel';
import { ServerResponse } from 'node:http';

interface Requests {
  /** How many are open now. */
  open(): number;
  /** How many have come in. */
  total(): number;
  whenIdle(signal: AbortSignal): Promise<void>;
}

/**
 * Counts requests from now on. `onOpen` is called when one comes in and none is open, `onFinish` when a response has been
 * sent and before the app's own listeners hear of it.
 */
export function trackRequests(onOpen: () => void, onFinish: () => void): Requests {
  let open = 0;
  let total = 0;
  const waiting = new Set<() => void>();

  const announce = (): void => {
    if (open > 0) return;
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  subscribe('http.server.response.finish', onFinish);
  // Given to every HTTP server by Node itself, so nothing of the app is wrapped.
  subscribe('http.server.request.start', (message) => {
    if (typeof message !== 'object' || message === null || !('response' in message)) return;
    const { response } = message;
    if (!(response instanceof ServerResponse)) return;
    open += 1;
    total += 1;
    if (open === 1) onOpen();
    response.once('close', () => {
      open -= 1;
      // The app's own listeners of this event come later in this turn, and some put off their work to the next.
      setImmediate(() => setImmediate(announce));
    });
  });

  return {
    open: () => open,
    total: () => total,
    whenIdle: (signal) =>
      new Promise((resolve, reject) => {
        const done = (): void => resolve();
        waiting.add(done);
        signal.addEventListener('abort', () => {
          waiting.delete(done);
          reject(new Error('canceled'));
        });
        setImmediate(() => setImmediate(announce));
      }),
  };
}
