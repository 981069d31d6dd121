// What only the learner's own terminal does: go to a step, skip one, review the whole course, find an answer.
import { LabError } from '../model/errors.ts';
import { applyFiles, refuseGone, stepProgress, withStepOpened, withStepStatus } from '../workspace/index.ts';
import { getReady, judge, prepare } from './calls/check.ts';
import { sessionError } from './contract/errors.ts';
import { noteOf } from './contract/events.ts';
import type { StepReport } from './contract/values.ts';
import type { LearnerSession } from './contract/learner-session.ts';
import { withContext } from './work/context.ts';
import { findStep, type SessionParts } from './work/parts.ts';
import type { InTurn } from './work/queue.ts';
import { summaryOf } from './work/summary.ts';

/** Codes of a start that somebody called off. */
const CALLED_OFF: ReadonlySet<string> = new Set(['session-closed', 'app-stopped']);

const SUMMARY_FILE = 'ecom-lab-summary.md';

/** The calls, taking turns with all others. */
export function createLearnerCalls(
  parts: SessionParts,
  inTurn: InTurn,
): Pick<LearnerSession, 'enterStep' | 'startApp' | 'skipStep' | 'findAnswer' | 'review'> {
  const { course, door, keeper, emit, live, workspace } = parts;
  return {
    enterStep: (stepId, signal) =>
      inTurn(signal, async (both) => {
        const step = findStep(parts, stepId);
        await keeper.change((progress, at) => withStepOpened(progress, step.id, at));
        await keeper.note({ kind: 'opened', step: step.id });
        try {
          // Traffic first: a Prometheus that is only now started sees it in its first scrape.
          await getReady(parts, step, both);
          if (step.prometheus === true) await door.get(both);
        } catch (error) {
          // The step can still be read; its check will say the same again, as `blocked`.
          if (!(error instanceof LabError)) throw error;
          emit(noteOf(error));
        }
      }),

    startApp(signal) {
      inTurn(signal, (both) => live.start(both)).catch((error: unknown) => {
        // Called off because the session ends: that is not news.
        if (!signal.aborted && !(error instanceof LabError && CALLED_OFF.has(error.code)))
          emit(noteOf(error));
      });
    },

    async skipStep(stepId) {
      await keeper.change((progress, at) => withStepStatus(progress, stepId, 'skipped', at));
      await keeper.note({ kind: 'skip', step: stepId });
    },

    findAnswer: (stepId, signal) =>
      inTurn(signal, async (both) => {
        const step = findStep(parts, stepId);
        const readiness = await prepare(parts, step, both);
        const spec = step.checks.find((one) => one.kind === 'answer');
        if (spec === undefined) throw sessionError('no-question', { step: step.id });
        const { findRightAnswer } = await import('../checks/index.ts');
        const found = await withContext(
          parts,
          { readiness, answer: undefined, start: {}, signal: both },
          (context) => findRightAnswer(spec, context),
        );
        if ('answer' in found) return found.answer;
        const { fact, code } = found.verdict;
        throw new LabError(fact, { code });
      }),

    review: (signal, inWords) =>
      inTurn(signal, async (both) => {
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
              : await judge(parts, { step, signal: both, checks }),
          );
        }
        const summary = inWords(summaryOf(course, keeper.progress, new Date()));
        await keeper.note({
          kind: 'finished',
          detail: { failing: reports.filter((one) => one.status !== 'pass').map((one) => one.step) },
        });
        await applyFiles(workspace, { files: new Map([[SUMMARY_FILE, summary]]), step: 'summary' });
        return { reports, summary, summaryFile: SUMMARY_FILE };
      }),
  };
}
