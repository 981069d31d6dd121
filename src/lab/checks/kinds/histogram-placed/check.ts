// Check kind histogram-placed: requests of known lengths land in the right buckets, each of them once, however they end.
import type { CheckRunner } from '../../contract/definition.ts';
import type { Probe } from '../../../model/schema/fields.ts';
import type { Fail, Verdict } from '../../../model/verdict.ts';
import { diagnoseAborted } from '../../labels/aborted.ts';
import { findMetric, judgeMetric } from '../../metrics/find.ts';
import { sumOf } from '../../metrics/registries.ts';
import { apiPort } from '../../app/ports.ts';
import { judgeGrowth } from '../../probing/label-growth.ts';
import { findAddress, judgeIsolated, order, readRegistries } from '../../app/running.ts';
import { diagnoseBounds, lengthsFor } from './bounds.ts';
import { diagnoseAlone, isPlaced, type Alone, type Wanted } from './diagnosis.ts';
import { failed, passed } from './facts.ts';
import type { HistogramGains } from './reading.ts';
import {
  measureAborted,
  measureEach,
  measureLengths,
  shortMs,
  type Bench,
  type Lengths,
} from './requests.ts';
import type { HistogramPlacedSpec } from './spec.ts';

/** Clocks that show whole milliseconds. */
const TOLERANCE = 0.005;

/** Judges whether each request is observed as long as it took. */
export const checkHistogramPlaced: CheckRunner<HistogramPlacedSpec> = (spec, context) =>
  judgeIsolated(context, async (app) => {
    const { metric, boundary, labels } = spec;
    const found = await findAddress(app, apiPort(context));
    if ('verdict' in found) return found.verdict;
    const search = findMetric(await readRegistries(app), metric, 'histogram');
    if ('missing' in search) return search.missing;
    const declared = search.found.map((one) =>
      judgeMetric(one.metric, { name: metric, type: 'histogram', labels: Object.keys(labels) }),
    );
    const [fault] = declared;
    if (fault !== undefined && !declared.includes(undefined)) return fault;
    const bench: Bench = { app, address: found.address, metric, boundary };
    await order(app, (signal) => app.run.freezeClock(true, signal));
    let verdict: Verdict;
    try {
      verdict = await judgeLengths(bench, spec);
    } finally {
      // The next check of this run finds the clock as it was.
      if (!app.signal.aborted) await order(app, (signal) => app.run.freezeClock(false, signal));
    }
    if (verdict.status !== 'pass') return verdict;
    const endless = await judgeGrowth(
      bench,
      metric,
      spec.requests.filter((probe) => !isAborted(probe)),
      labels,
    );
    return endless ?? verdict;
  });

const isAborted = ({ ends }: Probe): boolean => ends === 'aborted';

async function judgeLengths(bench: Bench, spec: HistogramPlacedSpec): Promise<Verdict> {
  const aborted = spec.requests.filter(isAborted);
  const others = spec.requests.filter((probe) => !isAborted(probe));
  const fault =
    (await judgeOthers(bench, spec, others)) ??
    (aborted.length === 0 ? undefined : await judgeAborted(bench, spec, aborted));
  return fault ?? passed('durations-placed', { metric: spec.metric, requests: spec.requests.length });
}

async function judgeOthers(
  bench: Bench,
  { metric, labels, boundary }: HistogramPlacedSpec,
  probes: readonly Probe[],
): Promise<Verdict | undefined> {
  // Different numbers, so that requests observed under each other's labels do not cancel out.
  const list: readonly Lengths[] = probes.map((probe, index) => ({ probe, long: 1, short: index + 1 }));
  const batch = await measureLengths(bench, list);
  if ('verdict' in batch) return batch.verdict;
  const wanted: Wanted = { labels, boundary, extraMs: batch.extraMs };
  const hasBoundary = batch.gains.bounds.some((bound) => Number(bound) === boundary);
  if (hasBoundary && !batch.isEarly && isPlaced(wanted, list, batch.gains))
    return judgeBounds(bench, probes, batch.gains);
  const all: Alone[] = [];
  let extraMs = 0;
  for (const probe of probes) {
    const one: Lengths = { probe, long: 0, short: 1 };
    const alone = await measureLengths(bench, [one]);
    if ('verdict' in alone) return alone.verdict;
    extraMs = Math.max(extraMs, alone.extraMs);
    all.push({ list: one, gains: alone.gains, isEarly: alone.isEarly });
  }
  const fault = diagnoseAlone(metric, { ...wanted, extraMs }, all);
  if (fault !== undefined && fault.code !== 'wrong-bucket') return fault;
  // The bounds may be what is wrong. Requests that overlap show it, so what else they show says nothing new here.
  const byBounds = await judgeBounds(bench, probes, batch.gains);
  if (fault !== undefined || isAboutOrder(byBounds)) return byBounds ?? fault;
  return failed('durations-mixed-up', { metric });
}

const isAboutOrder = (verdict: Verdict | undefined): boolean =>
  verdict?.status === 'fail' && (verdict.code === 'bounds-unsorted' || verdict.code === 'bound-twice');

/** One request between each bound and the next. Says nothing where the app's own timers make lengths inexact. */
async function judgeBounds(
  bench: Bench,
  probes: readonly Probe[],
  { bounds }: HistogramGains,
): Promise<Verdict | undefined> {
  const probe = probes.find(({ unmatched, ends }) => unmatched !== true && ends === undefined);
  const lengths = lengthsFor(bounds);
  if (probe === undefined || lengths.length === 0) return undefined;
  const each = await measureEach(bench, probe, lengths);
  if ('verdict' in each) return each.verdict;
  return each.extraMs > 0 ? undefined : diagnoseBounds(bench.metric, lengths, each.gains);
}

/** Each of them must be observed, with a status that is not one of a success unless its handler runs to the end. */
async function judgeAborted(
  bench: Bench,
  { metric, labels, boundary }: HistogramPlacedSpec,
  probes: readonly Probe[],
): Promise<Fail | Verdict | undefined> {
  const measured = await measureAborted(bench, probes);
  if (measured === undefined) return undefined;
  if ('verdict' in measured) return measured.verdict;
  const { closed, after } = measured;
  const requests = probes.map((probe) => ({ ...probe, adds: 1 }));
  const fault = diagnoseAborted(metric, labels, requests, { closed: closed.count, after: after.count });
  if (fault !== undefined) return fault;
  const wanted = (probes.length * shortMs(boundary)) / 1000;
  const found = sumOf(after.sum);
  if (Math.abs(found - wanted) <= TOLERANCE * probes.length) return undefined;
  return failed('durations-differ', {
    metric,
    endpoint: `${probes[0]?.method} ${probes[0]?.path}`,
    wanted,
    found,
  });
}
