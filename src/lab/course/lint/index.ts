// Everything that is wrong or doubtful in a course.
import { readCourse } from '../read-course.ts';
import type { Diagnostic } from '../diagnostic.ts';

/** Lints a course folder. */
export async function lintCourse(dir: string): Promise<readonly Diagnostic[]> {
  return (await readCourse(dir)).diagnostics;
}
