// The owner's side of the server's thread: starts it, sends it orders, and notices when it no longer responds.
import { Worker } from 'node:worker_threads';
import { EmbeddedStartError } from './embedded.ts';
import type { FromWorker, Order, OrderOutcome, ToWorker, WorkerStart } from './protocol.ts';

/** How long it may take to end in order; a busy one is cut off, which costs at most the last second of samples. */
const STOP_LIMIT_MS = 1000;
/** The thread's share of memory; where it needs more it dies alone. */
const MAX_HEAP_MB = 1024;
const HEARTBEAT_MS = 1000;
/** Unanswered heartbeats, each after a timer of the owner's: where the whole machine slept, only one is missing. */
const MOST_MISSED = 15;

interface Waiter {
  readonly resolve: (outcome: OrderOutcome | undefined) => void;
  readonly reject: (error: Error) => void;
}

export class ServerThread {
  /** Its address, once it has started. Rejects with why it could not. */
  readonly started: Promise<string>;
  /** Resolves with a sentence when the thread has ended. */
  readonly ended: Promise<string>;
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiter>();
  #lastId = 0;
  #missed = 0;
  #hasStarted = false;
  #fault: Error | undefined;
  #end: string | undefined;

  constructor(workerFile: string, start: WorkerStart, log: (line: string) => void) {
    this.#worker = new Worker(workerFile, {
      workerData: start,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    this.#worker.on('error', (error) => (this.#fault ??= error));
    this.ended = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.#end = sentenceOf(this.#fault);
        for (const { reject } of this.#waiting.values()) reject(this.#gone());
        this.#waiting.clear();
        resolve(this.#end);
      });
    });
    this.started = new Promise((resolve, reject) => {
      this.#worker.on('message', (message: FromWorker) => {
        if (message.kind === 'log') log(message.line);
        else if (message.kind === 'started') {
          this.#hasStarted = true;
          resolve(message.url);
        } else if (message.kind === 'refused') reject(new EmbeddedStartError(message.code, message.message));
        else {
          this.#waiting.get(message.id)?.resolve(message.outcome);
          this.#waiting.delete(message.id);
        }
      });
      void this.ended.then((reason) => reject(this.#fault ?? new Error(reason)));
    });
    // Those who wait for it are told; that none does is no fault.
    this.started.then(
      () => this.#listenToHeart(),
      () => undefined,
    );
  }

  ask(order: Order): Promise<OrderOutcome | undefined> {
    return new Promise((resolve, reject) => {
      if (this.#end !== undefined) return reject(this.#gone());
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { resolve, reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      this.#worker.postMessage({ id: this.#lastId, order } satisfies ToWorker);
    });
  }

  /** Ends it in order, or cuts it off where it is busy or has not started yet: then it has nothing to write. */
  async stop(): Promise<void> {
    if (!this.#hasStarted) {
      await this.#worker.terminate();
      return;
    }
    const timer = setTimeout(() => void this.#worker.terminate(), STOP_LIMIT_MS);
    // Cut off or dead already: it is gone, which is what was asked for.
    await this.ask({ kind: 'stop' }).catch(() => undefined);
    clearTimeout(timer);
    await this.#worker.terminate();
  }

  #listenToHeart(): void {
    const timer = setInterval(() => {
      this.#missed += 1;
      if (this.#missed > MOST_MISSED) {
        clearInterval(timer);
        this.#fault ??= new Error(`it has not answered for ${(MOST_MISSED * HEARTBEAT_MS) / 1000} s`);
        void this.#worker.terminate();
      } else if (this.#missed === 1) {
        this.ask({ kind: 'beat' }).then(
          () => (this.#missed = 0),
          () => undefined,
        );
      }
    }, HEARTBEAT_MS);
    timer.unref();
    void this.ended.then(() => clearInterval(timer));
  }

  #gone(): Error {
    return new Error(this.#end, { cause: this.#fault });
  }
}

function sentenceOf(fault: Error | undefined): string {
  if (fault === undefined) return 'The embedded Prometheus has ended.';
  const isOutOfMemory = 'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY';
  return `The embedded Prometheus has ended: ${isOutOfMemory ? 'it needed more memory than it may use' : fault.message}.`;
}
