// The result of reading a course: the course, or the parts of an invalid course that could be read.
import type { Course } from '../spec/course.ts';
import type { CourseSpec } from '../../model/schema/course.ts';
import type { StepSpec } from '../spec/schema.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { YamlSource } from './yaml-source.ts';

/** A step as far as it could be read. */
export interface StepSource extends TextSource {
  readonly spec: StepSpec | undefined;
  /** Index of its part. */
  readonly part: number;
}

/** A text that learners read, and its place. */
export interface TextSource {
  /** The folder that its links start at; the step's as course.yaml names it. */
  readonly folder: string;
  readonly text: string;
  readonly yaml: YamlSource;
  readonly bodyStart: number;
  readonly body: string;
}

/** The page at the end of a part. */
export interface ClosingSource extends TextSource {
  /** Index of the part. */
  readonly part: number;
  /** As course.yaml names it. */
  readonly file: string;
}

export interface CourseRead {
  /** The course folder, symlinks resolved. */
  readonly root: string;
  /** Undefined where there is any error. */
  readonly course: Course | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** What could be read all the same, for lint. */
  readonly yaml: YamlSource | undefined;
  readonly spec: CourseSpec | undefined;
  readonly steps: readonly StepSource[];
  readonly closings: readonly ClosingSource[];
}

export const COURSE_FILE = 'course.yaml';
export const STEP_FILE = 'step.md';
