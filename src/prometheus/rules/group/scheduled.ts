// When a group is evaluated: at its slot of each interval. What is missed is counted and left out. A clock that is set
// back neither stops the group nor lets it evaluate a slot twice in a row.
import type { Clock, TimestampMs } from '../../model/samples.ts';
import { offsetOf, slotUpTo } from '../../model/schedule.ts';
import type { RunningGroup } from './running.ts';

/** A timer may fire this much early. */
const TOLERANCE_MS = 2;

export class ScheduledGroup {
  readonly running: RunningGroup;
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #offsetMs: number;
  readonly #onIteration: (seconds: number) => void;
  #lastSlot: TimestampMs | undefined;
  /** Evaluations until the alerts of the server before this one are taken up. */
  #untilRestore: number;
  #cancelTimer: (() => void) | undefined;
  #evaluating: Promise<void> | undefined;
  #isStopped = false;
  /** Slots that have passed, evaluated or not, and those that were not. */
  iterations = 0;
  missed = 0;

  /**
   * @param restores whether the alerts of the server before this one are taken up: after the second evaluation, because
   *   before it there may not be enough samples
   */
  constructor(
    running: RunningGroup,
    clock: Clock,
    restores: boolean,
    onIteration: (seconds: number) => void,
  ) {
    const { file, name, intervalMs } = running.group;
    this.running = running;
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#offsetMs = offsetOf(`${file};${name}`, intervalMs);
    this.#onIteration = onIteration;
    this.#untilRestore = restores ? 2 : 0;
  }

  /** Waits for the next slot, and continues. */
  start(): void {
    this.#plan();
  }

  /** Ends; the rule that is evaluated is given up. Resolves when nothing is under way. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#cancelTimer?.();
    this.running.stop();
    await this.#evaluating;
  }

  /** Takes over from an older version of the group, which is stopped. */
  copyState(from: ScheduledGroup): void {
    this.running.copyState(from.running);
    this.iterations = from.iterations;
    this.missed = from.missed;
  }

  /** Resolves when no evaluation is under way. */
  async whenIdle(): Promise<void> {
    await this.#evaluating;
  }

  #plan(): void {
    if (this.#isStopped) return;
    const now = this.#clock.now();
    const slot = slotUpTo(now, this.#intervalMs, this.#offsetMs);
    // As in Prometheus, a slot that came while the last one was evaluated is evaluated late.
    const isLate = this.#lastSlot !== undefined && slot > this.#lastSlot;
    const next = isLate ? now : slot + this.#intervalMs;
    this.#cancelTimer = this.#clock.after(next - now, () => {
      this.#evaluating = this.#evaluateAndPlan(slot);
    });
  }

  /** @param before the slot that had passed when the timer was set */
  async #evaluateAndPlan(before: TimestampMs): Promise<void> {
    const slot = slotUpTo(this.#clock.now() + TOLERANCE_MS, this.#intervalMs, this.#offsetMs);
    const last = this.#lastSlot ?? before;
    // Equal where the clock was set back by less than an interval.
    if (slot !== last && (slot > last || this.#lastSlot !== undefined)) await this.#evaluate(slot, last);
    this.#evaluating = undefined;
    this.#plan();
  }

  async #evaluate(slot: TimestampMs, last: TimestampMs): Promise<void> {
    const missed = Math.max((slot - last) / this.#intervalMs - 1, 0);
    this.missed += missed;
    this.iterations += missed + 1;
    this.#lastSlot = slot;
    await this.running.evaluate(slot);
    if (this.#isStopped) return;
    this.#onIteration(this.running.evaluationSeconds);
    if (this.#untilRestore > 0 && --this.#untilRestore === 0) this.running.restoreForState(this.#clock.now());
  }
}
