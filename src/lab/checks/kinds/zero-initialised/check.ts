// Check kind zero-initialised: series of outcomes that have not happened yet exist with 0, and the first such request
// makes them 1. It looks at an app that has had no request, so it stands before the checks that send some.
import type { CheckRunner } from '../../contract/definition.ts';
import type { Probe } from '../../../model/schema/fields.ts';
import type { Fail, Verdict } from '../../../model/verdict.ts';
import { findMetric } from '../../metrics/find.ts';
import { seriesByRegistry, type MetricReading, type Series } from '../../metrics/registries.ts';
import { apiPort } from '../../app/ports.ts';
import { findAddress, judgeIsolated, order, readRegistries, type WatchedApp } from '../../app/running.ts';
import { judgeProbes } from '../../probing/judge.ts';
import { sendProbes } from '../../probing/send.ts';
import { diagnoseFirst, diagnoseFresh, probesWithout } from './diagnosis.ts';
import { failed, passed } from './facts.ts';
import type { ZeroInitialisedSpec } from './spec.ts';

interface Bench {
  readonly app: WatchedApp;
  readonly address: string;
  readonly spec: ZeroInitialisedSpec;
}

/** Judges whether failures have a series before the first one. */
export const checkZeroInitialised: CheckRunner<ZeroInitialisedSpec> = (spec, context) =>
  judgeIsolated(context, async (app) => {
    const found = await findAddress(app, apiPort(context));
    if ('verdict' in found) return found.verdict;
    const search = findMetric(await readRegistries(app), spec.metric);
    if ('missing' in search) return search.missing;
    const bench: Bench = { app, address: found.address, spec };
    const fresh = await readSeries(bench);
    if ('verdict' in fresh) return fresh.verdict;
    const fault = diagnoseFresh(spec.metric, spec.labels, spec.requests, fresh.series);
    if (fault !== undefined) return nameByRequest(bench, fault);
    return (
      (await judgeFirsts(bench)) ??
      passed('zeros-there', { metric: spec.metric, series: spec.requests.length })
    );
  });

/** Sends each probe for the first time. */
async function judgeFirsts(bench: Bench): Promise<Verdict | undefined> {
  const { spec } = bench;
  for (const probe of spec.requests) {
    const before = await readSeries(bench);
    if ('verdict' in before) return before.verdict;
    const bad = await sendOne(bench, probe);
    if (bad !== undefined) return bad;
    const after = await readSeries(bench);
    if ('verdict' in after) return after.verdict;
    const fault = diagnoseFirst(spec.metric, spec.labels, probe, {
      before: before.series,
      after: after.series,
    });
    if (fault !== undefined) return fault;
  }
  return undefined;
}

async function sendOne({ app, address }: Bench, probe: Probe): Promise<Fail | undefined> {
  const isFailing = probe.ends === 'failed';
  if (isFailing) await order(app, (signal) => app.run.failStore(true, signal));
  try {
    return await judgeProbes(app, await sendProbes(app, address, [probe], [1]));
  } finally {
    if (isFailing && !app.signal.aborted) await order(app, (signal) => app.run.failStore(false, signal));
  }
}

/** Whether a request makes the series with 0 that were missing: then they are set up in the wrong place. */
async function nameByRequest(bench: Bench, fault: Fail): Promise<Fail> {
  const { spec } = bench;
  const { app, address } = bench;
  if (fault.code !== 'not-initialised' || fault.fact === undefined) return fault;
  // The same requests, but they succeed: no failure has happened yet.
  const good = spec.requests.map(({ status: _status, ends: _ends, ...probe }) => probe);
  await sendProbes(
    app,
    address,
    good,
    good.map(() => 1),
  );
  const later = await readSeries(bench);
  if ('verdict' in later) return fault;
  const without = probesWithout(spec.labels, spec.requests, later.series);
  const found = later.series.map(({ labels }) => labels);
  const { missing } = fault.fact as unknown as { readonly missing: readonly Record<string, string>[] };
  return without.length < spec.requests.length
    ? failed('zeros-made-by-request', { metric: spec.metric, missing, found })
    : fault;
}

/** The series of the registry that has some, if any has. */
async function readSeries({
  app,
  spec,
}: Bench): Promise<{ readonly series: readonly Series[] } | { readonly verdict: Verdict }> {
  const reading: MetricReading | { readonly verdict: Verdict } = seriesByRegistry(
    await readRegistries(app),
    spec.metric,
  );
  if ('verdict' in reading) return reading;
  return { series: [...reading.lists.values()].find((list) => list.length > 0) ?? [] };
}
