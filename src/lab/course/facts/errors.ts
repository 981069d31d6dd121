// What keeps a course from being found, as facts. `words/en/course/errors.ts` words them.
import { labErrors } from '../../model/errors.ts';

/** The parameters of each. */
export interface CourseErrors {
  'course-not-found/no-file': { readonly folder: string };
  /** `folder`: where the name was looked for as a path. */
  'course-not-found/absent': { readonly folder: string };
  /** `looked`: folders inside the package. */
  'course-not-found/in-package': { readonly name: string; readonly looked: readonly string[] };
  'course-not-found/package-json': { readonly name: string };
}

export const courseError = labErrors<CourseErrors>();
