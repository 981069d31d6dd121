// The work of a query thread: it evaluates one request after the other and sends each response in pieces.
import { parentPort } from 'node:worker_threads';
import { constants, getPriority, setPriority } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { memoryUsage, platform } from 'node:process';
import { apiErrorOf } from '../http/api/error.ts';
import { failure } from '../http/api/envelope.ts';
import { exemplarRoute } from '../http/endpoints/exemplars.ts';
import { federateRoute } from '../http/endpoints/federate.ts';
import { queryRoutes } from '../http/endpoints/query.ts';
import { matchRoute, toApiRequest, type Reply } from '../http/api/route.ts';
import { inPieces } from '../http/api/send-reply.ts';
import { seriesRoutes } from '../http/endpoints/series.ts';
import { ruleRoute } from '../rules/placement/route.ts';
import { Word, type Piece, type Task, type ThreadStart } from './protocol.ts';
import { RemoteIndex } from './remote-index.ts';

/** How many pieces may be on their way to a client: one that does not read holds up the thread, not the server's memory. */
const MOST_PIECES_AHEAD = 512;
/** Queries yield slightly to scrapes and to the learner's app. More would starve them on a busy machine. */
const NICENESS = 2;

/** Handles tasks until the thread is stopped. */
export function answerTasks({ port, words }: ThreadStart): void {
  const owner = parentPort;
  if (owner === null) throw new Error('queries are answered in a worker thread');
  // Only Linux has a priority for each thread; elsewhere this would slow the whole lab. The lab may itself run with a low
  // one, which only root may raise.
  if (platform === 'linux')
    setPriority(0, Math.min(getPriority(0) + NICENESS, constants.priority.PRIORITY_LOW));
  const shared = new Int32Array(words);
  const index = new RemoteIndex(port, shared);
  let sent = 0;

  function send(piece: Piece): void {
    for (;;) {
      const taken = Atomics.load(shared, Word.taken);
      if (sent - taken < MOST_PIECES_AHEAD || index.isCanceled) break;
      Atomics.wait(shared, Word.taken, taken);
    }
    sent += 1;
    owner?.postMessage(piece, [piece.bytes.buffer]);
  }

  function sendReply(id: number, reply: Reply): void {
    if (typeof reply.body !== 'string' && Symbol.asyncIterator in reply.body)
      throw new Error('the answer to a query is made in one go');
    let head: Piece['head'] = { status: reply.status, contentType: reply.contentType };
    let last = new Uint8Array();
    const pieces = inPieces(typeof reply.body === 'string' ? [reply.body] : reply.body);
    for (const piece of pieces) {
      if (last.length > 0) {
        send({ id, ...(head === undefined ? {} : { head }), bytes: last, isLast: false });
        head = undefined;
      }
      // Small buffers share their memory, and cannot be handed over.
      last = new Uint8Array(piece);
      if (index.isCanceled) break;
    }
    const heldBytes = getHeapStatistics().total_heap_size + memoryUsage().arrayBuffers;
    send({ id, ...(head === undefined ? {} : { head }), bytes: last, isLast: true, heldBytes });
  }

  async function answer({ id, request, waitedMs, ...task }: Task): Promise<void> {
    index.begin(id);
    const signal = {
      get aborted() {
        return index.countWork();
      },
    };
    const control = {
      now: () => task.nowMs,
      evaluationIntervalMs: () => task.evaluationIntervalMs,
      externalLabels: () => task.externalLabels,
    };
    const backend = { samples: index, control, waitedMs };
    const routes = [
      ...queryRoutes(backend),
      ...seriesRoutes(index),
      federateRoute(backend),
      exemplarRoute(index),
      ruleRoute(backend),
    ];
    const match = matchRoute(routes, request.method, request.path);
    if (match.kind !== 'found') throw new Error(`no query is asked under ${request.path}`);
    try {
      sendReply(id, await match.route.answer(toApiRequest(request, signal)));
    } catch (error) {
      const known = apiErrorOf(error);
      if (known === undefined) throw error;
      sendReply(id, failure(known));
    }
  }

  // Any other failure is a bug: it ends the thread, and the server is notified.
  owner.on('message', (task: Task) => void answer(task));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  owner.postMessage('ready');
}
