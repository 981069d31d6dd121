// What a learner takes home of a part: its steps, and how each was done.
import { stepsOfPart } from '../../model/course.ts';
import type { Course } from '../../course/index.ts';
import { stepProgress, type Progress } from '../../workspace/index.ts';
import type { CourseSummary } from '../contract/learner-session.ts';

/** The summary of a part of the course as it is now. */
export function summaryOf(course: Course, part: number, progress: Progress, now: Date): CourseSummary {
  const named = course.parts[part];
  return {
    course: course.title,
    ...(named === undefined ? {} : { part: named.title }),
    day: now.toISOString().slice(0, 10),
    steps: stepsOfPart(course, part).map(({ id, number, title }) => {
      const { status, attempts, hintsShown } = stepProgress(progress, id);
      return { number, title, status, attempts, hintsShown };
    }),
  };
}
