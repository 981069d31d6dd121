// A loaded course as JSON, so that the build can ship it ready and the lab starts without a YAML parser.
// Only for courses that this lab wrote itself: what comes from elsewhere goes through loadCourse.
import path from 'node:path';
import type { Course } from './spec/course.ts';

const VERSION = 1;

/** Where the build puts the compiled course, in the course folder. */
export const COMPILED_FILE = 'course.json';

/** The course as JSON text, with paths relative to its folder. */
export function serializeCourse(course: Course): string {
  const { dir, steps, ...rest } = course;
  const inner = (file: string) => path.relative(dir, file).split(path.sep).join('/');
  const relativeSteps = steps.map((step) => ({ ...step, dir: inner(step.dir), source: inner(step.source) }));
  return JSON.stringify({ version: VERSION, course: { ...rest, steps: relativeSteps } });
}

/** The course that {@link serializeCourse} wrote, in the folder where it lies now; undefined for another version. */
export function deserializeCourse(text: string, dir: string): Course | undefined {
  const stored: { version: number; course: Omit<Course, 'dir'> } = JSON.parse(text);
  if (stored.version !== VERSION) return undefined;
  const steps = stored.course.steps.map((step) => ({
    ...step,
    dir: path.join(dir, step.dir),
    source: path.join(dir, step.source),
  }));
  return { ...stored.course, dir, steps };
}
