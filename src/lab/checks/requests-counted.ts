// Check kind requests-counted: requests are sent, and each series has to gain exactly what they should add.
// Read over IPC before and after, so nothing needs to be exposed, and nothing needs to start at zero.
import type { CheckRunner } from '../model/check-context.ts';
import type { CheckSpecOf, Probe } from '../model/schema.ts';
import type { Fail, Verdict } from '../model/verdict.ts';
import { digitsOf, probeWeights } from './base-three.ts';
import { diagnoseGains, type Gain } from './count-diagnosis.ts';
import { findMetric } from './find-metric.ts';
import { isBatchCounted } from './label-batch.ts';
import { diagnoseLabels } from './label-diagnosis.ts';
import type { ProbeDifference } from './label-values.ts';
import { apiPort } from './ports.ts';
import { probeName } from './probe-names.ts';
import { judgeProbes, sendProbes } from './probes.ts';
import { metricsNamed, seriesByRegistry, seriesDifferences, sumOf, type Series } from './registries.ts';
import { findAddress, judgeIsolated, pause, readRegistries, type WatchedApp } from './running-app.ts';
import { fail, pass } from './verdicts.ts';
import { counted } from './wording.ts';

/** Up to here base 3 stays cheap: five probes are 121 requests. */
const MAX_BASE_THREE = 5;
/** Enough to tell a label that is new each time from one that has two values. */
const ALONE = 4;
/** Some programs count a moment after the answer: they get one more reading. */
const LATE_MS = 150;

interface Bench {
  readonly app: WatchedApp;
  readonly address: string;
  readonly spec: CheckSpecOf<'requests-counted'>;
}

/** What the series of each registry gained, or the verdict where that cannot be said. */
type Outcome = { readonly gained: readonly (readonly Series[])[] } | { readonly verdict: Verdict };

/** Judges whether each request is counted as it should be. */
export const checkRequestsCounted: CheckRunner<'requests-counted'> = (spec, context) =>
  judgeIsolated(context, async (app) => {
    const found = await findAddress(app, apiPort(context));
    if ('verdict' in found) return found.verdict;
    const bench = { app, address: found.address, spec };
    const search = findMetric(await readRegistries(app), spec.metric);
    if ('missing' in search) return explainMissing(bench, search.missing);
    return spec.labels === undefined ? judgeUnlabelled(bench) : judgeLabelled(bench, spec.labels);
  });

/** Sends a batch and reads what it added. `isEnough` decides whether a moment's patience could help. */
async function measure(
  { app, address, spec }: Bench,
  probes: readonly Probe[],
  counts: readonly number[],
  isEnough: (gained: readonly (readonly Series[])[]) => boolean,
): Promise<Outcome> {
  const before = seriesByRegistry(await readRegistries(app), spec.metric);
  if ('verdict' in before) return before;
  const results = await sendProbes(app, address, probes, counts);
  const read = async (): Promise<Outcome> => {
    const after = seriesByRegistry(await readRegistries(app), spec.metric);
    if ('verdict' in after) return after;
    if (before.lists.length > 0 && after.lists.length === 0) return { verdict: metricGone(spec.metric) };
    return { gained: after.lists.map((list, index) => seriesDifferences(before.lists[index] ?? [], list)) };
  };
  const bad = await judgeProbes(app, results);
  if (bad !== undefined) return { verdict: bad };
  let outcome = await read();
  if ('gained' in outcome && !isEnough(outcome.gained)) {
    await pause(LATE_MS, app.signal);
    outcome = await read();
  }
  return outcome;
}

function metricGone(metric: string): Verdict {
  return fail('counter-went-down', `${metric} is gone after some requests.`, {
    expected: 'the metric stays as long as the app runs',
    observed: 'no such metric any more',
    hint: 'Nothing may reset the metric or clear the registry while the app runs.',
  });
}

async function explainMissing({ app, address, spec }: Bench, missing: Fail): Promise<Verdict> {
  const counts = spec.requests.map(() => 2);
  const bad = await judgeProbes(app, await sendProbes(app, address, spec.requests, counts));
  if (bad?.code === 'created-in-handler') return bad;
  if (metricsNamed(await readRegistries(app), spec.metric).length === 0) return missing;
  return fail('created-in-handler', `${spec.metric} is there only after the first request.`, {
    expected: `${spec.metric} as soon as the app runs`,
    observed: 'no such metric until a request came in',
    hint: 'Create each metric once, at the top of the file; what runs again and again may only use it.',
  });
}

