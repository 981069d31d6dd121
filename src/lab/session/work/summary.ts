// What a learner takes home: the steps, and how each was done.
import type { Course } from '../../course/index.ts';
import { stepProgress, type Progress } from '../../workspace/index.ts';
import type { CourseSummary } from '../contract/learner-session.ts';

/** The summary of the course as it is now. */
export function summaryOf(course: Course, progress: Progress, now: Date): CourseSummary {
  return {
    course: course.title,
    day: now.toISOString().slice(0, 10),
    steps: course.steps.map(({ id, number, title }) => {
      const { status, attempts, hintsShown } = stepProgress(progress, id);
      return { number, title, status, attempts, hintsShown };
    }),
  };
}
