// The last look at a course or a part of it: each step, and what can be said of it now.
import type { Course, Step } from '../../session/contract/course.ts';
import type { StepReport } from '../../session/contract/values.ts';
import type { SessionState } from '../../session/contract/state.ts';
import { ui } from '../../words/index.ts';
import { formatTable } from './layout.ts';
import { cleanText } from './style.ts';

const words = ui.report.review;

/** A table of all steps of the part that was reviewed. What was not judged again is not called a pass: it was answered or not, skipped, or replaced. */
export function formatReview(
  course: Course,
  state: SessionState,
  reports: readonly StepReport[],
  columns: number,
): string {
  const ofReports = course.steps.filter(({ id }) => reports.some((report) => report.step === id));
  const parts = new Set(ofReports.map(({ part }) => part));
  const reviewed = course.steps.filter(({ part }) => parts.has(part));
  const rows = reviewed.map((step) => [
    String(step.number).padStart(2),
    cleanText(step.title),
    nowOf(course, step, state, reports),
  ]);
  return formatTable([words.head.number, words.head.step, words.head.now], rows, columns);
}

function nowOf(course: Course, step: Step, state: SessionState, reports: readonly StepReport[]): string {
  const report = reports.find((one) => one.step === step.id);
  if (report !== undefined && report.checks.length > 0) return words[report.status];
  const status = state.steps.find((one) => one.id === step.id)?.status;
  if (status === 'skipped') return words.skipped;
  const later = course.steps.find((one) => one.id === step.until);
  if (later === undefined && status !== 'passed') return words.unanswered;
  return later === undefined ? words.answered : words.replacedBy(later.number);
}
