// Sends a batch of requests and reads what it added to a metric, in each registry of the app. Read over IPC before
// and after, so nothing needs to be exposed, and nothing needs to start at zero.
import type { RegistrySnapshot } from '../../../model/app-run.ts';
import type { Probe } from '../../../model/schema/fields.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { judgeProbes } from '../../probing/judge.ts';
import { sendProbes, type ProbeResult } from '../../probing/send.ts';
import {
  gainsByRegistry,
  isTakenOut,
  seriesByRegistry,
  type Gains,
  type MetricReading,
} from '../../metrics/registries.ts';
import { order, readRegistries, readSettled, type WatchedApp } from '../../app/running.ts';
import { countedAgain, diagnoseTimers } from './timer-diagnosis.ts';
import { failed } from './facts.ts';
import type { RequestsCountedSpec } from './spec.ts';

/** The app, where its API answers, and what is asked of it. */
export interface Bench {
  readonly app: WatchedApp;
  readonly address: string;
  readonly spec: RequestsCountedSpec;
}

export interface Batch {
  readonly probes: readonly Probe[];
  /** How often each of them is sent. */
  readonly counts: readonly number[];
  /** Over so many connections that stay open, as browsers have them. @default a connection for each request */
  readonly connections?: number;
  /** Whether the store holds each request until all have come, one probe after the other, so that they overlap. @default false */
  readonly isOverlapping?: boolean;
  /** Whether a gain is as it should be. */
  readonly isEnough: (gains: Gains) => boolean;
}

type Outcome = { readonly gains: Gains } | { readonly verdict: Verdict };

/** Sends a batch and says what it added, or gives the verdict where that cannot be said. */
export async function measure(bench: Bench, batch: Batch): Promise<Outcome> {
  const { app, spec } = bench;
  const before = seriesByRegistry(await readRegistries(app), spec.metric);
  if ('verdict' in before) return before;
  const bad = await judgeProbes(app, await send(bench, batch));
  if (bad !== undefined) return { verdict: bad };

  const reading = await readSettled(app);
  const gainsOf = (snapshots: readonly RegistrySnapshot[]): Outcome => readGains(bench, before, snapshots);
  const settled = gainsOf(reading.settled);
  if ('verdict' in settled || reading.settled === reading.atOnce) return settled;
  const atOnce = gainsOf(reading.atOnce);
  if ('verdict' in atOnce) return atOnce;
  // What the app asks of itself is counted too, and cannot be told from what was asked here.
  if (reading.hasOwnTraffic && batch.isEnough(atOnce.gains)) return atOnce;
  const later = reading.later === undefined ? settled : gainsOf(reading.later);
  if ('verdict' in later) return later;
  if (reading.hasOwnTraffic) return settled;
  const moved =
    diagnoseTimers(spec.metric, atOnce.gains, settled.gains, later.gains) ??
    (batch.isEnough(atOnce.gains) && !batch.isEnough(settled.gains)
      ? countedAgain(spec.metric, atOnce.gains, settled.gains)
      : undefined);
  return moved === undefined ? settled : { verdict: moved };
}

/** First those that the store answers, then those whose store calls fail. */
async function send(bench: Bench, batch: Batch): Promise<readonly ProbeResult[]> {
  const { app } = bench;
  const part = (isFailing: boolean): Batch => {
    const chosen = [...batch.probes.entries()].filter(([, { ends }]) => (ends === 'failed') === isFailing);
    return {
      ...batch,
      probes: chosen.map(([, probe]) => probe),
      counts: chosen.map(([index]) => batch.counts[index] ?? 1),
    };
  };
  const failing = part(true);
  if (failing.probes.length === 0) return sendAnswered(bench, batch);
  const answered = part(false);
  const answers = answered.probes.length === 0 ? [] : await sendAnswered(bench, answered);
  await order(app, (signal) => app.run.failStore(true, signal));
  try {
    return [...answers, ...(await sendAnswered(bench, { ...failing, isOverlapping: false }))];
  } finally {
    if (!app.signal.aborted) await order(app, (signal) => app.run.failStore(false, signal));
  }
}

async function sendAnswered(
  { app, address }: Bench,
  { probes, counts, connections, isOverlapping = false }: Batch,
): Promise<readonly ProbeResult[]> {
  if (!isOverlapping) return sendProbes(app, address, probes, counts, { connections });
  let come = 0;
  // At rest, the app has taken the requests to the store, has answered them, or waits for a timer.
  const pace = async (): Promise<void> => {
    await order(app, (signal) => app.run.whenQuiet(signal));
    come += 1;
    if (come === probes.length) await order(app, (signal) => app.run.release(signal));
  };
  await order(app, (signal) => app.run.hold(signal));
  return sendProbes(app, address, probes, counts, { connections, pace });
}

function readGains({ spec }: Bench, before: MetricReading, snapshots: readonly RegistrySnapshot[]): Outcome {
  const after = seriesByRegistry(snapshots, spec.metric);
  if ('verdict' in after) return after;
  if (isTakenOut(before, after)) return { verdict: failed('removed-from-registry', { metric: spec.metric }) };
  return { gains: gainsByRegistry(before, after) };
}
