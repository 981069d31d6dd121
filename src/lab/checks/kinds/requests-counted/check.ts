// Check kind requests-counted: requests are sent, and each series has to gain exactly what they should add.
// How it is sent and read, `count-measure.ts` knows; here it is judged.
import type { CheckRunner } from '../../contract/definition.ts';
import type { Probe } from '../../../model/schema/fields.ts';
import type { Fact, Fail, Verdict } from '../../../model/verdict.ts';
import { digitsOf, probeWeights } from '../../probing/base-three.ts';
import { countedExactly, diagnoseDifferences, diagnoseGains, gainOf, gainsOf } from './diagnosis.ts';
import { measure, type Batch, type Bench } from './measure.ts';
import { findMetric } from '../../metrics/find.ts';
import { judgeAborted } from './aborted.ts';
import { isCountedWhileHeld } from './while-held.ts';
import { isBatchCounted } from '../../labels/batch.ts';
import { judgeGrowth } from '../../probing/label-growth.ts';
import type { ProbeDifference } from '../../labels/readings.ts';
import { diagnoseOverlap } from './overlap-diagnosis.ts';
import { apiPort } from '../../app/ports.ts';
import { judgeProbes } from '../../probing/judge.ts';
import { sendProbes } from '../../probing/send.ts';
import { metricsNamed, sumOf, type Gains } from '../../metrics/registries.ts';
import { findAddress, judgeIsolated, readRegistries, type WatchedApp } from '../../app/running.ts';
import { failed } from './facts.ts';
import type { RequestsCountedSpec } from './spec.ts';

/** Up to here base 3 stays cheap: five probes are 121 requests. */
const MAX_BASE_THREE = 5;
/** Requests to one endpoint, where each is looked at alone. */
const ALONE = 4;
/** Enough for an error with its stack. */
const PRINTED_LINES = 60;
/** Fewer than the requests of a batch: what counts connections counts too few. */
const CONNECTIONS = 2;

/** Judges whether each request is counted as it should be. */
export const checkRequestsCounted: CheckRunner<RequestsCountedSpec> = (spec, context) =>
  judgeIsolated(context, async (app) => {
    const found = await findAddress(app, apiPort(context));
    if ('verdict' in found) return found.verdict;
    const all = { app, address: found.address, spec };
    const search = findMetric(await readRegistries(app), spec.metric);
    if ('missing' in search) return explainMissing(all, search.missing);
    let verdict = await judgeCounts(all);
    const requests = await withoutServed(all, verdict);
    if (requests.length < spec.requests.length)
      verdict = await judgeCounts({ ...all, spec: { ...spec, requests } });
    // Where the store fails, the app prints errors that the lab has made.
    const isFailing = spec.requests.some(({ ends }) => ends === 'failed');
    return isFailing ? verdict : withPrintedError(verdict, app);
  });

function judgeCounts(bench: Bench): Promise<Verdict> {
  const { labels } = bench.spec;
  return labels === undefined ? judgeUnlabelled(bench) : judgeLabelled(bench, labels);
}

/** The probes without the pages that the step begins without and that the app has: a home page does no harm. */
async function withoutServed({ app, address, spec }: Bench, verdict: Verdict): Promise<Probe[]> {
  const isWrong = verdict.status === 'fail' && verdict.code === 'wrong-status';
  const optional = spec.requests.filter(({ mayBeServed }) => isWrong && mayBeServed === true);
  const once = optional.map(() => 1);
  const answers = await sendProbes(app, address, optional, once);
  const served = answers.filter(({ outcome }) => outcome.kind === 'answer' && outcome.status < 400);
  return spec.requests.filter((probe) => !served.some((answer) => answer.probe === probe));
}

/** A handler that throws above the line that counts is answered well and counts nothing: the app printed the error. */
function withPrintedError(verdict: Verdict, { run, output }: WatchedApp): Verdict {
  const lines = run.lastLines(PRINTED_LINES);
  const isSilent =
    verdict.status === 'fail' && ['never-counted', 'endpoint-not-counted'].includes(verdict.code);
  const printed = isSilent ? output.printedError(lines) : undefined;
  if (!isSilent || printed === undefined) return verdict;
  const known = output.clientError(lines.slice(lines.lastIndexOf(printed.error)).join('\n'));
  return { ...verdict, fact: { ...verdict.fact, printed: { ...printed, known } } as Fact };
}

