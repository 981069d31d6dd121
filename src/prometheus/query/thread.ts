// One thread for queries, seen from the server: hands it a task, passes on its answer, and ends it where it does not stop.
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import { ApiError } from '../http/api/error.ts';
import type { Reply } from '../http/api/route.ts';
import { serveIndex, type IndexService, type IndexSource } from './answer-index.ts';
import { Word, WORD_COUNT, type Piece, type Task, type ThreadStart } from './protocol.ts';

/** Its share of memory: where a query needs more, the thread ends alone and the query gets an error. */
const MAX_HEAP_MB = 384;
/** A thread that holds more than this when it is done is ended, so that the memory is free at once. */
const MOST_HELD_BYTES = 192 * 2 ** 20;
/** How long a thread may take to stop when it is told to. */
const STOP_LIMIT_MS = 100;

/** The answer to one task. */
interface Pending {
  readonly id: number;
  readonly begun: (reply: Reply) => void;
  readonly failed: (error: ApiError) => void;
  readonly body: PieceQueue;
  hasBegun: boolean;
}

export class QueryThread {
  readonly #worker: Worker;
  readonly #words = new Int32Array(new SharedArrayBuffer(4 * WORD_COUNT));
  readonly #port: MessagePort;
  #service: IndexService | undefined;
  #pending: Pending | undefined;
  #stopTimer: NodeJS.Timeout | undefined;
  #isEnded = false;
  #fault: Error | undefined;
  /** Called when it has no task any more, or is no more. */
  readonly #onFree: (thread: QueryThread) => void;

  constructor(workerFile: string, onFree: (thread: QueryThread) => void) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#onFree = onFree;
    const words = this.#words.buffer;
    const workerData: ThreadStart = { kind: 'queries', port: port2, words };
    this.#worker = new Worker(workerFile, {
      workerData,
      transferList: [port2],
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
    });
    this.ready = new Promise((resolve) => {
      this.#worker.once('message', () => resolve());
      this.#worker.once('exit', () => resolve());
    });
    this.#worker.on('message', (message: Piece | 'ready') => {
      if (message !== 'ready') this.#take(message);
    });
    this.#worker.on('error', (error) => (this.#fault = error));
    this.#worker.once('exit', () => {
      port1.close();
      this.#ended();
    });
    // What keeps the server alive is its socket.
    this.#worker.unref();
  }

  /** Resolves when the thread has loaded what it needs, or is no more. */
  readonly ready: Promise<void>;

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Whether the answer to the current task is under way, so that it cannot be begun again elsewhere. */
  get hasBegun(): boolean {
    return this.#pending?.hasBegun ?? false;
  }

  /** How many pieces of work the current task has done. */
  get work(): number {
    return Atomics.load(this.#words, Word.work);
  }

  /** Answers a task, always from the same source; resolves when the answer begins. @throws {ApiError} */
  run(task: Task, source: IndexSource): Promise<Reply> {
    if (this.#service === undefined) {
      this.#service = serveIndex(source, this.#port, this.#words);
      this.#port.unref();
    }
    return new Promise((begun, failed) => {
      const body = new PieceQueue(() => {
        Atomics.add(this.#words, Word.taken, 1);
        Atomics.notify(this.#words, Word.taken);
      });
      this.#pending = { id: task.id, begun, failed, body, hasBegun: false };
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      this.#worker.postMessage(task);
    });
  }

  /** Gives up the current task with an error; the thread is free again when it has stopped, or is ended. */
  cancel(error: ApiError): void {
    const pending = this.#pending;
    if (pending === undefined) return;
    pending.failed(error);
    pending.body.fail(error);
    if (this.#stopTimer !== undefined) return;
    this.#service?.cancel(pending.id);
    Atomics.notify(this.#words, Word.taken);
    this.#stopTimer = setTimeout(() => this.end(), STOP_LIMIT_MS);
  }

  end(): void {
    this.#isEnded = true;
    void this.#worker.terminate();
  }

  #take({ id, head, bytes, isLast, heldBytes = 0 }: Piece): void {
    const pending = this.#pending;
    if (pending?.id !== id) return;
    pending.body.push(bytes, isLast);
    if (head !== undefined) {
      pending.hasBegun = true;
      pending.begun({ ...head, body: pending.body });
    }
    if (!isLast) return;
    this.#release();
    if (heldBytes > MOST_HELD_BYTES) this.end();
    this.#onFree(this);
  }

  #release(): void {
    clearTimeout(this.#stopTimer);
    this.#stopTimer = undefined;
    this.#pending = undefined;
    this.#service?.release();
  }

  #ended(): void {
    this.#isEnded = true;
    const pending = this.#pending;
    this.#release();
    const error = faultOfEnd(this.#fault);
    pending?.failed(error);
    pending?.body.fail(error);
    this.#onFree(this);
  }
}

/** In Prometheus's words where it has some. */
function faultOfEnd(fault: Error | undefined): ApiError {
  if (fault !== undefined && 'code' in fault && fault.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new ApiError(
      'execution',
      'query processing would load too many samples into memory in query execution',
    );
  return new ApiError('internal', fault?.message ?? 'the thread that evaluated the query has ended');
}

/** Pieces of an answer in order; each is told of as it is taken. */
class PieceQueue implements AsyncIterable<Uint8Array> {
  readonly #pieces: Uint8Array[] = [];
  readonly #onTaken: () => void;
  #isComplete = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  constructor(onTaken: () => void) {
    this.#onTaken = onTaken;
  }

  push(piece: Uint8Array, isLast: boolean): void {
    this.#pieces.push(piece);
    this.#isComplete = isLast;
    this.#wake?.();
  }

  fail(error: Error): void {
    this.#error ??= error;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece = this.#pieces.shift();
      if (piece !== undefined) {
        this.#onTaken();
        yield piece;
      } else if (this.#isComplete) return;
      else if (this.#error !== undefined) throw this.#error;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
