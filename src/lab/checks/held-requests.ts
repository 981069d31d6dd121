// Requests that stay open for as long as a reading takes: the store holds their calls, so nothing depends on time.
import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Probe } from '../model/schema.ts';
import type { Fail, Verdict } from '../model/verdict.ts';
import { readRest, readSum, type Rest } from './gauge-reading.ts';
import { probeTarget } from './probe-names.ts';
import { judgeProbes, sendProbes } from './probes.ts';
import { order, type WatchedApp } from './running-app.ts';
import { fail } from './verdicts.ts';

/** A gauge, and where requests to the app go. */
export interface Bench {
  readonly app: WatchedApp;
  readonly address: string;
  readonly metric: string;
}

/** What the gauge showed while the requests were held, and what was left on it after they were answered. */
export interface HeldReadings {
  readonly raised: number;
  /**
   * After one of them was answered, the others still held; undefined where `raised` was not their number, or one waits
   * for the store more than once.
   */
  readonly others: number | undefined;
  readonly rest: Rest;
}

/** Holds the requests, reads, lets one and then all be answered, reads each time; or says what is wrong with them. */
export async function holdRequests(
  bench: Bench,
  probes: readonly Probe[],
  counts: readonly number[],
): Promise<HeldReadings | { readonly verdict: Verdict }> {
  const { app, address, metric } = bench;
  const total = counts.reduce((sum, count) => sum + count, 0);
  // Connections stay open, as a browser keeps them: the end of a request is not the end of its connection.
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  try {
    await order(app, (signal) => app.run.hold(signal));
    const first = sendProbes(app, address, probes.slice(0, 1), [1], { agent });
    const isFirstHeld = await whenAllHeld(app, 1, first);
    const later = counts.map((count, index) => (index === 0 ? count - 1 : count));
    // Where the first one says already what is wrong, the others would say the same.
    const answers = Promise.all(
      isFirstHeld ? [first, sendProbes(app, address, probes, later, { agent })] : [first],
    );
    const isHeld = isFirstHeld && (await whenAllHeld(app, total, answers));
    const raised = isHeld ? await readSum(app, metric, total) : 0;
    const others = raised === total ? await readOthers(bench, total, first) : undefined;
    await order(app, (signal) => app.run.release(signal));
    const bad = await judgeProbes(app, (await answers).flat());
    if (bad !== undefined) return { verdict: bad };
    if (!isHeld) return { verdict: storeNotAwaited() };
    const rest = await readRest(app, metric);
    if (typeof raised !== 'number') return { verdict: raised };
    if (typeof others === 'object') return { verdict: others };
    return 'value' in rest ? { raised, others, rest } : { verdict: rest };
  } finally {
    agent.destroy();
  }
}

/**
 * What the gauge shows when the request that was held first is over and the others are not; undefined where it asks the
 * store once more and is not over.
 */
async function readOthers(
  { app, metric }: Bench,
  total: number,
  first: Promise<unknown>,
): Promise<number | Verdict | undefined> {
  await order(app, (signal) => app.run.release(signal, 1));
  if (await whenAllHeld(app, total, first)) return undefined;
  return readSum(app, metric, total - 1);
}

/** Whether the store holds a call of each request; false as soon as all were answered without it. */
async function whenAllHeld(app: WatchedApp, total: number, answers: Promise<unknown>): Promise<boolean> {
  const early = new AbortController();
  const abort = (): void => early.abort(new Error('the requests were answered'));
  answers.then(abort, abort);
  try {
    await order(app, (signal) => app.run.whenHeld(total, AbortSignal.any([signal, early.signal])));
    return true;
  } catch (error) {
    if (early.signal.aborted && !app.signal.aborted) return false;
    throw error;
  }
}

function storeNotAwaited(): Fail {
  return fail('store-not-awaited', 'An endpoint answers without waiting for the store.', {
    expected: 'each handler awaits its call of the store',
    observed: 'answers while the store was held',
    hint: 'Keep the line with `await store.…` in each handler, as it was in the beginning.',
  });
}

/** Requests whose client goes away while they are held; then the store lets go, as a slow database would. */
export async function abortRequests({ app, address }: Bench, probes: readonly Probe[]): Promise<void> {
  await order(app, (signal) => app.run.hold(signal));
  const clients = probes.map((probe) => openRequest(address, probe));
  try {
    await order(app, (signal) => app.run.whenHeld(clients.length, signal));
  } finally {
    for (const client of clients) client.destroy();
  }
  await order(app, (signal) => app.run.whenIdle(signal));
  await order(app, (signal) => app.run.release(signal));
}

/** A request of which only the beginning matters: its client never reads the answer. */
function openRequest(address: string, probe: Probe): Socket {
  const { hostname, port } = new URL(`http://${address}`);
  const socket = connect({ host: hostname, port: Number(port) });
  // The answer, or the end of the app, is of no interest here; what the gauge shows is.
  socket.on('error', () => {});
  socket.write(
    `${probe.method} ${probeTarget(probe)} HTTP/1.1\r\nHost: ${address}\r\nContent-Length: 0\r\n\r\n`,
  );
  return socket;
}
