// Requests whose client goes away while the store holds them: what they add when they are closed, and what the handlers
// add that run to their ends after that.
import type { Probe, WantedLabels } from '../../../model/schema/fields.ts';
import type { Fail, Verdict } from '../../../model/verdict.ts';
import { diagnoseAborted } from '../../labels/aborted.ts';
import {
  gainsByRegistry,
  seriesByRegistry,
  type MetricReading,
  type Series,
} from '../../metrics/registries.ts';
import { sendAbandonable } from '../../probing/held.ts';
import { order, readRegistries } from '../../app/running.ts';
import type { Bench } from './measure.ts';

/** So many requests of each probe. */
const EACH = 2;

/** The mistake in how aborted requests are counted; undefined where there is none, or the store is not asked at all. */
export async function judgeAborted(
  bench: Bench,
  wanted: WantedLabels,
  probes: readonly Probe[],
): Promise<Fail | Verdict | undefined> {
  const { app, spec } = bench;
  const read = async (): Promise<MetricReading | { readonly verdict: Verdict }> =>
    seriesByRegistry(await readRegistries(app), spec.metric);
  const before = await read();
  if ('verdict' in before) return before.verdict;
  const requests = probes.flatMap((probe) => Array.from({ length: EACH }, () => probe));
  await order(app, (signal) => app.run.hold(signal));
  try {
    const { held, abandon } = await sendAbandonable(bench, requests);
    abandon();
    const closed = await read();
    await order(app, (signal) => app.run.release(signal));
    const after = await read();
    if ('verdict' in closed) return closed.verdict;
    if ('verdict' in after) return after.verdict;
    if (held === undefined) return undefined;
    return diagnoseAborted(spec.metric, wanted, requests, {
      closed: gained(before, closed),
      after: gained(before, after),
    });
  } finally {
    if (!app.signal.aborted) await order(app, (signal) => app.run.release(signal));
  }
}

/** Of several registries with a metric of that name, the one that moves is the one that is used. */
function gained(before: MetricReading, after: MetricReading): readonly Series[] {
  return [...gainsByRegistry(before, after).values()].find((list) => list.length > 0) ?? [];
}