async function explainMissing({ app, address, spec }: Bench, missing: Fail): Promise<Verdict> {
  const counts = spec.requests.map(() => 2);
  const bad = await judgeProbes(app, await sendProbes(app, address, spec.requests, counts));
  if (bad?.code === 'created-in-handler') return bad;
  if (metricsNamed(await readRegistries(app), spec.metric).length === 0) return missing;
  return failed('created-by-request', { metric: spec.metric });
}

async function judgeUnlabelled(bench: Bench): Promise<Verdict> {
  const { spec } = bench;
  const probes = spec.requests;
  if (probes.length > MAX_BASE_THREE) {
    // All at once shows what overlaps, and whether anything comes late: each endpoint alone would be waited for.
    const ones = await measureSum(bench, { counts: probes.map(() => 1), isOverlapping: true });
    if ('verdict' in ones) return ones.verdict;
    const alone = await measureAlone(bench, { connections: 1 });
    if ('verdict' in alone) return alone.verdict;
    const fault = diagnoseGains(spec.metric, gainsOf(alone.list));
    if (fault !== undefined) return fault;
    return isRightIn(ones) ? countedExactly(spec.metric, spec.requests) : wrongTogether(spec.metric, ones);
  }

  // Two sums settle it: one request each, and 3^i each. Both are right only where each request adds what it should.
  const ones = await measureSum(bench, { counts: probes.map(() => 1), isOverlapping: true });
  if ('verdict' in ones) return ones.verdict;
  const powers = await measureSum(bench, { counts: probeWeights(probes.length) });
  if ('verdict' in powers) return powers.verdict;
  const isRight = [...ones.gained].some(
    ([registry, sum]) => sum === ones.wanted && powers.gained.get(registry) === powers.wanted,
  );
  let kept: Sums | undefined;
  if (isRight) {
    // One request more than in the first batch: what counts every second one, or every tenth for ten, is wrong in one.
    const counts = probes.map((_, index) => (index === 0 ? 2 : 1));
    const outcome = await measureSum(bench, { counts, connections: CONNECTIONS });
    if ('verdict' in outcome) return outcome.verdict;
    if (isRightIn(outcome)) return countedExactly(spec.metric, spec.requests);
    kept = outcome;
  }
  const [used] = [...ones.gained.keys()].filter((registry) =>
    [ones, powers].some(({ gained }) => gained.get(registry) !== 0),
  );
  const first = (used !== undefined && ones.gained.get(used)) || 0;
  const digits = digitsOf((used !== undefined && powers.gained.get(used)) || 0, probes.length);
  const isConsistent = digits?.reduce((sum, digit) => sum + digit, 0) === first;
  if (digits !== undefined && isConsistent) {
    const gains = probes.map((probe, index) => gainOf(probe, digits[index] ?? 0));
    const fault = diagnoseGains(spec.metric, gains);
    if (fault !== undefined) return fault;
  }
  // Each endpoint alone: slower, and says of each exactly what a request adds.
  const alone = await measureAlone(bench, { connections: 1 });
  if ('verdict' in alone) return alone.verdict;
  const fault = diagnoseGains(spec.metric, gainsOf(alone.list));
  if (fault === undefined) {
    if (kept !== undefined)
      return failed('total-uneven', {
        metric: spec.metric,
        wanted: kept.wanted,
        gained: Math.max(...kept.gained.values()),
      });
    return wrongTogether(spec.metric, isRightIn(powers) ? ones : powers);
  }
  const together = Math.max(...ones.gained.values(), ...powers.gained.values());
  const wasHeard = fault.code === 'never-counted' && together > 0;
  return wasHeard
    ? failed('first-of-a-kind-only', { metric: spec.metric, sent: powers.wanted, counted: together })
    : fault;
}

/** What a batch should have added, and what it added in each registry. */
interface Sums {
  readonly wanted: number;
  readonly gained: ReadonlyMap<number, number>;
}

const isRightIn = ({ wanted, gained }: Sums): boolean => [...gained.values()].includes(wanted);

function wrongTogether(metric: string, { wanted, gained }: Sums): Fail {
  return failed('overlap-total', { metric, wanted, gained: [...gained.values()] });
}

