// The built-in course as it was built last, for tests that must hold whatever steps it has.
import { readFileSync } from 'node:fs';

interface BuiltInCourse {
  readonly steps: readonly { readonly id: string; readonly number: number; readonly part: number }[];
  readonly parts: readonly { readonly id: string; readonly title: string }[];
}

const file = new URL('../../dist/course/course.json', import.meta.url);
const { course } = JSON.parse(readFileSync(file, 'utf8')) as { readonly course: BuiltInCourse };

/** All of its steps. */
export const { steps: STEPS, parts: PARTS } = course;

/** The steps of part one. */
export const PART_ONE = STEPS.filter(({ part }) => part === 0);
