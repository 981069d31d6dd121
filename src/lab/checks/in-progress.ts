// Check kind in-progress: a gauge follows the requests that are held, and comes back to 0 however they end.
// Sequence: at rest, held, released, aborted, failed. The store holds calls, so nothing depends on time.
import { connect, type Socket } from 'node:net';
import type { CheckContext, CheckRunner } from '../model/check-context.ts';
import type { CheckSpecOf, Probe } from '../model/schema.ts';
import type { Fail, Verdict } from '../model/verdict.ts';
import { probeWeights } from './base-three.ts';
import { findMetric } from './find-metric.ts';
import { apiPort } from './ports.ts';
import { probeName, probeTarget } from './probe-names.ts';
import { judgeAnswers, sendProbes } from './probes.ts';
import { diagnoseAtRest, diagnoseEnd, diagnoseHeld, type HeldReading } from './progress-diagnosis.ts';
import { metricsNamed, seriesByRegistry, sumOf } from './registries.ts';
import { findAddress, judgeIsolated, order, pause, readRegistries, type WatchedApp } from './running-app.ts';
import { fail, pass } from './verdicts.ts';

interface Bench {
  readonly app: WatchedApp;
  readonly address: string;
  readonly spec: CheckSpecOf<'in-progress'>;
}

/** A gauge that is lowered a moment after the response closed gets this many readings more. */
const MAX_READINGS = 8;
const READING_EVERY_MS = 40;
/** Held requests to one endpoint, where each is looked at alone. */
const ALONE = 3;

/** Judges whether the gauge shows the requests in progress, and forgets none of them. */
export const checkInProgress: CheckRunner<'in-progress'> = (spec, context) =>
  judgeIsolated(context, async (app) => {
    const found = await findAddress(app, apiPort(context));
    if ('verdict' in found) return found.verdict;
    const search = findMetric(await readRegistries(app), spec.metric);
    if ('missing' in search) return search.missing;
    const bench: Bench = { app, address: found.address, spec };
    try {
      return await judgeGauge(bench, () => isLoweredAtOnce(context));
    } finally {
      // The next check of this run finds the store as it was.
      if (!app.signal.aborted) {
        await order(app, (signal) => app.run.release(signal));
        await order(app, (signal) => app.run.failStore(false, signal));
      }
    }
  });

async function judgeGauge(bench: Bench, isLowered: () => Promise<boolean>): Promise<Verdict> {
  const { app, spec } = bench;
  const atRest = await settle(bench, 0);
  const restless = typeof atRest === 'number' ? diagnoseAtRest(spec.metric, atRest) : atRest;
  if (restless !== undefined) return restless;

  const counts = spec.requests.length <= 4 ? probeWeights(spec.requests.length) : spec.requests.map(() => 1);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const raised = await hold(bench, spec.requests, counts);
  if (typeof raised !== 'number') return raised;
  if (raised !== total) {
    const alone = await holdOneByOne(bench, isLowered);
    if (alone !== undefined) return alone;
    return fail(
      'wrong-in-progress-count',
      `${spec.metric} does not show how many requests are in progress.`,
      {
        expected: String(total),
        observed: String(raised),
        hint: 'Each request has to raise the gauge by 1 when it begins: then the value is their number.',
      },
    );
  }
  const answered = await settle(bench, 0);
  if (typeof answered !== 'number') return answered;
  const stuck = diagnoseEnd(spec.metric, 'answered', total, answered);
  if (stuck !== undefined) return stuck;

  await abortHeld(bench);
  const aborted = await settle(bench, 0);
  if (typeof aborted !== 'number') return aborted;
  const leaked = diagnoseEnd(spec.metric, 'aborted', spec.requests.length, aborted);
  if (leaked !== undefined) return leaked;

  await order(app, (signal) => app.run.failStore(true, signal));
  await sendProbes(
    app,
    bench.address,
    spec.requests,
    spec.requests.map(() => 1),
  );
  await order(app, (signal) => app.run.failStore(false, signal));
  const failed = await settle(bench, 0);
  if (typeof failed !== 'number') return failed;
  return (
    diagnoseEnd(spec.metric, 'failed', spec.requests.length, failed) ??
    pass(`${spec.metric} showed ${total} with ${total} requests in progress, and 0 after they ended.`)
  );
}