async function judgeUnlabelled(bench: Bench): Promise<Verdict> {
  const { spec } = bench;
  const probes = spec.requests;
  const adds = probes.map((probe) => probe.adds ?? 1);
  if (probes.length > MAX_BASE_THREE) return judgeOneByOne(bench, { sent: 0, gained: 0 });

  // Two sums settle it: one request each, and 3^i each. Both are right only where each request adds what it should.
  const sums: { readonly wanted: number; readonly gained: readonly number[] }[] = [];
  for (const counts of [probes.map(() => 1), probeWeights(probes.length)]) {
    const wanted = counts.reduce((sum, count, index) => sum + count * (adds[index] ?? 1), 0);
    const outcome = await measure(bench, probes, counts, (lists) =>
      lists.some((list) => sumOf(list) === wanted),
    );
    if ('verdict' in outcome) return outcome.verdict;
    sums.push({ wanted, gained: outcome.gained.map(sumOf) });
  }
  const [ones, powers] = sums;
  const isRight = ones?.gained.some((_, registry) =>
    sums.every((sum) => sum.gained[registry] === sum.wanted),
  );
  if (isRight === true) return passed(spec);
  const digits = digitsOf(powers?.gained[0] ?? 0, probes.length);
  const isConsistent = digits?.reduce((sum, digit) => sum + digit, 0) === ones?.gained[0];
  if (digits === undefined || !isConsistent) {
    const gained = Math.max(...(powers?.gained ?? []), ...(ones?.gained ?? []));
    return judgeOneByOne(bench, { sent: powers?.wanted ?? 0, gained });
  }
  const fault = diagnoseGains(
    spec.metric,
    probes.map((probe, index) => gainOf(probe, digits[index] ?? 0)),
  );
  return fault ?? judgeOneByOne(bench, { sent: powers?.wanted ?? 0, gained: powers?.gained[0] ?? 0 });
}

function gainOf(probe: Probe, gained: number): Gain {
  return { endpoint: probeName(probe), adds: probe.adds ?? 1, gained };
}

/** How many requests of a batch should have counted, and how many did. */
interface Together {
  readonly sent: number;
  readonly gained: number;
}

/** Requests that are silent now and were not all before: what counted them remembers something, or is set back. */
function diagnoseSilence(metric: string, fault: Fail | undefined, together: Together): Fail | undefined {
  if (fault?.code !== 'never-counted' || together.gained <= 0) return undefined;
  return fail(
    'counted-wrong-amount',
    `${metric} counts the first requests, and not those that are like them.`,
    {
      expected: `${together.sent} requests counted`,
      observed: `${together.gained} counted`,
      hint: 'Every request counts, also one like an earlier one: nothing may be remembered or set back in between.',
    },
  );
}

/** Each endpoint alone: slower, and says of each exactly what a request adds. */
async function judgeOneByOne(bench: Bench, together: Together): Promise<Verdict> {
  const differences = await measureAlone(bench);
  if ('verdict' in differences) return differences.verdict;
  const gains = differences.list.map(({ probe, sent, series }) =>
    gainOf(probe, Math.round((sumOf(series) / sent) * 1000) / 1000),
  );
  const fault = diagnoseGains(bench.spec.metric, gains);
  return diagnoseSilence(bench.spec.metric, fault, together) ?? fault ?? passed(bench.spec);
}

async function measureAlone(
  bench: Bench,
): Promise<{ readonly list: readonly ProbeDifference[] } | { readonly verdict: Verdict }> {
  const list: ProbeDifference[] = [];
  for (const probe of bench.spec.requests) {
    const wanted = ALONE * (probe.adds ?? 1);
    const outcome = await measure(bench, [probe], [ALONE], (lists) =>
      lists.some((series) => sumOf(series) === wanted),
    );
    if ('verdict' in outcome) return outcome;
    // Of several registries with a metric of that name, the one that moves is the one that is used.
    const series = outcome.gained.find((gained) => gained.length > 0) ?? [];
    list.push({ probe, sent: ALONE, series });
  }
  return { list };
}

async function judgeLabelled(bench: Bench, wanted: NonNullable<Bench['spec']['labels']>): Promise<Verdict> {
  const { spec } = bench;
  const probes = spec.requests;
  // Different counts, so that requests counted under each other's labels do not cancel out; enough of each to tell
  // a label that is new with each request.
  const counts = probes.map((_, index) => index + 3);
  const isCounted = (lists: readonly (readonly Series[])[]): boolean =>
    lists.some((list) => isBatchCounted(wanted, probes, counts, list));
  const batch = await measure(bench, probes, counts, isCounted);
  if ('verdict' in batch) return batch.verdict;
  if (isCounted(batch.gained)) return passed(spec);
  const alone = await measureAlone(bench);
  if ('verdict' in alone) return alone.verdict;
  const fault = diagnoseLabels(spec.metric, wanted, alone.list);
  const sent = counts.reduce((sum, count, index) => sum + count * (probes[index]?.adds ?? 1), 0);
  const gained = Math.max(0, ...batch.gained.map(sumOf));
  const wrong = diagnoseSilence(spec.metric, fault, { sent, gained }) ?? fault;
  if (wrong !== undefined) return wrong;
  return fail(
    'counted-wrong-amount',
    `${spec.metric} counts single requests, and not many at the same time.`,
    {
      expected: `${sent} requests counted`,
      observed: `${batch.gained.map(sumOf).join(', ')} counted`,
      hint: 'Requests overlap: what one of them keeps in a variable, another one must not overwrite.',
    },
  );
}

function passed(spec: CheckSpecOf<'requests-counted'>): Verdict {
  return pass(`${spec.metric} counts ${counted(spec.requests.length, 'kind')} of requests exactly.`);
}
