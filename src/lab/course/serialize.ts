// A loaded course as JSON, so that the build can ship it ready and the lab starts without a YAML parser.
// Only for courses that this lab wrote itself: what comes from elsewhere goes through loadCourse.
import path from 'node:path';
import type { Part } from '../model/course.ts';
import type { Course } from './spec/course.ts';

const VERSION = 2;

/** Where the build puts the compiled course, in the course folder. */
export const COMPILED_FILE = 'course.json';

/** The course as JSON text, with paths relative to its folder. */
export function serializeCourse(course: Course): string {
  const { dir, steps, parts, ...rest } = course;
  const inner = (file: string) => path.relative(dir, file).split(path.sep).join('/');
  const relativeSteps = steps.map((step) => ({ ...step, dir: inner(step.dir), source: inner(step.source) }));
  const relativeParts = withClosings(parts, inner);
  return JSON.stringify({
    version: VERSION,
    course: { ...rest, steps: relativeSteps, parts: relativeParts },
  });
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
  const parts = withClosings(stored.course.parts, (file) => path.join(dir, file));
  return { ...stored.course, dir, steps, parts };
}

/** The parts with the paths of their pages changed. */
const withClosings = (parts: readonly Part[], change: (file: string) => string): readonly Part[] =>
  parts.map((part) =>
    part.closing === undefined
      ? part
      : { ...part, closing: { ...part.closing, source: change(part.closing.source) } },
  );
