// The report of a class: its learners by name, and each step over all of them.
import type { Course } from '../../course/index.ts';
import { partOf } from '../../model/course.ts';
import type { ClassReport, LearnerReport, StepRecord, StepSummary } from './model.ts';

/** What `start` calls the workspace that it makes. */
const USUAL_FOLDER = 'ecom-lab';

/** Puts the learners' reports together. */
export function reportClass(
  course: Course,
  learners: readonly LearnerReport[],
  options: { readonly isRegraded: boolean; readonly left: ClassReport['left'] },
): ClassReport {
  return {
    course: course.id,
    title: course.title,
    learners: labeled(learners).toSorted(
      (a, b) => a.name.localeCompare(b.name) || a.dir.localeCompare(b.dir),
    ),
    steps: course.steps.map((one) =>
      summarize(
        { id: one.id, number: one.number, title: one.title, ...partOf(course.parts, one) },
        learners.flatMap(({ steps }) => steps.filter((step) => step.id === one.id)),
      ),
    ),
    ...(course.parts.length === 0 ? {} : { parts: course.parts.map(({ id, title }) => ({ id, title })) }),
    ...options,
  };
}

/** Tells learners of one name apart by the end of their folders' paths, as short as it can be. */
function labeled(learners: readonly LearnerReport[]): readonly LearnerReport[] {
  const dirsOf = new Map<string, string[]>();
  for (const { name, dir } of learners) dirsOf.set(name, [...(dirsOf.get(name) ?? []), dir]);
  return learners.map((learner) => {
    const dirs = dirsOf.get(learner.name) ?? [];
    return dirs.length < 2
      ? learner
      : { ...learner, label: `${learner.name} (${ownEnd(learner.dir, dirs)})` };
  });
}

/** The folder where a path parts from the others, and what follows; the usual name of a workspace says nothing. */
function ownEnd(dir: string, dirs: readonly string[]): string {
  const parts = dirs.map((one) => one.split(/[\\/]/));
  const own = dir.split(/[\\/]/);
  let shared = 0;
  while (shared < own.length - 1 && parts.every((one) => one[shared] === own[shared])) shared += 1;
  const end = own.slice(shared);
  return (end.length > 1 && end.at(-1) === USUAL_FOLDER ? end.slice(0, -1) : end).join('/');
}

function summarize(
  step: Pick<StepSummary, 'id' | 'number' | 'part' | 'title'>,
  records: readonly StepRecord[],
): StepSummary {
  const touched = records.filter(({ isTouched }) => isTouched);
  const claimed = (status: StepRecord['claimed']): number =>
    records.filter((record) => record.claimed === status).length;
  const codes = touched.flatMap((record) => record.codes.map(({ code }) => code));
  const [most] = [...new Set(codes)].toSorted(
    (a, b) => countOf(codes, b) - countOf(codes, a) || a.localeCompare(b),
  );
  return {
    ...step,
    passed: claimed('passed'),
    applied: claimed('applied'),
    skipped: claimed('skipped'),
    touched: touched.length,
    medianAttempts: median(touched.map(({ attempts }) => attempts)),
    medianActiveMs: median(touched.map(({ activeMs }) => activeMs)),
    ...(most === undefined ? {} : { code: most }),
  };
}

const countOf = (codes: readonly string[], code: string): number =>
  codes.filter((one) => one === code).length;

/** The middle value, the mean of the two middle ones of an even number; 0 of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
