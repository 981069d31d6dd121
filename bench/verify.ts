// `verify`: both directions of all steps, then the whole corpus, beside the ideal that its app starts allow,
// then the mutants.
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { disposeAppProcess } from '../src/lab/app-process/index.ts';
import { CASES_PER_CORE, verifyCourse, verifyMutants, type VerifyOptions } from '../src/lab/verify/course.ts';
import type { CaseResult, VerifyCase } from '../src/lab/verify/cases/model.ts';
import type { BenchPlace } from './place.ts';
import type { BenchRow } from './row.ts';

const FAST_LIMIT_MS = 10_000;
const IDEAL_LIMIT = 1.5;
const FAST: ReadonlySet<VerifyCase['kind']> = new Set(['starter', 'solution']);
const never = new AbortController().signal;

/** `bareStartMs`: how long one app takes to start by itself, measured in the same run. */
export async function benchVerify(
  { course, place, dir }: BenchPlace,
  bareStartMs: number,
): Promise<readonly BenchRow[]> {
  const options: VerifyOptions = {
    course,
    steps: course.steps,
    place: { ...place, cwd: path.join(dir) },
    prometheus: 'embedded',
    atOnce: availableParallelism() * CASES_PER_CORE,
    signal: never,
    onLeftOut: () => undefined,
    onResult: () => undefined,
  };
  const fast = await timed(() => verifyCourse({ ...options, kinds: FAST }));
  const all = await timed(() => verifyCourse(options));
  const mutants = await timed(() => verifyMutants(options));
  await disposeAppProcess();
  const starts = all.results.reduce((sum, result) => sum + result.appStarts, 0);
  const idealMs = (starts * bareStartMs) / availableParallelism();
  const surprises = surprisesOf(all.results);
  const survivors = surprisesOf(mutants.results);
  return [
    {
      name: 'verify: starters and solutions',
      value: `${(fast.ms / 1000).toFixed(1)} s`,
      limit: `at most ${FAST_LIMIT_MS / 1000} s`,
      ok: fast.ms <= FAST_LIMIT_MS,
    },
    {
      name: `verify: the whole corpus (${all.results.length} cases), of the ideal`,
      value: `${(all.ms / 1000).toFixed(1)} s; ideal ${(idealMs / 1000).toFixed(1)} s (${starts} app starts)`,
      ratio: all.ms / idealMs,
      limit: `at most ${IDEAL_LIMIT}`,
      ok: all.ms / idealMs <= IDEAL_LIMIT,
    },
    { name: 'verify: false verdicts', value: String(surprises), limit: '0', ok: surprises === 0 },
    {
      name: `verify: surviving mutants (of ${mutants.results.length}, in ${(mutants.ms / 1000).toFixed(1)} s)`,
      value: String(survivors),
      limit: '0',
      ok: survivors === 0,
    },
  ];
}

async function timed(
  work: () => Promise<readonly CaseResult[]>,
): Promise<{ readonly ms: number; readonly results: readonly CaseResult[] }> {
  const startedAt = performance.now();
  const results = await work();
  return { ms: performance.now() - startedAt, results };
}

const surprisesOf = (results: readonly CaseResult[]): number =>
  results.filter((result) => result.outcome.status !== 'expected').length;
