// Runs a course's checks again on files that were handed in: in a copy, on free ports, with nothing believed.
// It runs the learner's code with the rights of whoever regrades, as `check` does.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Course, Step } from '../model/course.ts';
import { LabError } from '../model/errors.ts';
import type { LearnerSession } from '../session/learner-session.ts';
import { openSession } from '../session/open-session.ts';
import type { SessionPlace } from '../session/place.ts';
import { planFreePorts } from '../session/ports.ts';
import type { WorkspaceRecord } from '../workspace/index.ts';
import type { LearnerReport, Regrade } from './model.ts';
import { copyWork } from './regrade-copy.ts';

export interface RegradeOptions {
  readonly course: Course;
  readonly place: SessionPlace;
  /** The value of `--prometheus`. */
  readonly prometheus: string;
  readonly signal: AbortSignal;
}

/** The learner's report with what the checks say now. Rejects only when the signal aborts. */
export async function regrade(
  report: LearnerReport,
  record: WorkspaceRecord,
  options: RegradeOptions,
): Promise<LearnerReport> {
  const { course, place, prometheus, signal } = options;
  const root = await mkdtemp(path.join(os.tmpdir(), 'ecom-lab-regrade-'));
  try {
    const dir = path.join(root, 'workspace');
    const ports = await planFreePorts(course.app.ports);
    const left = await copyWork({ record, course, dir, labModulesDir: place.labModulesDir, ports });
    const session = await openSession({
      dir,
      course,
      prometheus,
      place,
      ports,
      listener: () => undefined,
      signal,
    });
    try {
      const grades = await gradeSteps(session, report, record, signal);
      return {
        ...report,
        notes: [...report.notes, ...left],
        steps: report.steps.map((step) => ({ ...step, ...withGrade(grades.get(step.id)) })),
      };
    } finally {
      await session.close();
    }
  } catch (error) {
    signal.throwIfAborted();
    // One learner's folder that cannot be used must not end the report of the others.
    const message = error instanceof Error ? error.message : String(error);
    const code = error instanceof LabError ? error.code : 'regrade-failed';
    const blocked: Regrade = { status: 'blocked', code, message };
    return { ...report, steps: report.steps.map((step) => ({ ...step, regraded: blocked })) };
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 3 });
  }
}

const withGrade = (regraded: Regrade | undefined): { regraded?: Regrade } =>
  regraded === undefined ? {} : { regraded };

async function gradeSteps(
  session: LearnerSession,
  report: LearnerReport,
  record: WorkspaceRecord,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, Regrade>> {
  const grades = new Map<string, Regrade>();
  for (const step of session.course.steps) {
    const known = whyNotJudged(step, report, record);
    grades.set(step.id, known ?? (await grade(session, step, lastAnswer(step, record), signal)));
  }
  return grades;
}

async function grade(
  session: LearnerSession,
  step: Step,
  answer: string | undefined,
  signal: AbortSignal,
): Promise<Regrade> {
  const checked = await session.call(
    'check',
    { step: step.id, ...(answer === undefined ? {} : { answer }) },
    signal,
  );
  const last = checked.checks.at(-1);
  if (checked.status === 'pass' || last === undefined) return { status: 'pass' };
  const { code, message } = last;
  return {
    status: checked.status,
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { message }),
  };
}

/** Why the files alone cannot tell; undefined where they can. */
function whyNotJudged(step: Step, report: LearnerReport, record: WorkspaceRecord): Regrade | undefined {
  const question = step.checks.find((check) => check.kind === 'answer');
  if (question !== undefined) {
    if (question.metric !== undefined || question.query !== undefined)
      return { status: 'not-judged', message: 'The right answer was a number of the app of that day.' };
    if (lastAnswer(step, record) === undefined)
      return { status: 'not-judged', message: 'The journal has no answer.' };
  }
  // Work on a later step changes on purpose what this one checks.
  const later = report.steps.find(({ id }) => id === step.until);
  return later?.isTouched === true
    ? { status: 'not-judged', message: `The work on step ${later.id} has replaced it.` }
    : undefined;
}

function lastAnswer(step: Step, { journal }: WorkspaceRecord): string | undefined {
  const entry = journal.entries.findLast((one) => one.kind === 'answer' && one.step === step.id);
  const answer: unknown = entry?.detail?.['answer'];
  return typeof answer === 'string' ? answer : undefined;
}
