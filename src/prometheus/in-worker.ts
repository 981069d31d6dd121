// The embedded server in a thread of its own: however long it evaluates a query, its owner can answer, and end it.
import { Worker } from 'node:worker_threads';
import {
  EmbeddedStartError,
  type EmbeddedOptions,
  type EmbeddedReload,
  type EmbeddedServer,
} from './embedded.ts';
import type { FromWorker, Order, ToWorker, WorkerStart } from './worker-protocol.ts';

/** How long it may take to end in order; a busy one is cut off, which costs at most the last second of samples. */
const STOP_LIMIT_MS = 1000;
/** The thread's share of memory; where it needs more it dies alone. */
const MAX_HEAP_MB = 1024;

interface Waiter {
  readonly resolve: (outcome: EmbeddedReload | undefined) => void;
  readonly reject: (error: Error) => void;
}

/** Data folders that threads of this process have: the lock in the folder tells processes apart, not threads. */
const heldHere = new Set<string>();

/** Starts the server in the thread of a built worker. @throws {EmbeddedStartError} */
export async function startInWorker(workerFile: string, options: EmbeddedOptions): Promise<EmbeddedServer> {
  const { configFile, dataDir, port, log = () => undefined } = options;
  const start: WorkerStart = { kind: 'server', configFile, port, ...(dataDir === undefined ? {} : { dataDir }) };
  if (dataDir !== undefined && heldHere.has(dataDir)) {
    throw new EmbeddedStartError(
      'data-locked',
      `This process has another Prometheus on the data in ${dataDir}.`,
    );
  }
  if (dataDir !== undefined) heldHere.add(dataDir);
  const worker = new Worker(workerFile, {
    workerData: start,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB },
  });
  const waiting = new Map<number, Waiter>();
  let lastId = 0;
  let fault: Error | undefined;
  let end: string | undefined;

  const died = new Promise<string>((resolve) => {
    worker.on('error', (error) => (fault = error));
    worker.once('exit', () => {
      end = `The embedded Prometheus has ended${fault === undefined ? '' : `: ${fault.message}`}.`;
      if (dataDir !== undefined) heldHere.delete(dataDir);
      for (const { reject } of waiting.values()) reject(new Error(end, { cause: fault }));
      waiting.clear();
      resolve(end);
    });
  });
  const ask = (order: Order): Promise<EmbeddedReload | undefined> =>
    new Promise((resolve, reject) => {
      if (end !== undefined) return reject(new Error(end, { cause: fault }));
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage({ id: lastId, order } satisfies ToWorker);
    });
  const url = await new Promise<string>((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'log') log(message.line);
      else if (message.kind === 'started') resolve(message.url);
      else if (message.kind === 'refused') reject(new EmbeddedStartError(message.code, message.message));
      else {
        waiting.get(message.id)?.resolve(message.outcome);
        waiting.delete(message.id);
      }
    });
    void died.then((reason) => reject(fault ?? new Error(reason)));
  });

  const stop = async (): Promise<void> => {
    const timer = setTimeout(() => void worker.terminate(), STOP_LIMIT_MS);
    // Cut off or dead already: it is gone, which is what was asked for.
    await ask('stop').catch(() => undefined);
    clearTimeout(timer);
    await worker.terminate();
  };
  let stopping: Promise<void> | undefined;
  return {
    url,
    died,
    reload: async () => {
      const outcome = await ask('reload');
      if (outcome === undefined) throw new Error('the embedded Prometheus gave no outcome of a reload');
      return outcome;
    },
    whenIdle: async () => void (await ask('idle')),
    stop: () => (stopping ??= stop()),
  };
}