/** The gauge's value now: the sum over its series, so that labels are welcome. */
async function readGauge({ app, spec }: Bench): Promise<number | Verdict> {
  const snapshots = await order(app, (signal) => app.run.registries(signal));
  const read = seriesByRegistry(snapshots, spec.metric);
  if ('verdict' in read) return read.verdict;
  // Of several registries with a gauge of that name, the one that is used is the one that shows something.
  const sums = read.lists.map(sumOf);
  return sums.find((sum) => sum !== 0) ?? 0;
}

/** The gauge's value when no response is open, read again for a moment until it is `wanted`. */
async function settle(bench: Bench, wanted: number): Promise<number | Verdict> {
  await order(bench.app, (signal) => bench.app.run.whenIdle(signal));
  return readUntil(bench, wanted);
}

async function readUntil(bench: Bench, wanted: number): Promise<number | Verdict> {
  let value = await readGauge(bench);
  for (let reading = 1; reading < MAX_READINGS && typeof value === 'number' && value !== wanted; reading++) {
    await pause(READING_EVERY_MS, bench.app.signal);
    value = await readGauge(bench);
  }
  return value;
}

/** Holds the store, sends the requests, reads the gauge, lets go. The value, or what is wrong with the requests. */
async function hold(
  bench: Bench,
  probes: readonly Probe[],
  counts: readonly number[],
): Promise<number | Verdict> {
  const { app, address } = bench;
  const total = counts.reduce((sum, count) => sum + count, 0);
  await order(app, (signal) => app.run.hold(signal));
  const early = new AbortController();
  const answers = sendProbes(app, address, probes, counts).then((results) => {
    early.abort(new Error('the requests were answered'));
    return results;
  });
  const isHeld = await order(app, (signal) =>
    app.run.whenHeld(total, AbortSignal.any([signal, early.signal])),
  ).then(
    () => true,
    (error: unknown) => {
      if (early.signal.aborted) return false;
      throw error;
    },
  );
  const value = isHeld ? await readUntil(bench, total) : 0;
  await order(app, (signal) => app.run.release(signal));
  const results = await answers;
  const bad = judgeAnswers(results, app.run.lastLines(40));
  if (bad !== undefined) return bad;
  return isHeld ? value : storeNotAwaited();
}

function storeNotAwaited(): Fail {
  return fail('store-not-awaited', 'An endpoint answers without waiting for the store.', {
    expected: 'each handler awaits its call of the store',
    observed: 'answers while the store was held',
    hint: 'Keep the line with `await store.…` in each handler, as it was in the beginning.',
  });
}

async function holdOneByOne(bench: Bench, isLowered: () => Promise<boolean>): Promise<Verdict | undefined> {
  const { spec } = bench;
  const readings: HeldReading[] = [];
  for (const probe of spec.requests) {
    const base = await settle(bench, 0);
    const value = await hold(bench, [probe], [ALONE]);
    if (typeof base !== 'number') return base;
    if (typeof value !== 'number') return value;
    readings.push({ endpoint: probeName(probe), held: ALONE, raised: value - base });
  }
  const snapshots = await order(bench.app, (signal) => bench.app.run.registries(signal));
  // A gauge with labels has no series before it is first raised.
  const labelled = metricsNamed(snapshots, spec.metric).some(({ metric }) => metric.labelNames.length > 0);
  const read = seriesByRegistry(snapshots, spec.metric);
  const isTouched = labelled && 'lists' in read && read.lists.some((list) => list.length > 0);
  return diagnoseHeld(spec.metric, readings, isTouched || (await isLowered()));
}

/** Requests whose client goes away while they are held; then the store lets go, as a slow database would. */
async function abortHeld({ app, address, spec }: Bench): Promise<void> {
  await order(app, (signal) => app.run.hold(signal));
  const clients = spec.requests.map((probe) => openRequest(address, probe));
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

/** A gauge that is at 0 looks the same raised and lowered or never raised: a glance at the text chooses the hint. */
async function isLoweredAtOnce(context: CheckContext): Promise<boolean> {
  const text = (await context.readFile(context.entry ?? 'main.ts')) ?? '';
  const code = text.slice(0, 200_000).replace(/\/\/.*$/gm, '');
  return /(?:next\(\)|\.inc\([^()]*\));?\s*[\w.]+\.dec\(/.test(code);
}
