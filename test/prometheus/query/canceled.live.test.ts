// A request that is canceled while its thread asks the server gets an error, and the thread takes the next request.
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import {
  Word,
  WORD_COUNT,
  type Piece,
  type Task,
  type ThreadStart,
} from '../../../src/prometheus/query/protocol.ts';
import { LAB_BIN } from '../../support/lab.ts';

const WORKER = join(dirname(LAB_BIN), 'prometheus-worker.js');
const SELECTOR = 'match[]={i=~"a.%2B"}';

function task(id: number, path: string, search: string, pathParam = ''): Task {
  const request = { method: 'GET', path, pathParam, search, body: '', accept: '' };
  return { id, request, waitedMs: 0, nowMs: 0, evaluationIntervalMs: 1_000, externalLabels: {} };
}

test.each([
  ['/api/v1/series', SELECTOR],
  ['/api/v1/series', 'match[]={i="a"}'],
  ['/api/v1/labels', SELECTOR],
  ['/api/v1/labels', ''],
  ['/api/v1/label/i/values', SELECTOR],
  ['/api/v1/query_exemplars', 'query={i=~"a.%2B"}'],
  ['/api/v1/query', 'query={i=~"a.%2B"}'],
  ['/federate', SELECTOR],
])('%s?%s', async (path, search) => {
  const words = new SharedArrayBuffer(4 * WORD_COUNT);
  const { port1, port2 } = new MessageChannel();
  const workerData: ThreadStart = { kind: 'queries', port: port2, words };
  // The server never answers on the port: what the thread asks is answered only by the end of its task.
  const thread = new Worker(WORKER, { workerData, transferList: [port2], execArgv: [] });
  onTestFinished(async () => {
    port1.close();
    await thread.terminate();
  });
  await once(thread, 'message');
  Atomics.store(new Int32Array(words), Word.canceled, 1);
  const answer = async (asked: Task): Promise<Piece> => {
    const answered = once(thread, 'message');
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
    thread.postMessage(asked);
    return ((await answered) as [Piece])[0];
  };
  const canceled = await answer(task(1, path, search, path.includes('label/') ? 'i' : ''));
  expect(canceled).toMatchObject({ id: 1, head: { status: 503 }, isLast: true });
  expect(JSON.parse(Buffer.from(canceled.bytes).toString())).toEqual({
    status: 'error',
    errorType: 'canceled',
    error: 'query was canceled in expression evaluation',
  });
  expect(await answer(task(2, '/api/v1/parse_query', 'query=1'))).toMatchObject({
    id: 2,
    head: { status: 200 },
  });
});
