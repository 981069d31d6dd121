// Check kind in-progress: a gauge follows the requests that are held, and comes back to 0 however they end: answered,
// aborted, failed, or with no page found.
import type { CheckContext } from '../../contract/context.ts';
import type { CheckRunner } from '../../contract/definition.ts';
import type { Probe } from '../../../model/schema/fields.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { probeWeights } from '../../probing/base-three.ts';
import { findMetric } from '../../metrics/find.ts';
import { readRest } from './gauge-reading.ts';
import { abortRequests, holdRequests, type Bench } from './held-requests.ts';
import { judgeGrowth } from '../../probing/label-growth.ts';
import { apiPort } from '../../app/ports.ts';
import { MISSING_PATH, probeName } from '../../probing/names.ts';
import { sendProbes } from '../../probing/send.ts';
import {
  diagnoseAtRest,
  diagnoseDuration,
  diagnoseEnd,
  diagnoseHeld,
  diagnoseLater,
  diagnoseOnlyLowered,
  diagnoseOthers,
} from './diagnosis.ts';
import { metricsNamed, seriesByRegistry } from '../../metrics/registries.ts';
import { findAddress, judgeIsolated, order, readRegistries } from '../../app/running.ts';
import type { End, EndpointReading } from './facts.ts';
import { failed, passed } from './facts.ts';
import type { InProgressSpec } from './spec.ts';

/** Up to here one held request for each power of 3 stays cheap. */
const MAX_WEIGHTED = 4;
/** Held requests to one endpoint, where each is looked at alone. */
const ALONE = 3;
/** Requests that no endpoint answers, and that ask nothing of the store. */
const missingPages: readonly Probe[] = [
  { method: 'GET', path: MISSING_PATH },
  { method: 'POST', path: MISSING_PATH },
];

/** Judges whether the gauge shows the requests in progress, and forgets none of them. */
export const checkInProgress: CheckRunner<InProgressSpec> = (spec, context) =>
  judgeIsolated(context, async (app) => {
    const found = await findAddress(app, apiPort(context));
    if ('verdict' in found) return found.verdict;
    const search = findMetric(await readRegistries(app), spec.metric);
    if ('missing' in search) return search.missing;
    try {
      const bench: Bench = { app, address: found.address, metric: spec.metric };
      return await judgeGauge(bench, spec.requests, context);
    } finally {
      // The next check of this run finds the store as it was.
      if (!app.signal.aborted) {
        await order(app, (signal) => app.run.release(signal));
        await order(app, (signal) => app.run.failStore(false, signal));
      }
    }
  });

async function judgeGauge(bench: Bench, probes: readonly Probe[], context: CheckContext): Promise<Verdict> {
  const { app, metric } = bench;
  const atRest = await readRest(app, metric);
  const restless = 'value' in atRest ? diagnoseAtRest(metric, atRest) : atRest.verdict;
  if (restless !== undefined) return restless;

  const counts = probes.length <= MAX_WEIGHTED ? probeWeights(probes.length) : probes.map(() => 1);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const held = await holdRequests(bench, probes, counts);
  if ('verdict' in held) return held.verdict;
  const raised = held.raised.value;
  const byTimer = diagnoseLater(metric, total, held.raised);
  if (byTimer !== undefined) return byTimer;
  if (raised !== total) {
    const never =
      raised === 0
        ? (diagnoseDuration(metric, total, held.rest) ?? diagnoseOnlyLowered(metric, total, held.rest))
        : undefined;
    return never ?? judgeOneByOne(bench, probes, context, { total, raised });
  }

  const judgeEnd = async (end: End, requests: number): Promise<Verdict | undefined> => {
    const rest = end === 'answered' ? held.rest : await readRest(app, metric);
    return 'value' in rest ? diagnoseEnd(metric, end, requests, rest) : rest.verdict;
  };
  const stuck = await judgeEnd('answered', total);
  if (stuck !== undefined) return stuck;
  const mixedUp = held.others === undefined ? undefined : diagnoseOthers(metric, total, held.others);
  if (mixedUp !== undefined) return mixedUp;

  await abortRequests(bench, probes);
  const leaked = await judgeEnd('aborted', probes.length);
  if (leaked !== undefined) return leaked;

  await order(app, (signal) => app.run.failStore(true, signal));
  // An answer of 500 is what a failing store should give, so it is not judged.
  await sendProbes(
    app,
    bench.address,
    probes,
    probes.map(() => 1),
  );
  await order(app, (signal) => app.run.failStore(false, signal));
  const lost = await judgeEnd('failed', probes.length);
  if (lost !== undefined) return lost;

  // Whatever they are answered: another check judges that.
  await sendProbes(
    app,
    bench.address,
    missingPages,
    missingPages.map(() => 1),
  );
  const missed = await judgeEnd('not-found', missingPages.length);
  if (missed !== undefined) return missed;
  const endless = await judgeGrowth(bench, metric, probes);
  return endless ?? passed('gauge-follows', { metric, requests: total });
}

/** Each endpoint alone says which of them the gauge does not see. */
async function judgeOneByOne(
  bench: Bench,
  probes: readonly Probe[],
  context: CheckContext,
  together: { readonly total: number; readonly raised: number },
): Promise<Verdict> {
  const { app, metric } = bench;
  const readings: EndpointReading[] = [];
  let mixedUp: Verdict | undefined;
  let wasRaised = false;
  for (const probe of probes) {
    const base = await readRest(app, metric);
    if (!('value' in base)) return base.verdict;
    const held = await holdRequests(bench, [probe], [ALONE]);
    if ('verdict' in held) return held.verdict;
    if (held.others !== undefined) mixedUp ??= diagnoseOthers(metric, ALONE, held.others);
    wasRaised ||= held.wasRaised;
    readings.push({ endpoint: probeName(probe), held: ALONE, raised: held.raised.value - base.value });
  }
  const isTouched =
    wasRaised || (await hasSeries(bench)) || (await context.runtime.sources.isLoweredAtOnce(context));
  const fault = diagnoseHeld(metric, readings, isTouched);
  return (
    fault ?? mixedUp ?? failed('gauge-other-total', { metric, held: together.total, raised: together.raised })
  );
}

/** A gauge with labels has no series before it is first raised. */
async function hasSeries({ app, metric }: Bench): Promise<boolean> {
  const snapshots = await readRegistries(app);
  const isLabelled = metricsNamed(snapshots, metric).some((found) => found.metric.labelNames.length > 0);
  const read = seriesByRegistry(snapshots, metric);
  return isLabelled && 'lists' in read && [...read.lists.values()].some((list) => list.length > 0);
}
