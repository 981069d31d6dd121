// Grades all submissions of a report. Results from before an interruption are reused. A submission that was being
// graded when the report was killed is graded last and alone, and given up if that kills the report again.
import type { Course } from '../../course/index.ts';
import { runPool } from '../../verify/run-pool.ts';
import type { WorkspaceRecord } from '../../workspace/index.ts';
import { reportWords, whyNoSandbox } from '../../words/index.ts';
import { fingerprint } from './fingerprint.ts';
import { gradeApart, type ApartOptions } from './grade-apart.ts';
import type { LearnerReport, Regrade, RunIn } from '../record/model.ts';
import type { Saved, SavedGrades } from './saved-grades.ts';

export interface Submission {
  readonly record: WorkspaceRecord;
  readonly report: LearnerReport;
}

export interface RegradeClassOptions extends Omit<ApartOptions, 'settings'> {
  readonly course: Course;
  /** Absolute path of the course's folder; undefined for the built-in course. */
  readonly courseDir: string | undefined;
  /** The value of `--prometheus`. */
  readonly prometheus: string;
  readonly labVersion: string;
  readonly atOnce: number;
  readonly saved: SavedGrades;
  /** Called with the folder of each submission whose grading begins. */
  readonly onBegin: (dir: string) => void;
  /** Called once where some grades of an interrupted report are there. */
  readonly onResume: (count: number) => void;
}

export interface RegradedClass {
  readonly learners: readonly LearnerReport[];
  /** Removes what was kept for the case of an interruption: the report has been printed. */
  readonly forget: () => Promise<void>;
}

type Outcome = Extract<Saved, { readonly state: 'graded' }>;

interface Item {
  readonly submission: Submission;
  readonly print: string;
  readonly known: Saved | undefined;
}

/** The reports with what the checks say now. Rejects only when the signal aborts. */
export async function regradeClass(
  submissions: readonly Submission[],
  options: RegradeClassOptions,
): Promise<RegradedClass> {
  const { saved, atOnce, isolation } = options;
  const items = await runPool(submissions, atOnce, (submission) => lookUp(submission, options));
  const outcomes = new Map<Item, Outcome>();
  for (const item of items) {
    if (item.known?.state === 'graded') outcomes.set(item, item.known);
    else if (item.known?.isAlone === true) outcomes.set(item, ENDED);
  }
  if (outcomes.size > 0) options.onResume(outcomes.size);
  const fresh = items.filter((item) => item.known === undefined);
  const suspects = items.filter((item) => item.known?.state === 'begun' && !outcomes.has(item));
  const isAlone = fresh.length === 1 || atOnce === 1;
  await runPool(fresh, atOnce, async (item) => outcomes.set(item, await gradeOne(item, isAlone, options)));
  for (const item of suspects) outcomes.set(item, await gradeOne(item, true, options));
  const runIn: RunIn =
    isolation.kind === 'none'
      ? { isolation: 'none', reason: whyNoSandbox(isolation.reason) }
      : { isolation: 'bubblewrap' };
  return {
    learners: items.map((item) => {
      const { end, grades, notes } = outcomes.get(item) ?? ENDED;
      const { report } = item.submission;
      const missing = blockedBy(end, options.limitMs);
      const found = new Map(grades.map(({ step, regraded }) => [step, regraded]));
      const steps = report.steps.map((step) => ({ ...step, regraded: found.get(step.id) ?? missing }));
      return { ...report, notes: [...report.notes, ...notes], steps, runIn };
    }),
    async forget() {
      await Promise.all(items.map(({ submission }) => saved.remove(submission.record.dir)));
    },
  };
}

const ENDED: Outcome = { state: 'graded', end: 'ended', grades: [], notes: [] };

async function lookUp(submission: Submission, options: RegradeClassOptions): Promise<Item> {
  const { course, prometheus, labVersion, isolation, limitMs, saved, signal } = options;
  const basis = [labVersion, JSON.stringify(course), prometheus, isolation.kind, String(limitMs)];
  const print = await fingerprint({ dir: submission.record.dir, basis, signal });
  return { submission, print, known: await saved.read(submission.record.dir, print) };
}

async function gradeOne(item: Item, isAlone: boolean, options: RegradeClassOptions): Promise<Outcome> {
  const { saved, signal, courseDir, prometheus, onBegin } = options;
  const { dir } = item.submission.record;
  signal.throwIfAborted();
  onBegin(dir);
  await saved.write(dir, item.print, { state: 'begun', isAlone });
  const course = courseDir === undefined ? {} : { course: courseDir };
  try {
    const { end, grades, notes } = await gradeApart({ ...options, settings: { dir, prometheus, ...course } });
    const outcome: Outcome = {
      state: 'graded',
      end,
      grades: [...grades].map(([step, regraded]) => ({ step, regraded })),
      notes: [...notes],
    };
    await saved.write(dir, item.print, outcome);
    return outcome;
  } catch (error) {
    // The report was told to end: that is no sign against this submission.
    if (signal.aborted) await saved.remove(dir);
    throw error;
  }
}

/** What is said of the steps that were not judged. */
function blockedBy(end: Outcome['end'], limitMs: number): Regrade {
  if (end === 'late') {
    return {
      status: 'blocked',
      code: 'regrade-timeout',
      message: reportWords.regrade.timedOut(limitMs),
    };
  }
  return {
    status: 'blocked',
    code: 'regrade-ended',
    message: reportWords.regrade.killed,
  };
}
