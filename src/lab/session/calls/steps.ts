// The use cases on the way through the course: go to a step, skip one, review them all, find an answer.
import { LabError } from '../../model/errors.ts';
import {
  applyFiles,
  refuseGone,
  stepProgress,
  withStepOpened,
  withStepStatus,
} from '../../workspace/index.ts';
import type { CourseReview, SessionCalls } from '../contract/calls.ts';
import { sessionError } from '../contract/errors.ts';
import { noteOf } from '../contract/events.ts';
import type { StepReport } from '../contract/values.ts';
import { withContext, type ContextDeps } from '../work/context.ts';
import { stepAfter } from '../work/flow.ts';
import { findStep, type Needs } from '../work/deps.ts';
import { summaryOf } from '../work/summary.ts';
import { getReady, judge, prepare } from './check.ts';
import { makeQueryFile } from './write-query.ts';

type Place = SessionCalls['enter']['result'];

/** Makes a step the current one and prepares what it needs: its traffic is sent, its Prometheus runs. */
export async function enter(
  deps: Needs<'course' | 'keeper' | 'emit' | 'live' | 'ownWrites' | 'traffic' | 'prometheus' | 'workspace'>,
  asked: string,
  signal: AbortSignal,
): Promise<Place> {
  const { prometheus, keeper, emit } = deps;
  const step = findStep(deps, asked);
  await keeper.change((progress, at) => withStepOpened(progress, step.id, at));
  await keeper.note({ kind: 'opened', step: step.id });
  try {
    await makeQueryFile(deps, step);
    // Traffic first: a Prometheus that is only now started sees it in its first scrape.
    await getReady(deps, step, signal);
    if (step.prometheus === true) await prometheus.get(signal);
  } catch (error) {
    // The step can still be read; its check will say the same again, as `blocked`.
    if (!(error instanceof LabError)) throw error;
    emit(noteOf(error));
  }
  return { step: step.id };
}

/** Marks a step skipped, and makes the one that follows the current one; going back stays possible. */
export async function skip(deps: Needs<'course' | 'keeper'>, asked: string | undefined): Promise<Place> {
  const { course, keeper } = deps;
  const step = findStep(deps, asked);
  const next = stepAfter(course, step) ?? step;
  await keeper.change((progress, at) =>
    withStepOpened(withStepStatus(progress, step.id, 'skipped', at), next.id, at),
  );
  await keeper.note({ kind: 'skip', step: step.id });
  return { step: next.id };
}

/** The right answer to a step's question, from live metrics: for `start --auto` and for proofs. */
export async function findAnswer(
  deps: ContextDeps & Needs<'keeper'>,
  asked: string | undefined,
  signal: AbortSignal,
): Promise<SessionCalls['findAnswer']['result']> {
  const step = findStep(deps, asked);
  const readiness = await prepare(deps, step, signal);
  const spec = step.checks.find((one) => one.kind === 'answer');
  if (spec === undefined) throw sessionError('no-question', { step: step.id });
  const { findRightAnswer } = await import('../../checks/index.ts');
  const found = await withContext(deps, { readiness, answer: undefined, start: {}, signal }, (context) =>
    findRightAnswer(spec, context),
  );
  if ('answer' in found) return { answer: found.answer };
  const { fact, code } = found.verdict;
  throw new LabError(fact, { code });
}

const SUMMARY_FILE = 'ecom-lab-summary.md';

/** Checks every step once more against the finished app, and writes the summary into the workspace. */
export async function review(
  deps: ContextDeps & Needs<'keeper'>,
  signal: AbortSignal,
): Promise<CourseReview> {
  const { course, keeper, place, workspace } = deps;
  await refuseGone(workspace);
  const reports: StepReport[] = [];
  for (const step of course.steps) {
    const isSkipped = stepProgress(keeper.progress, step.id).status === 'skipped';
    const isOutgrown = step.until !== undefined;
    const checks = step.checks.filter((one) => one.kind !== 'answer');
    // An answer was given once; a step that a later one replaces on purpose cannot hold any more.
    reports.push(
      isSkipped || isOutgrown || checks.length === 0
        ? { step: step.id, status: 'pass', checks: [] }
        : await judge(deps, { step, signal, checks }),
    );
  }
  const summary = place.summaryInWords(summaryOf(course, keeper.progress, new Date()));
  const failing = reports.filter((one) => one.status !== 'pass').map((one) => one.step);
  await keeper.note({ kind: 'finished', detail: { failing } });
  await applyFiles(workspace, { files: new Map([[SUMMARY_FILE, summary]]), step: 'summary' });
  const [regression] = failing;
  if (regression === undefined) return { reports, summary, summaryFile: SUMMARY_FILE };
  await keeper.change((progress, at) => withStepOpened(progress, regression, at));
  return { reports, summary, summaryFile: SUMMARY_FILE, regression };
}
