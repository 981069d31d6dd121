// One thread that simulates, seen from the lab: takes one order at a time, and is ended where it does not end by itself.
import { Worker } from 'node:worker_threads';
import { ownProcessorMs } from '../../children/own-processor-time.ts';
import { prometheusError } from '../facts/errors.ts';
import type { TooHeavy } from '../../model/simulation/simulator.ts';
import type { FromThread, Order, OrderName, Orders, ToThread } from './protocol.ts';

/** Its share of memory: what needs more ends the thread alone. */
const MAX_HEAP_MB = 256;
const LOOK_EVERY_MS = 100;
/** How much more than a query some orders may take: tests run for each mistake in their rules, and rules for a month. */
const TIMES: Partial<Record<OrderName, number>> = { examineTests: 12, runRules: 6 };

export interface ThreadLimits {
  /** So much processor time of the whole process is more than any order needs that ends. @default 5000 */
  readonly processorMs?: number;
  /** How long an order that gets less of it is waited for. @default 60000 */
  readonly waitMs?: number;
}

type Outcome = Orders[OrderName]['gives'] | TooHeavy;

interface Pending {
  readonly id: number;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

export class SimulatorThread {
  readonly #worker: Worker;
  readonly #limits: Required<ThreadLimits>;
  readonly #ready: Promise<void>;
  #pending: Pending | undefined;
  #lastId = 0;
  #isEnded = false;
  #fault: Error | undefined;

  constructor(workerFile: string, { processorMs = 5_000, waitMs = 60_000 }: ThreadLimits = {}) {
    this.#limits = { processorMs, waitMs };
    this.#worker = new Worker(workerFile, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    this.#ready = new Promise((resolve) => {
      this.#worker.once('message', () => resolve());
      this.#worker.once('exit', () => resolve());
    });
    this.#worker.on('message', (message: FromThread) => this.#take(message));
    this.#worker.on('error', (error) => (this.#fault = error));
    this.#worker.once('exit', () => this.#ended());
    // An idle thread does not keep the lab alive.
    this.#worker.unref();
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Carries out an order; ends the thread where it takes too much. Rejects with the signal's reason, or for a bug. */
  async run(order: Order, signal: AbortSignal): Promise<Outcome> {
    // The time to load a new thread does not count.
    this.#worker.ref();
    let watch: NodeJS.Timeout | undefined;
    const onAbort = (): void => this.#giveUp(signal.reason);
    try {
      await this.#ready;
      signal.throwIfAborted();
      if (this.#isEnded) throw new Error('the simulator has ended', { cause: this.#fault });
      const outcome = new Promise<Outcome>((resolve, reject) => {
        this.#pending = { id: ++this.#lastId, resolve, reject };
      });
      signal.addEventListener('abort', onAbort, { once: true });
      watch = this.#watch(TIMES[order.name] ?? 1);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      this.#worker.postMessage({ id: this.#lastId, order } satisfies ToThread);
      return await outcome;
    } finally {
      clearInterval(watch);
      signal.removeEventListener('abort', onAbort);
      this.#worker.unref();
    }
  }

  /** How long something takes proves nothing on a busy machine; processor time does. */
  #watch(times: number): NodeJS.Timeout {
    const processorMs = this.#limits.processorMs * times;
    const waitMs = this.#limits.waitMs * times;
    const began = { processor: ownProcessorMs(), clock: performance.now() };
    return setInterval(() => {
      if (ownProcessorMs() - began.processor >= processorMs) {
        this.#settle({ status: 'too-heavy', why: 'time' });
        this.#end();
      } else if (performance.now() - began.clock >= waitMs) {
        this.#giveUp(prometheusError('simulator-busy', { afterMs: waitMs }));
      }
    }, LOOK_EVERY_MS);
  }

  #take(message: FromThread): void {
    if (message === 'ready' || message.id !== this.#pending?.id) return;
    if ('fault' in message) this.#giveUp(new Error(`the simulator failed: ${message.fault}`));
    else this.#settle(message.outcome);
  }

  #settle(outcome: Outcome): void {
    this.#pending?.resolve(outcome);
    this.#pending = undefined;
  }

  /** What is under way may never end. */
  #giveUp(reason: unknown): void {
    this.#pending?.reject(reason);
    this.#pending = undefined;
    this.#end();
  }

  #end(): void {
    this.#isEnded = true;
    void this.#worker.terminate();
  }

  #ended(): void {
    this.#isEnded = true;
    const fault = this.#fault;
    if (fault !== undefined && 'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY')
      this.#settle({ status: 'too-heavy', why: 'memory' });
    else this.#giveUp(new Error('the simulator has ended', { cause: fault }));
  }
}
