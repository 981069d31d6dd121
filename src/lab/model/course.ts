// A loaded course: the schema's data with files resolved. Everything the engine knows of the shop is in here.
// What its checks are is not known here: `course/spec/course.ts` says that.
import type { MarkdownBlock } from './markdown.ts';
import type { CourseSpec, StepSpec } from './schema/course.ts';

/** One step, its Markdown body and where it came from. */
export interface Step<Check = unknown> extends Omit<StepSpec, 'checks'> {
  readonly checks: readonly Check[];
  /** 1-based position in the course. */
  readonly number: number;
  /** Absolute path of the step's folder. */
  readonly dir: string;
  /** Absolute path of step.md, for diagnostics. */
  readonly source: string;
  /** Markdown with `{{api}}`, `{{metrics}}`, `{{prometheus}}` placeholders for live addresses (`localhost:3000`). */
  readonly body: string;
  /** The body as blocks with the same placeholders, where the build has parsed it. */
  readonly blocks?: readonly MarkdownBlock[];
}

export interface Course<Check = unknown> extends Omit<CourseSpec, 'steps'> {
  /** Absolute path of the course folder. No path of a course leaves it. */
  readonly dir: string;
  readonly steps: readonly Step<Check>[];
}
