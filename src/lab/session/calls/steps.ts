// The use cases on the way through the course: go to a step, skip one, review them all, find an answer.
import { LabError } from '../../model/errors.ts';
import {
  addMissingFiles,
  applyFiles,
  refuseGone,
  stepProgress,
  withStepOpened,
  withStepStatus,
  type Progress,
} from '../../workspace/index.ts';
import { isQuestion, questionIn, stepsOfPart } from '../../model/course.ts';
import type { Step } from '../../course/index.ts';
import type { CourseReview, SessionCalls } from '../contract/calls.ts';
import { sessionError } from '../contract/errors.ts';
import { noteOf } from '../contract/events.ts';
import { note } from '../contract/notes.ts';
import type { StepReport } from '../contract/values.ts';
import { withContext, type ContextDeps } from '../work/context.ts';
import { endsPart, stepAfter, stepAfterPart } from '../work/flow.ts';
import { findPart, findStep, type Needs } from '../work/deps.ts';
import { summaryOf } from '../work/summary.ts';
import { getReady, judge, prepare } from './check.ts';
import { makeQueryFile } from './write-query.ts';

type Place = SessionCalls['enter']['result'];

/**
 * Makes a step the current one and prepares what it needs: files that the course has and the workspace lacks are
 * created, its traffic is sent, its Prometheus runs.
 */
export async function enter(
  deps: ContextDeps & Needs<'keeper' | 'ownWrites'>,
  asked: string,
  signal: AbortSignal,
): Promise<Place> {
  const { course, prometheus, histories, keeper, emit, ownWrites, workspace } = deps;
  const step = findStep(deps, asked);
  await keeper.change((progress, at) => withStepOpened(progress, step.id, at));
  await keeper.note({ kind: 'opened', step: step.id });
  try {
    const { packages } = deps.place.runtime;
    const { written } = await ownWrites.during(() => addMissingFiles(workspace, { course, packages }));
    if (written.length > 0) emit({ kind: 'note', fact: note('files-added', { files: written }) });
  } catch (error) {
    // The step can still be read, and what needs the file will name it.
    if (!(error instanceof LabError)) throw error;
    emit(noteOf(error));
  }
  try {
    await makeQueryFile(deps, step);
    // Traffic first: a Prometheus that is only now started sees it in its first scrape.
    await getReady(deps, step, signal);
    if (step.prometheus === true) await prometheus.get(signal);
    await histories.ensure(step, signal);
    await playIncident(deps, step, signal);
  } catch (error) {
    // The step can still be read; its check will say the same again, as `blocked`.
    if (!(error instanceof LabError)) throw error;
    if (error.code !== 'history-not-loaded') emit(noteOf(error));
  }
  return { step: step.id };
}

/** Lets something go wrong where the step is about that, and ends what went wrong in another step. */
async function playIncident(deps: ContextDeps, step: Step, signal: AbortSignal): Promise<void> {
  const spec = step.checks.find((one) => one.kind === 'incident');
  if (spec === undefined) return deps.incidents.end();
  const { playIncident: play } = await import('../../checks/index.ts');
  const readiness = { app: undefined };
  await withContext(deps, { step, readiness, answer: undefined, start: {}, signal }, (context) =>
    play(spec, context),
  );
}

/**
 * Marks a step skipped, and makes the one that follows the current one; going back stays possible. At the end of a part
 * the step stays the current one, so that the part can be finished.
 */
export async function skip(
  deps: Needs<'course' | 'incidents' | 'keeper'>,
  asked: string | undefined,
): Promise<Place> {
  const { course, keeper } = deps;
  const step = findStep(deps, asked);
  const next = endsPart(course, step) ? step : (stepAfter(course, step) ?? step);
  await keeper.change((progress, at) =>
    withStepOpened(withStepStatus(progress, step.id, 'skipped', at), next.id, at),
  );
  await keeper.note({ kind: 'skip', step: step.id });
  if (next.id !== step.id) await deps.incidents.end();
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
  const spec = questionIn(step.checks);
  if (spec === undefined) throw sessionError('no-question', { step: step.id });
  const { findRightAnswer } = await import('../../checks/index.ts');
  const found = await withContext(
    deps,
    { step, readiness, answer: undefined, start: {}, signal },
    (context) => findRightAnswer(spec, context),
  );
  if ('answer' in found) return { answer: found.answer };
  const { fact, code } = found.verdict;
  throw new LabError(fact, { code });
}

const SUMMARY_FILE = 'ecom-lab-summary.md';

/** Checks every step of a part once more against the finished app, and writes its summary into the workspace. */
export async function review(
  deps: ContextDeps & Needs<'keeper'>,
  asked: string | undefined,
  signal: AbortSignal,
): Promise<CourseReview> {
  const { course, keeper, place, workspace } = deps;
  await refuseGone(workspace);
  const part = findPart(deps, asked);
  const named = course.parts[part];
  const steps = stepsOfPart(course, part);
  const reports: StepReport[] = [];
  for (const step of steps) {
    const isSkipped = stepProgress(keeper.progress, step.id).status === 'skipped';
    const isOutgrown = isReplaced(step, steps, keeper.progress);
    const checks = step.checks.filter((one) => !isQuestion(one));
    // An answer was given once; a step that a later one replaces on purpose cannot hold any more.
    reports.push(
      isSkipped || isOutgrown || checks.length === 0
        ? { step: step.id, status: 'pass', checks: [] }
        : await judge(deps, { step, signal, checks }),
    );
  }
  const summary = place.summaryInWords(summaryOf(course, part, keeper.progress, new Date()));
  const failing = reports.filter((one) => one.status !== 'pass').map((one) => one.step);
  await keeper.note({
    kind: 'finished',
    detail: { failing, ...(named === undefined ? {} : { part: named.id }) },
  });
  const summaryFile = part === 0 || named === undefined ? SUMMARY_FILE : `ecom-lab-summary-${named.id}.md`;
  await applyFiles(workspace, { files: new Map([[summaryFile, summary]]), step: 'summary' });
  const [regression] = failing;
  const found = { reports, summary, summaryFile, ...(named === undefined ? {} : { part: named.id }) };
  if (regression !== undefined) {
    await keeper.change((progress, at) => withStepOpened(progress, regression, at));
    return { ...found, regression };
  }
  const closing = named?.closing === undefined ? {} : { closing: named.closing.body };
  const next = stepAfterPart(course, part, keeper.progress);
  if (next === undefined) return { ...found, ...closing };
  await keeper.change((progress) => ({ ...progress, current: next.id }));
  return { ...found, ...closing, next: next.id };
}

/** Whether a later step has changed on purpose what this one checks: one of the same part, or one that was done. */
function isReplaced({ until }: Step, part: readonly Step[], progress: Progress): boolean {
  if (until === undefined) return false;
  return part.some(({ id }) => id === until) || stepProgress(progress, until).status !== 'open';
}
