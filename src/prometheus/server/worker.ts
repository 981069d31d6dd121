// The built worker: the thread that the embedded server runs in, which carries out its owner's orders; and, started by
// that one, a thread that answers queries.
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { Labels } from '../model/samples.ts';
import { EmbeddedStartError, type EmbeddedServer } from './embedded.ts';
import type { ThreadStart } from '../query/protocol.ts';
import type { FromWorker, ToWorker, WorkerStart } from './protocol.ts';

const owner = parentPort;
if (owner === null) throw new Error('this file is run as a worker thread');
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
const tell = (message: FromWorker): void => owner.postMessage(message);

async function carryOut(server: EmbeddedServer, { id, order }: ToWorker): Promise<void> {
  if (order.kind === 'reload') return tell({ kind: 'done', id, outcome: await server.reload() });
  if (order.kind === 'history') {
    const series = order.series.map(({ flat, ...samples }) => ({
      labels: Labels.fromFlat(flat),
      ...samples,
    }));
    return tell({ kind: 'done', id, outcome: await server.loadHistory(series) });
  }
  if (order.kind === 'stop') await server.stop();
  else if (order.kind === 'idle') await server.whenIdle();
  else if (order.kind === 'advance') await server.advance(order.byMs);
  tell({ kind: 'done', id });
}

async function serve(start: WorkerStart): Promise<void> {
  const { startServer } = await import('./start.ts');
  try {
    const log = (line: string): void => tell({ kind: 'log', line });
    const server = await startServer({ ...start, workerFile: fileURLToPath(import.meta.url), log });
    // A failure here is a bug: it ends the thread, and the owner is notified.
    owner?.on('message', (message: ToWorker) => void carryOut(server, message));
    tell({ kind: 'started', url: server.url });
  } catch (error) {
    if (!(error instanceof EmbeddedStartError)) throw error;
    tell({ kind: 'refused', code: error.code, message: error.message });
  }
}

const start = workerData as WorkerStart | ThreadStart;
if (start.kind === 'queries') {
  const { answerTasks } = await import('../query/answer-tasks.ts');
  answerTasks(start);
} else {
  await serve(start);
}
