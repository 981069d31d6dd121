// The report of a class: its learners by name, and each step over all of them.
import type { Course } from '../model/course.ts';
import type { ClassReport, LearnerReport, StepRecord, StepSummary } from './model.ts';

/** Puts the learners' reports together. */
export function reportClass(
  course: Course,
  learners: readonly LearnerReport[],
  options: { readonly isRegraded: boolean; readonly left: ClassReport['left'] },
): ClassReport {
  return {
    course: course.id,
    title: course.title,
    learners: learners.toSorted((a, b) => a.name.localeCompare(b.name) || a.dir.localeCompare(b.dir)),
    steps: course.steps.map(({ id, number, title }) =>
      summarise(
        { id, number, title },
        learners.flatMap(({ steps }) => steps.filter((step) => step.id === id)),
      ),
    ),
    ...options,
  };
}

function summarise(
  step: Pick<StepSummary, 'id' | 'number' | 'title'>,
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
