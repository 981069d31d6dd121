// Proves a course: plans its cases, runs them side by side, and hands on each result as it comes.
import type { Step } from '../model/course.ts';
import type { CaseResult, VerifyCase } from './case.ts';
import { planCases } from './plan-cases.ts';
import { runCase, type RunCaseOptions } from './run-case.ts';
import { runPool } from './run-pool.ts';

export interface VerifyOptions extends RunCaseOptions {
  /** The steps to prove. */
  readonly steps: readonly Step[];
  /** Only these kinds of case. @default all */
  readonly kinds?: ReadonlySet<VerifyCase['kind']>;
  /** How many cases run at once. */
  readonly atOnce: number;
  readonly onResult: (
    result: CaseResult,
    progress: { readonly done: number; readonly total: number },
  ) => void;
}

/** Runs all cases; the results come in course order. */
export async function verifyCourse(options: VerifyOptions): Promise<readonly CaseResult[]> {
  const { course, steps, kinds, atOnce, onResult } = options;
  const cases = (await planCases(course, steps)).filter((one) => kinds === undefined || kinds.has(one.kind));
  let done = 0;
  return runPool(cases, atOnce, async (one) => {
    options.signal.throwIfAborted();
    const result = await runCase(one, options);
    done += 1;
    onResult(result, { done, total: cases.length });
    return result;
  });
}
