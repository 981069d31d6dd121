// Requests of known lengths. The store holds them while the lab moves the app's clock, which shows no real time: how
// fast the machine is changes nothing.
import { Agent } from 'node:http';
import type { Probe } from '../../../model/schema/fields.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { judgeProbes } from '../../probing/judge.ts';
import { sendAbandonable, whenAllHeld } from '../../probing/held.ts';
import { sendProbes } from '../../probing/send.ts';
import { order, readRegistries, type WatchedApp } from '../../app/running.ts';
import { histogramGains, readHistogram, type HistogramGains, type HistogramReading } from './reading.ts';

/** The app, where its API answers, and the histogram. */
export interface Bench {
  readonly app: WatchedApp;
  readonly address: string;
  readonly metric: string;
  /** In seconds. */
  readonly boundary: number;
}

/** How often a probe is sent, so that it takes so much of the app's time. */
export interface Lengths {
  readonly probe: Probe;
  /** Four thirds of the boundary. */
  readonly long: number;
  /** Two thirds of it; no time at all for those that the store is not asked for. */
  readonly short: number;
}

type Outcome<T> = T | { readonly verdict: Verdict };

/** What requests have added. */
export interface Measured {
  readonly gains: HistogramGains;
  /** Whether something was observed while the store held all of them. */
  readonly isEarly: boolean;
  /** How much further the app's own timers have moved its clock, in ms. */
  readonly extraMs: number;
}

/** How long a short request takes, in ms. */
export const shortMs = (boundary: number): number => (boundary * 2000) / 3;

const read = async ({ app, metric }: Bench): Promise<Outcome<HistogramReading>> =>
  readHistogram(await readRegistries(app), metric);

/** Sends requests that overlap: those that are answered, those that match no route, and those that fail. */
export async function measureLengths(bench: Bench, list: readonly Lengths[]): Promise<Outcome<Measured>> {
  const { app, address, metric, boundary } = bench;
  const before = await read(bench);
  if ('verdict' in before) return before;
  const isUnmatched = ({ probe }: Lengths): boolean => probe.unmatched === true;
  const isFailing = ({ probe }: Lengths): boolean => probe.ends === 'failed';
  const answered = list.filter((one) => !isUnmatched(one) && !isFailing(one));
  const missing = list.filter(isUnmatched);
  let isEarly = false;
  let extraMs = 0;
  for (const part of [answered, list.filter(isFailing)]) {
    if (part.length === 0) continue;
    const held = await holdPart(
      bench,
      part.map(({ probe }) => probe),
      [
        { counts: part.map(({ long }) => long), thenMs: shortMs(boundary) },
        { counts: part.map(({ short }) => short), thenMs: shortMs(boundary) },
      ],
    );
    if ('verdict' in held) return held;
    isEarly ||= held.isEarly;
    extraMs += held.extraMs;
  }
  const answers = await sendProbes(
    app,
    address,
    missing.map(({ probe }) => probe),
    missing.map(({ long, short }) => long + short),
  );
  const bad = await judgeProbes(app, answers);
  if (bad !== undefined) return { verdict: bad };
  const after = readHistogram(await readRegistries(app), metric);
  return 'verdict' in after ? after : { gains: histogramGains(before, after, boundary), isEarly, extraMs };
}

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

/** Requests that are sent at one moment, and how long they are held until the next ones, in ms. */
interface Wave {
  readonly counts: readonly number[];
  readonly thenMs: number;
}

async function holdPart(
  bench: Bench,
  probes: readonly Probe[],
  waves: readonly Wave[],
): Promise<Outcome<Omit<Measured, 'gains'>>> {
  const { app, address, metric, boundary } = bench;
  const before = await read(bench);
  if ('verdict' in before) return before;
  const isFailing = probes.some(({ ends }) => ends === 'failed');
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
  const send = (counts: readonly number[]) => {
    let answers: ReturnType<typeof sendProbes> = Promise.resolve([]);
    const sent = new Promise<void>((resolve) => {
      answers = sendProbes(app, address, probes, counts, { agent, onSent: resolve });
      answers.catch(() => resolve());
    });
    return { sent, answers };
  };
  try {
    await order(app, (signal) => app.run.hold(signal));
    const startMs = (await order(app, (signal) => app.run.whenQuiet(signal))).movedMs ?? 0;
    const sent: ReturnType<typeof send>[] = [];
    let requests = 0;
    for (const { counts, thenMs } of waves) {
      const wave = send(counts);
      sent.push(wave);
      requests += total(counts);
      await whenAllHeld(app, requests, wave);
      await order(app, (signal) => app.run.skipTime(thenMs, signal));
    }
    const held = readHistogram(await order(app, (signal) => app.run.registries(signal)), metric);
    if (isFailing) await order(app, (signal) => app.run.failStore(true, signal));
    await order(app, (signal) => app.run.release(signal));
    const bad = await judgeProbes(app, (await Promise.all(sent.map(({ answers }) => answers))).flat());
    if (bad !== undefined) return { verdict: bad };
    const rest = await order(app, (signal) => app.run.whenIdle(signal));
    const skippedMs = total(waves.map(({ thenMs }) => thenMs));
    // Sums of fractions of a millisecond are not exact.
    const extraMs = Math.max(0, Math.round(((rest.movedMs ?? 0) - startMs - skippedMs) * 1e3) / 1e3);
    const isEarly = !('verdict' in held) && histogramGains(before, held, boundary).count.length > 0;
    return { isEarly, extraMs };
  } finally {
    agent.destroy();
    if (!app.signal.aborted) {
      await order(app, (signal) => app.run.release(signal));
      if (isFailing) await order(app, (signal) => app.run.failStore(false, signal));
    }
  }
}

/**
 * Sends one request of each length to an endpoint that asks the store: the longest first, and all end together.
 * @param lengths In seconds, the longest first
 */
export async function measureEach(
  bench: Bench,
  probe: Probe,
  lengths: readonly number[],
): Promise<Outcome<Measured>> {
  const before = await read(bench);
  if ('verdict' in before) return before;
  const waves = lengths.map((length, index) => ({
    counts: [1],
    thenMs: (length - (lengths[index + 1] ?? 0)) * 1000,
  }));
  const held = await holdPart(bench, [probe], waves);
  if ('verdict' in held) return held;
  const after = await read(bench);
  return 'verdict' in after ? after : { ...held, gains: histogramGains(before, after, bench.boundary) };
}

/** What requests have added whose clients went away; undefined where some were answered without the store. */
export async function measureAborted(
  bench: Bench,
  probes: readonly Probe[],
): Promise<Outcome<{ readonly closed: HistogramGains; readonly after: HistogramGains }> | undefined> {
  const { app, boundary } = bench;
  const before = await read(bench);
  if ('verdict' in before) return before;
  await order(app, (signal) => app.run.hold(signal));
  try {
    const { held, abandon } = await sendAbandonable(bench, probes);
    await order(app, (signal) => app.run.skipTime(shortMs(boundary), signal));
    abandon();
    const closed = await read(bench);
    await order(app, (signal) => app.run.release(signal));
    const after = await read(bench);
    if ('verdict' in closed) return closed;
    if ('verdict' in after) return after;
    if (held === undefined) return undefined;
    return {
      closed: histogramGains(before, closed, boundary),
      after: histogramGains(before, after, boundary),
    };
  } finally {
    if (!app.signal.aborted) await order(app, (signal) => app.run.release(signal));
  }
}
