// The input and the output of every lint rule.
import type { Simulator } from '../../model/simulation/simulator.ts';
import type { Course } from '../spec/course.ts';
import type { CourseSpec } from '../../model/schema/course.ts';
import type { StepSpec } from '../spec/schema.ts';
import type { Diagnostic } from '../read/diagnostic.ts';
import type { StepSource, TextSource } from '../read/step-source.ts';
import type { YamlSource } from '../read/yaml-source.ts';

export type LintTools = Pick<LintInput, 'signal' | 'simulator'>;

export interface LintInput {
  readonly root: string;
  readonly yaml: YamlSource;
  readonly spec: CourseSpec;
  readonly steps: readonly ReadStep[];
  /** All texts that learners read: those of the steps, and the pages at the end of parts. */
  readonly texts: readonly TextSource[];
  /** Undefined while the course has errors: rules that need whole files leave it be. */
  readonly course: Course | undefined;
  /** Reads series and queries as checks do. */
  readonly simulator: Simulator;
  readonly signal: AbortSignal;
}

/** A step whose front matter is right. */
export interface ReadStep extends StepSource {
  readonly spec: StepSpec;
}

/** One rule: everything that it finds in a course. */
export type LintRule = (input: LintInput) => readonly Diagnostic[] | Promise<readonly Diagnostic[]>;
