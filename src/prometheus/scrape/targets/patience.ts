// How long a scrape is awaited in real time while the server's clock stands still. A target that responds gets up to its
// timeout, as on the machine's clock. One that used all of it gets less at its next scrape, so that hours of a target
// that never responds take seconds.
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

/** What is left of the time after a scrape that used all of it. */
const LEFT_AFTER_TIMEOUT = 1 / 4;
const LEAST_MS = 10;
/** A process that was suspended, or had no processor, finds at most one slice used up, with its responses unread. */
const SLICES = 10;

export class Patience {
  readonly #fullMs: number;
  #limitMs: number;
  #waiting: Promise<void> | undefined;

  /** @param timeoutMs how long a scrape may take */
  constructor(timeoutMs: number) {
    this.#fullMs = timeoutMs;
    this.#limitMs = timeoutMs;
  }

  /** A scrape begins. */
  begin(): void {
    this.#waiting = undefined;
  }

  /** Resolves when the scrape under way has been awaited long enough. Counts from the first call on. */
  whenOver(): Promise<void> {
    this.#waiting ??= this.#wait();
    return this.#waiting;
  }

  /** The scrape has ended: with a response, with an error, or because its timeout has passed. */
  end(hasResponded: boolean): void {
    this.#limitMs = hasResponded ? this.#fullMs : Math.max(this.#limitMs * LEFT_AFTER_TIMEOUT, LEAST_MS);
  }

  async #wait(): Promise<void> {
    for (let slice = 0; slice < SLICES; slice++) {
      await delay(this.#limitMs / SLICES, undefined, { ref: false });
      // Timers come before what has arrived meanwhile.
      await nextTurn();
    }
  }
}
