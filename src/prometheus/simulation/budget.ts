// What a simulation may still spend. Running out ends it.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { QueryOptions } from '../promql/index.ts';
import type { SimulationOptions } from './model.ts';

/** The simulation cannot go on; the message is a sentence without a period. */
export class SimulationFault extends Error {}

const LOOK_EVERY = 1_000;
/** So long the thread may be held up. */
const TURN_MS = 50;

export class Budget {
  readonly #options: SimulationOptions;
  readonly #timeoutMs: number;
  readonly #deadline: number;
  #samplesLeft: number;
  #untilLook = LOOK_EVERY;
  #turnEnds = performance.now() + TURN_MS;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? 120_000;
    this.#deadline = performance.now() + this.#timeoutMs;
    this.#samplesLeft = options.maxRecordedSamples ?? 20_000_000;
  }

  /** The terms of the next query. */
  queryOptions(): QueryOptions {
    const { signal, limits } = this.#options;
    return {
      ...limits,
      ...(signal === undefined ? {} : { signal }),
      timeoutMs: Math.max(this.#deadline - performance.now(), 0),
    };
  }

  /** Counts samples that rules write. */
  spendSamples(count: number): void {
    this.#samplesLeft -= count;
    if (this.#samplesLeft >= 0) return;
    const most = this.#options.maxRecordedSamples ?? 20_000_000;
    throw new SimulationFault(`the rules would write more than ${most} samples`);
  }

  /** Counts a small piece of work. */
  work(): void {
    this.#untilLook -= 1;
    if (this.#untilLook > 0) return;
    this.#untilLook = LOOK_EVERY;
    this.look();
  }

  look(): void {
    if (this.#options.signal?.aborted === true) throw new SimulationFault('the simulation was canceled');
    if (performance.now() > this.#deadline)
      throw new SimulationFault(`the simulation took longer than ${this.#timeoutMs} ms`);
  }

  /** Lets others use the thread from time to time. */
  async rest(): Promise<void> {
    this.look();
    if (performance.now() < this.#turnEnds) return;
    await nextTurn();
    this.#turnEnds = performance.now() + TURN_MS;
  }
}
