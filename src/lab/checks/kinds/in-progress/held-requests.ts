// Requests that stay open for as long as a reading takes: the store holds their calls, so nothing depends on time.
import { Agent } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { AppRest } from '../../../model/app-run.ts';
import type { Probe } from '../../../model/schema/fields.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { readHeld, readOthers, readRest, type HeldReading, type Rest } from './gauge-reading.ts';
import { probeTarget } from '../../probing/names.ts';
import { judgeProbes } from '../../probing/judge.ts';
import { sendProbes, type ProbeResult } from '../../probing/send.ts';
import { order, type WatchedApp } from '../../app/running.ts';
import { failed } from './facts.ts';

/** Timers that a handler may wait for, one after the other, before it asks the store. */
const MAX_TIMERS = 50;

/** A gauge, and where requests to the app go. */
export interface Bench {
  readonly app: WatchedApp;
  readonly address: string;
  readonly metric: string;
}

/** What the gauge showed while the requests were held, and what was left on it after they were answered. */
export interface HeldReadings {
  readonly raised: HeldReading;
  /** Whether it was above 0 for a moment, while a handler called the store. */
  readonly wasRaised: boolean;
  /**
   * After one of them was answered, the others still held; undefined where `raised` was not their number, or one waits
   * for the store more than once.
   */
  readonly others: number | undefined;
  readonly rest: Rest;
}

/** Requests on their way: some of them may never be held. */
interface Sent<T> {
  /** Resolves when the system has taken all of them to send. */
  readonly sent: Promise<unknown>;
  readonly answers: Promise<T>;
}

/** Holds the requests, reads, lets one and then all be answered, reads each time; or says what is wrong with them. */
export async function holdRequests(
  bench: Bench,
  probes: readonly Probe[],
  counts: readonly number[],
): Promise<HeldReadings | { readonly verdict: Verdict }> {
  const { app, metric } = bench;
  const total = counts.reduce((sum, count) => sum + count, 0);
  // Connections stay open, as a browser keeps them: the end of a request is not the end of its connection.
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  try {
    await order(app, (signal) => app.run.hold(signal));
    const first = send(bench, probes.slice(0, 1), [1], agent);
    const isFirstHeld = (await whenAllHeld(app, 1, first)) !== undefined;
    const later = counts.map((count, index) => (index === 0 ? count - 1 : count));
    // Where the first one says already what is wrong, the others would say the same.
    const others = isFirstHeld ? send(bench, probes, later, agent) : undefined;
    const answers = Promise.all([first.answers, ...(others === undefined ? [] : [others.answers])]);
    const held =
      others === undefined ? undefined : await whenAllHeld(app, total, { sent: others.sent, answers });
    const raised = held === undefined ? undefined : await readHeld(app, metric, held);
    const isRight = raised !== undefined && 'value' in raised && raised.value === total;
    const left = isRight ? await letOneGo(bench, total, first) : undefined;
    await order(app, (signal) => app.run.release(signal));
    const bad = await judgeProbes(app, (await answers).flat());
    if (bad !== undefined) return { verdict: bad };
    if (raised === undefined) return { verdict: failed('store-skipped', {}) };
    const rest = await readRest(app, metric);
    if ('verdict' in raised) return raised;
    if (left !== undefined && 'verdict' in left) return left;
    const wasRaised = held?.raisedGauges.includes(metric) === true;
    return 'value' in rest ? { raised, wasRaised, others: left?.value, rest } : rest;
  } finally {
    agent.destroy();
  }
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let settle: (() => void) | undefined;
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: () => settle?.() };
}

function send(
  { app, address }: Bench,
  probes: readonly Probe[],
  counts: readonly number[],
  agent: Agent,
): Sent<readonly ProbeResult[]> {
  const { promise: sent, resolve } = deferred();
  return { sent, answers: sendProbes(app, address, probes, counts, { agent, onSent: resolve }) };
}

/**
 * What the gauge shows when the request that was held first is over and the others are not; undefined where it asks the
 * store once more and is not over.
 */
async function letOneGo(
  { app, metric }: Bench,
  total: number,
  first: Sent<unknown>,
): Promise<{ readonly value: number } | { readonly verdict: Verdict } | undefined> {
  await order(app, (signal) => app.run.release(signal, 1));
  if ((await whenAllHeld(app, total, first)) !== undefined) return undefined;
  // Its client has the answer; the app may still have to close it.
  const rest = await order(app, (signal) => app.run.whenQuiet(signal));
  return readOthers(app, metric, rest);
}

/**
 * The app at rest with a store call of each request held. Undefined as soon as all were answered without it, and where
 * the app has nothing left to do: what is not held by then never will be.
 */
async function whenAllHeld(
  app: WatchedApp,
  total: number,
  { sent, answers }: Sent<unknown>,
): Promise<AppRest | undefined> {
  let isAnswered = false;
  const answered = answers.then(
    () => (isAnswered = true),
    () => (isAnswered = true),
  );
  await Promise.race([sent, answered]);
  let rest = await order(app, (signal) => app.run.whenQuiet(signal));
  for (let timers = 0; rest.held < total; timers++) {
    if (isAnswered || !rest.hasTimers || timers === MAX_TIMERS) return undefined;
    // A handler may wait a little before it asks the store.
    ({ rest } = await order(app, (signal) => app.run.nextTimer(signal)));
  }
  return rest;
}

/** Requests whose client goes away while they are held; then the store lets go, as a slow database would. */
export async function abortRequests({ app, address }: Bench, probes: readonly Probe[]): Promise<void> {
  await order(app, (signal) => app.run.hold(signal));
  const clients: Socket[] = [];
  const sent = Promise.all(probes.map((probe) => openRequest(address, probe, clients)));
  try {
    // None of them is ever answered here.
    await whenAllHeld(app, probes.length, { sent, answers: new Promise(() => undefined) });
  } finally {
    for (const client of clients) client.destroy();
  }
  await order(app, (signal) => app.run.whenIdle(signal));
  await order(app, (signal) => app.run.release(signal));
}

/** A request of which only the beginning matters: its client never reads the answer. Resolves when it is sent. */
function openRequest(address: string, probe: Probe, clients: Socket[]): Promise<void> {
  const { hostname, port } = new URL(`http://${address}`);
  const socket = connect({ host: hostname, port: Number(port) });
  clients.push(socket);
  return new Promise((resolve) => {
    // The answer, or the end of the app, is of no interest here; what the gauge shows is.
    socket.on('error', () => resolve());
    socket.write(
      `${probe.method} ${probeTarget(probe)} HTTP/1.1\r\nHost: ${address}\r\nContent-Length: 0\r\n\r\n`,
      () => resolve(),
    );
  });
}
