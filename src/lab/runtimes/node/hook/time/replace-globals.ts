// Puts the app's timers and clocks in place of Node's, wherever a program takes them from: the globals, `node:timers`,
// `node:timers/promises`, `util.promisify(setTimeout)`, `AbortSignal.timeout`, `Date`, `performance` and `process`.
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { promisify } from 'node:util';
import type { AppTimer } from './app-timer.ts';
import { replaceDate } from './calendar.ts';
import { realTime } from '../globals/real-time.ts';

interface Replacements {
  readonly add: (callback: () => void, delay: unknown, isRepeating: boolean) => AppTimer;
  /** Takes a timer or its number; what is neither is ignored. */
  readonly clear: (timer: unknown) => void;
  /** How far the clocks are ahead of real time, in ms. */
  readonly aheadMs: () => number;
}

interface WaitOptions {
  readonly signal?: AbortSignal;
  readonly ref?: boolean;
}

/** Replaces them all, in this thread. */
export function replaceGlobals({ add, clear, aheadMs }: Replacements): void {
  const set =
    (isRepeating: boolean, real: (callback: () => void) => unknown) =>
    (callback: unknown, delay?: unknown, ...args: unknown[]): unknown => {
      // Node's own words for what is no function.
      if (typeof callback !== 'function') return real(callback as () => void);
      return add(() => void Reflect.apply(callback, undefined, args), delay, isRepeating);
    };
  const wait = (delay?: unknown, value?: unknown, options: WaitOptions = {}): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const { signal } = options;
      if (signal?.aborted === true) return reject(abortError(signal));
      const onAbort = (): void => {
        timer.close();
        if (signal !== undefined) reject(abortError(signal));
      };
      const timer = add(
        () => {
          signal?.removeEventListener('abort', onAbort);
          resolve(value);
        },
        delay,
        false,
      );
      if (options.ref === false) timer.unref();
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  async function* ticks(delay?: unknown, value?: unknown, options: WaitOptions = {}): AsyncGenerator {
    for (;;) yield await wait(delay, value, options);
  }
  const setTimeout = set(false, realTime.setTimeout);
  Object.defineProperty(setTimeout, promisify.custom, { enumerable: true, value: wait });
  const replaced = {
    setTimeout,
    setInterval: set(true, realTime.setInterval),
    clearTimeout: clear,
    clearInterval: clear,
  };
  Object.assign(globalThis, replaced);
  Object.assign(timers, replaced);
  Object.assign(timersPromises, { setTimeout: wait, setInterval: ticks });
  Object.assign(timersPromises.scheduler, {
    wait: (delay?: unknown, options?: WaitOptions) => wait(delay, undefined, options),
  });
  Object.assign(AbortSignal, {
    timeout: (delay: unknown) => {
      const controller = new AbortController();
      const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
      add(() => controller.abort(reason), delay, false).unref();
      return controller.signal;
    },
  });
  replaceClocks(aheadMs);
}

function replaceClocks(aheadMs: () => number): void {
  replaceDate(aheadMs);
  Object.defineProperty(performance, 'now', {
    value: () => realTime.nowMs() + aheadMs(),
    configurable: true,
  });
  const { hrtime } = process;
  const bigint = hrtime.bigint.bind(hrtime);
  const ahead = (): bigint => BigInt(Math.round(aheadMs() * 1e6));
  const shifted = (before?: [number, number]): [number, number] => {
    const total =
      bigint() + ahead() - (before === undefined ? 0n : BigInt(before[0]) * 10n ** 9n + BigInt(before[1]));
    return [Number(total / 10n ** 9n), Number(total % 10n ** 9n)];
  };
  Object.assign(process, { hrtime: Object.assign(shifted, { bigint: () => bigint() + ahead() }) });
}

function abortError(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  return Object.assign(error, { code: 'ABORT_ERR' });
}
