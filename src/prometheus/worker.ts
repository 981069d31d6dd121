// The thread that the embedded server runs in: starts it, and carries out its owner's orders.
import { parentPort, workerData } from 'node:worker_threads';
import { EmbeddedStartError, type EmbeddedServer } from './embedded.ts';
import { startServer } from './server.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker-protocol.ts';

const owner = parentPort;
if (owner === null) throw new Error('this file is run as a worker thread');
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const tell = (message: FromWorker): void => owner.postMessage(message);

async function carryOut(server: EmbeddedServer, { id, order }: ToWorker): Promise<void> {
  if (order === 'reload') return tell({ kind: 'done', id, outcome: await server.reload() });
  await (order === 'stop' ? server.stop() : server.whenIdle());
  tell({ kind: 'done', id });
}

try {
  const start = workerData as WorkerStart;
  const server = await startServer({ ...start, log: (line) => tell({ kind: 'log', line }) });
  // What fails here is a bug: it ends the thread, and the owner is told.
  owner.on('message', (message: ToWorker) => void carryOut(server, message));
  tell({ kind: 'started', url: server.url });
} catch (error) {
  if (!(error instanceof EmbeddedStartError)) throw error;
  tell({ kind: 'refused', code: error.code, message: error.message });
}
