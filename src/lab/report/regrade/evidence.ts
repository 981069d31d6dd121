// What a submission has for each step: files, and the answers to questions in its journal. Not all of it can be judged later.
import type { Step } from '../../course/index.ts';
import { questionIn } from '../../model/course.ts';
import { reportWords } from '../../words/index.ts';
import type { WorkspaceRecord } from '../../workspace/index.ts';
import type { LearnerReport, Regrade } from '../record/model.ts';

/** Why the files alone cannot tell; undefined where they can. */
export function whyNotJudged(
  step: Step,
  report: LearnerReport,
  record: WorkspaceRecord,
): Regrade | undefined {
  const question = questionIn(step.checks);
  if (question !== undefined && lastAnswer(step, record) === undefined)
    return { status: 'not-judged', message: reportWords.regrade.noAnswer };
  if (question?.kind === 'incident')
    return { status: 'not-judged', message: reportWords.regrade.incidentOfThatDay };
  if (question?.metric !== undefined || question?.query !== undefined)
    return { status: 'not-judged', message: reportWords.regrade.numberOfThatDay };
  // Work on a later step changes on purpose what this one checks.
  const later = report.steps.find(({ id }) => id === step.until);
  return later?.isTouched === true
    ? { status: 'not-judged', message: reportWords.regrade.replacedBy(later.id) }
    : undefined;
}

/** The answer to a question, which only the journal has. A query is in its file, whatever was typed before. */
export function lastAnswer(step: Step, { journal }: WorkspaceRecord): string | undefined {
  if (questionIn(step.checks) === undefined) return undefined;
  const entry = journal.entries.findLast((one) => one.kind === 'answer' && one.step === step.id);
  const answer: unknown = entry?.detail?.['answer'];
  return typeof answer === 'string' ? answer : undefined;
}
