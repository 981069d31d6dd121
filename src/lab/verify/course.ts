// Proves a course: plans its cases, runs them side by side, and hands on each result as it comes.
import type { Step } from '../course/index.ts';
import type { CaseResult, VerifyCase } from './cases/model.ts';
import { withoutMissingPackages } from './cases/packages.ts';
import { planCases } from './cases/plan.ts';
import { joinRuns } from './cases/repeated.ts';
import { runCase, type RunCaseOptions } from './run-case.ts';
import { runPool } from './run-pool.ts';
import { createTemplates } from './templates.ts';
import { takeTurns } from './take-turns.ts';

/** A case waits for its processes, and many for Prometheus to scrape, longer than it computes. */
export const CASES_PER_CORE = 4;

export interface VerifyOptions extends Omit<RunCaseOptions, 'templates'> {
  /** The steps to prove. */
  readonly steps: readonly Step[];
  /** Only these kinds of case. @default all */
  readonly kinds?: ReadonlySet<VerifyCase['kind']>;
  /** Whether a case with a delay in it represents a family of cases with other delays. @default false */
  readonly hasFamilies?: boolean;
  /** How often each case is run. @default 1 */
  readonly repeat?: number;
  /** How many cases run at once. */
  readonly atOnce: number;
  /** Called where cases are left out because the lab has no copy of a package that they import. */
  readonly onLeftOut: (count: number, packages: readonly string[]) => void;
  readonly onResult: (
    result: CaseResult,
    progress: { readonly done: number; readonly total: number },
  ) => void;
}

/** Runs all cases; the results come in course order. */
export async function verifyCourse(options: VerifyOptions): Promise<readonly CaseResult[]> {
  const { course, steps, kinds, place, onLeftOut } = options;
  const planned = (await planCases(course, steps, options)).filter(({ kind }) => kinds?.has(kind) !== false);
  const { cases, missing } = await withoutMissingPackages(planned, place.runtime.packages);
  if (missing.length > 0) onLeftOut(planned.length - cases.length, missing);
  return runCases(cases, options);
}

/** Runs the mutants of the steps' solutions. */
export async function verifyMutants(options: VerifyOptions): Promise<readonly CaseResult[]> {
  const { planMutants } = await import('./mutants/cases.ts');
  return runCases(await planMutants(options.course, options.steps, options.place.runtime), options);
}

async function runCases(
  cases: readonly VerifyCase[],
  options: VerifyOptions,
): Promise<readonly CaseResult[]> {
  const { atOnce, onResult, repeat = 1 } = options;
  const inTurns = takeTurns(cases, ({ step }) => step);
  const runs = Array.from({ length: repeat }, () => inTurns).flat();
  let done = 0;
  const templates = await createTemplates(options.course, options.place.runtime.packages);
  const results = await runPool(runs, atOnce, async (one) => {
    options.signal.throwIfAborted();
    const result = await runCase(one, { ...options, templates });
    done += 1;
    onResult(result, { done, total: runs.length });
    return result;
  }).finally(() => templates.remove());
  const places = new Map(cases.map(({ name }, place) => [name, place]));
  const placeOf = ({ name }: CaseResult): number => places.get(name) ?? cases.length;
  return (repeat === 1 ? results : joinRuns(results)).toSorted((a, b) => placeOf(a) - placeOf(b));
}