/** Sends a batch and sums it up. */
async function measureSum(
  bench: Bench,
  batch: Pick<Batch, 'counts' | 'connections' | 'isOverlapping'>,
): Promise<Sums | { readonly verdict: Verdict }> {
  const probes = bench.spec.requests;
  const wanted = probes.reduce((sum, { adds = 1 }, index) => sum + (batch.counts[index] ?? 0) * adds, 0);
  const isEnough = (gains: Gains): boolean => [...gains.values()].some((list) => sumOf(list) === wanted);
  const outcome = await measure(bench, { ...batch, probes, isEnough });
  if ('verdict' in outcome) return outcome;
  return { wanted, gained: new Map([...outcome.gains].map(([registry, list]) => [registry, sumOf(list)])) };
}

async function measureAlone(
  bench: Bench,
  batch: Pick<Batch, 'connections'> = {},
): Promise<{ readonly list: readonly ProbeDifference[] } | { readonly verdict: Verdict }> {
  const list: ProbeDifference[] = [];
  for (const probe of bench.spec.requests) {
    const wanted = ALONE * (probe.adds ?? 1);
    const isEnough = (gains: Gains): boolean =>
      [...gains.values()].some((series) => sumOf(series) === wanted);
    const outcome = await measure(bench, { ...batch, probes: [probe], counts: [ALONE], isEnough });
    if ('verdict' in outcome) return outcome;
    // Of several registries with a metric of that name, the one that moves is the one that is used.
    const series = [...outcome.gains.values()].find((gained) => gained.length > 0) ?? [];
    list.push({ probe, sent: ALONE, series });
  }
  return { list };
}

const isAborted = ({ ends }: Probe): boolean => ends === 'aborted';

/** The requests that are answered, and then those whose clients go away. */
async function judgeLabelled(bench: Bench, wanted: NonNullable<Bench['spec']['labels']>): Promise<Verdict> {
  const { spec } = bench;
  const aborted = spec.requests.filter(isAborted);
  const requests = spec.requests.filter((probe) => !isAborted(probe));
  const fault =
    (await judgeAnswered({ ...bench, spec: { ...spec, requests } }, wanted)) ??
    (aborted.length === 0 ? undefined : await judgeAborted(bench, wanted, aborted));
  return fault ?? countedExactly(spec.metric, spec.requests);
}

/** The mistake behind what each endpoint alone has added. */
async function diagnoseAlone(
  bench: Bench,
  wanted: NonNullable<Bench['spec']['labels']>,
  list: readonly ProbeDifference[],
): Promise<Fail | undefined> {
  const isAboutOutcomes = list.some(({ probe }) => probe.unmatched === true || probe.ends !== undefined);
  const isCountedAtStart = isAboutOutcomes && (await isCountedWhileHeld(bench));
  return diagnoseDifferences(bench.spec.metric, wanted, list, isCountedAtStart);
}

async function judgeAnswered(
  bench: Bench,
  wanted: NonNullable<Bench['spec']['labels']>,
): Promise<Verdict | undefined> {
  const { spec } = bench;
  const { requests: probes } = spec;
  // Different counts, so that requests counted under each other's labels do not cancel out; more than one of each, so
  // that what counts the first request only is seen.
  const counts = probes.map((_, index) => index + 2);
  const isEnough = (gains: Gains): boolean =>
    [...gains.values()].some((list) => isBatchCounted(wanted, probes, counts, list));
  const batch = await measure(bench, { probes, counts, isEnough, isOverlapping: true });
  if ('verdict' in batch) return batch.verdict;
  if (isEnough(batch.gains)) {
    const endless = await judgeGrowth(bench, spec.metric, probes, wanted);
    return endless;
  }
  const alone = await measureAlone(bench);
  if ('verdict' in alone) return alone.verdict;
  const fault = await diagnoseAlone(bench, wanted, alone.list);
  const gained = [...batch.gains.values()].find((list) => list.length > 0) ?? [];
  if (fault === undefined) return diagnoseOverlap(spec.metric, wanted, probes, counts, gained);
  const together = sumOf(gained);
  if (fault.code !== 'never-counted' || together <= 0) return fault;
  const sent = counts.reduce((sum, count, index) => sum + count * (probes[index]?.adds ?? 1), 0);
  return failed('first-of-a-kind-only', { metric: spec.metric, sent, counted: together });
}
