// `verify [step…]`: proves that every step of a course can be failed and passed.
// 0 all as expected, 1 a surprise, 2 no surprise, and something that could not be judged.
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Course, Step } from '../../course/index.ts';
import { sessionError } from '../../session/contract/errors.ts';
import { commandError } from '../facts/errors.ts';
import { wrap } from '../../ui/render/layout.ts';
import { keepCoresBusy } from '../../verify/busy-cores.ts';
import type { CaseResult, VerifyCase } from '../../verify/cases/model.ts';
import { formatJunit } from '../../verify/cases/junit.ts';
import { CASES_PER_CORE, verifyCourse, verifyMutants } from '../../verify/course.ts';
import { EXIT_CODES } from '../io/exit-codes.ts';
import { trustedCourseOf } from '../place/course-trust.ts';
import type { Host } from '../io/host.ts';
import { disposeShared, sessionEnvOf } from '../place/session.ts';
import { partOf } from '../../model/course.ts';
import { formatByPart } from '../../ui/render/by-part.ts';
import { createOutput } from '../io/output.ts';
import type { SessionFlags } from '../io/flags.ts';
import { createProgress, formatMutantTotals, formatSum, formatTotals } from './verify-output.ts';
import { refuseUnwritable } from './writable-file.ts';

export interface VerifyFlags extends SessionFlags {
  readonly junit?: string;
  readonly fast?: boolean;
  readonly mutants?: boolean;
  readonly repeat?: number;
  readonly stress?: boolean;
  readonly atOnce?: number;
}

/** With all cores busy, so that what depends on time shows. */
const STRESS_REPEAT = 3;

/** The kinds that prove both directions of each step, without its corpus. */
const FAST_KINDS: ReadonlySet<VerifyCase['kind']> = new Set(['unfinished', 'starter', 'solution', 'answer']);

/** Runs the command. */
export async function verify(host: Host, ids: readonly string[], flags: VerifyFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  if (flags.fast === true && flags.mutants === true) throw commandError('fast-mutants', {});
  const junit = flags.junit === undefined ? undefined : path.resolve(host.cwd, flags.junit);
  // Before the work, which may take minutes.
  if (junit !== undefined) await refuseUnwritable(junit);
  const course = await trustedCourseOf(host, flags);
  const steps = stepsOf(course, ids);
  const startedAt = performance.now();
  const results = await runCases(host, course, steps, flags);
  await disposeShared(host);
  if (junit !== undefined) await writeFile(junit, formatJunit(results));
  const durationMs = performance.now() - startedAt;
  const appStarts = results.reduce((sum, result) => sum + result.appStarts, 0);
  const status = statusOf(results);
  const format = flags.mutants === true ? formatMutantTotals : formatTotals;
  const parted = results.map((result) => {
    const step = course.steps.find(({ id }) => id === result.step);
    return { ...result, ...(step === undefined ? {} : partOf(course.parts, step)) };
  });
  output.say(formatByPart(course.parts, parted, output.columns, (those) => format(those, output.columns)));
  output.say(`\n${wrap(formatSum(results, { durationMs, appStarts }), output.columns)}`);
  output.json({
    course: course.id,
    status,
    durationMs: Math.round(durationMs),
    appStarts,
    cases: parted.map((result) => ({ ...result, durationMs: Math.round(result.durationMs) })),
  });
  return EXIT_CODES[status];
}

async function runCases(
  host: Host,
  course: Course,
  steps: readonly Step[],
  flags: VerifyFlags,
): Promise<readonly CaseResult[]> {
  const progress = createProgress(host, createOutput(host, flags.json === true), flags.json === true);
  const run = flags.mutants === true ? verifyMutants : verifyCourse;
  const isStressed = flags.stress === true;
  const letGo = isStressed ? keepCoresBusy(availableParallelism()) : undefined;
  try {
    const results = await run({
      course,
      steps,
      place: sessionEnvOf(host),
      prometheus: flags.prometheus,
      atOnce: flags.atOnce ?? availableParallelism() * CASES_PER_CORE,
      ...(flags.fast === true ? { kinds: FAST_KINDS } : {}),
      hasFamilies: isStressed,
      repeat: Math.max(1, flags.repeat ?? (isStressed ? STRESS_REPEAT : 1)),
      onLeftOut: progress.onLeftOut,
      onResult: progress.onResult,
      signal: host.signal,
    });
    progress.end();
    return results;
  } catch (error) {
    progress.interrupted();
    throw error;
  } finally {
    await letGo?.();
  }
}

/** A surprise is one whatever else could not be judged. */
function statusOf(results: readonly CaseResult[]): 'pass' | 'fail' | 'blocked' {
  const seen = new Set(results.map(({ outcome }) => outcome.status));
  if (seen.has('surprise')) return 'fail';
  return seen.has('blocked') ? 'blocked' : 'pass';
}

function stepsOf(course: Course, ids: readonly string[]): readonly Step[] {
  if (ids.length === 0) return course.steps;
  const named = ids.map((id) => {
    const step = course.steps.find((one) => one.id === id || String(one.number) === id);
    if (step !== undefined) return step;
    throw sessionError('no-step', { asked: id, steps: course.steps.map((one) => one.id) });
  });
  // A step may be named by its number and by its id.
  return [...new Set(named)];
}
