// The evaluations of a rule that failed, summed up.
import type { TimestampMs } from '../model/samples.ts';
import type { FailureSpan } from './model.ts';

export class Failures {
  readonly spans: FailureSpan[] = [];
  #isGoingOn = false;

  /** Tells of one evaluation, in order of time; an empty message is a success. */
  tell(timeMs: TimestampMs, message: string): void {
    const last = this.spans.at(-1);
    if (message === '') this.#isGoingOn = false;
    else if (this.#isGoingOn && last?.message === message)
      this.spans[this.spans.length - 1] = { ...last, lastMs: timeMs };
    else {
      this.spans.push({ firstMs: timeMs, lastMs: timeMs, message });
      this.#isGoingOn = true;
    }
  }

  /** Tells of one that failed; those between it and the one before succeeded. */
  tellAt(timeMs: TimestampMs, intervalMs: number, message: string): void {
    const last = this.spans.at(-1);
    if (last !== undefined && last.lastMs + intervalMs < timeMs) this.#isGoingOn = false;
    this.tell(timeMs, message);
  }
}
