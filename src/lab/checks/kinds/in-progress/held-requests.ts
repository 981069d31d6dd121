// Requests that stay open for as long as a reading takes: the store holds their calls, so nothing depends on time.
import { Agent } from 'node:http';
import type { Probe } from '../../../model/schema/fields.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { readHeld, readOthers, readRest, type HeldReading, type Rest } from './gauge-reading.ts';
import { sendAbandonable, whenAllHeld, type Sent } from '../../probing/held.ts';
import { judgeProbes } from '../../probing/judge.ts';
import { sendProbes, type ProbeResult } from '../../probing/send.ts';
import { order, type WatchedApp } from '../../app/running.ts';
import { failed } from './facts.ts';

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

/** Requests whose client goes away while they are held; then the store lets go, as a slow database would. */
export async function abortRequests(bench: Bench, probes: readonly Probe[]): Promise<void> {
  const { app } = bench;
  await order(app, (signal) => app.run.hold(signal));
  const { abandon } = await sendAbandonable(bench, probes);
  abandon();
  await order(app, (signal) => app.run.whenIdle(signal));
  await order(app, (signal) => app.run.release(signal));
}
