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

/** The clocks that the app reads. */
interface Clocks {
  /** While frozen, they show no real time that passes. */
  readonly freeze: (isFrozen: boolean) => void;
}

/** Replaces them all, in this thread. */
export function replaceGlobals({ add, clear, aheadMs }: Replacements): Clocks {
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
  return replaceClocks(aheadMs);
}

function replaceClocks(aheadMs: () => number): Clocks {
  const dateNow = Date.now.bind(Date);
  const bigint = process.hrtime.bigint.bind(process.hrtime);
  const uptime = process.uptime.bind(process);
  // Taken once: a time that is read and then corrected is wrong where the system pauses the app in between.
  const readAll = () => ({ dateMs: dateNow(), ms: realTime.nowMs(), ns: bigint(), uptimeS: uptime() });
  let frozen: ReturnType<typeof readAll> | undefined;
  replaceDate(aheadMs, () => frozen?.dateMs ?? dateNow());
  Object.defineProperty(performance, 'now', {
    value: () => (frozen?.ms ?? realTime.nowMs()) + aheadMs(),
    configurable: true,
  });
  replaceMarks();
  const nowNs = (): bigint => (frozen?.ns ?? bigint()) + BigInt(Math.round(aheadMs() * 1e6));
  const shifted = (before?: [number, number]): [number, number] => {
    const total = nowNs() - (before === undefined ? 0n : BigInt(before[0]) * 10n ** 9n + BigInt(before[1]));
    return [Number(total / 10n ** 9n), Number(total % 10n ** 9n)];
  };
  Object.assign(process, { hrtime: Object.assign(shifted, { bigint: nowNs }) });
  Object.assign(process, { uptime: () => (frozen?.uptimeS ?? uptime()) + aheadMs() / 1000 });
  return {
    freeze: (isFrozen) => {
      frozen = isFrozen ? (frozen ?? readAll()) : undefined;
    },
  };
}

/** `performance.mark` and `performance.measure` take their times from the same clock. */
function replaceMarks(): void {
  const mark = performance.mark.bind(performance);
  const measure = performance.measure.bind(performance);
  Object.assign(performance, {
    mark: (name: string, options: MarkOptions = {}) =>
      mark(name, { startTime: performance.now(), ...options }),
    measure: (name: string, start?: string | MeasureOptions, end?: string) => {
      const options = typeof start === 'object' ? start : start === undefined ? {} : { start };
      const isOpen = end === undefined && options.end === undefined && options.duration === undefined;
      return measure(name, {
        ...options,
        ...(end !== undefined && { end }),
        ...(isOpen && { end: performance.now() }),
      });
    },
  });
}

type MarkOptions = NonNullable<Parameters<typeof performance.mark>[1]>;
type MeasureOptions = Exclude<Parameters<typeof performance.measure>[1], string | undefined>;

function abortError(signal: AbortSignal): Error {
  const error = new Error('The operation was aborted', { cause: signal.reason });
  error.name = 'AbortError';
  return Object.assign(error, { code: 'ABORT_ERR' });
}
