// Asks again until something is so: the one place where a check waits by a clock that is not its own.
import { pause } from './running.ts';

/** Asks at once and then every `everyMs`, until `ask` gives a value or `withinMs` have passed. */
export async function waitFor<T>(
  ask: () => Promise<T | undefined>,
  limits: { readonly withinMs: number; readonly everyMs: number; readonly signal: AbortSignal },
): Promise<T | undefined> {
  const end = performance.now() + limits.withinMs;
  for (;;) {
    limits.signal.throwIfAborted();
    const found = await ask();
    if (found !== undefined) return found;
    const left = end - performance.now();
    if (left <= 0) return undefined;
    await pause(Math.min(limits.everyMs, left), limits.signal);
  }
}
