// One timer of the app on its own clock: what `setTimeout` and `setInterval` return in an isolated run.
import { AsyncResource } from 'node:async_hooks';

/** What owns timers: it is told of each change that moves the next due time. */
export interface TimerOwner {
  nowMs(): number;
  changed(): void;
}

/** As Node has it: what is not a number, below 1 or above 2^31 - 1 becomes 1. */
export function delayOf(delay: unknown): number {
  const ms = Number(delay);
  return ms >= 1 && ms <= 2 ** 31 - 1 ? Math.trunc(ms) : 1;
}

/** A timer with the methods of Node's `Timeout`. */
export class AppTimer {
  static #lastId = 0;
  readonly id = (AppTimer.#lastId += 1);
  /** When it fires, in ms of the app's clock; undefined once it is done or cleared. */
  dueMs: number | undefined;
  readonly delayMs: number;
  readonly isRepeating: boolean;
  readonly #owner: TimerOwner;
  readonly #callback: () => void;
  // A callback runs in the async context that set its timer.
  readonly #resource: AsyncResource;
  #isRef = true;

  constructor(owner: TimerOwner, callback: () => void, delay: unknown, isRepeating: boolean) {
    this.#owner = owner;
    this.#callback = callback;
    this.#resource = new AsyncResource(isRepeating ? 'Interval' : 'Timeout');
    this.delayMs = delayOf(delay);
    this.isRepeating = isRepeating;
    this.dueMs = owner.nowMs() + this.delayMs;
  }

  /** Runs the callback; errors are the app's. */
  fire(): void {
    this.dueMs = this.isRepeating ? this.#owner.nowMs() + this.delayMs : undefined;
    this.#resource.runInAsyncScope(this.#callback);
  }

  close(): this {
    this.dueMs = undefined;
    this.#owner.changed();
    return this;
  }

  refresh(): this {
    this.dueMs = this.#owner.nowMs() + this.delayMs;
    this.#owner.changed();
    return this;
  }

  ref(): this {
    this.#isRef = true;
    this.#owner.changed();
    return this;
  }

  unref(): this {
    this.#isRef = false;
    this.#owner.changed();
    return this;
  }

  hasRef(): boolean {
    return this.#isRef;
  }

  [Symbol.toPrimitive](): number {
    return this.id;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
