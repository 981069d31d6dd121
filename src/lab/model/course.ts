// A loaded course: the schema's data with files resolved. Everything the engine knows of the shop is in here.
// What its checks are is not known here: `course/spec/course.ts` says that.
import type { MarkdownBlock } from './markdown.ts';
import type { CourseSpec, StepSpec } from './schema/course.ts';

/** One step, its Markdown body and where it came from. */
export interface Step<Check = unknown> extends Omit<StepSpec, 'checks'> {
  readonly checks: readonly Check[];
  /** 1-based position in the course. */
  readonly number: number;
  /** Index of its part; 0 in a course without parts. */
  readonly part: number;
  /** Absolute path of the step's folder. */
  readonly dir: string;
  /** Absolute path of step.md, for diagnostics. */
  readonly source: string;
  /** Markdown with `{{api}}`, `{{metrics}}`, `{{prometheus}}` placeholders for live addresses (`localhost:3000`). */
  readonly body: string;
  /** The body as blocks with the same placeholders, where the build has parsed it. */
  readonly blocks?: readonly MarkdownBlock[];
}

/** The page at the end of a part. */
export interface Closing {
  /** Absolute path of its file. */
  readonly source: string;
  /** Markdown with the placeholders of a step. */
  readonly body: string;
}

/** A part of a course: its steps follow one another. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly closing?: Closing;
}

export interface Course<Check = unknown> extends Omit<CourseSpec, 'steps' | 'parts'> {
  /** Absolute path of the course folder. No path of a course leaves it. */
  readonly dir: string;
  /** The steps of all parts. */
  readonly steps: readonly Step<Check>[];
  /** Empty in a course that has only a list of steps. */
  readonly parts: readonly Part[];
}

/** The id of the part that a step belongs to, as a field; none in a course without parts. */
export function partOf(parts: readonly Part[], { part }: Pick<Step, 'part'>): { readonly part?: string } {
  const found = parts[part];
  return found === undefined ? {} : { part: found.id };
}

/** The steps of the part that a step belongs to, in order. */
export const stepsOfPart = <Check>(course: Course<Check>, part: number): readonly Step<Check>[] =>
  course.steps.filter((step) => step.part === part);

/** The folder of a workspace for queries. */
const QUERIES = 'queries';

/** The workspace file that holds the learner's query of a step; undefined for a step of another kind. */
export const queryFileOf = ({ id, kind }: Pick<Step, 'id' | 'kind'>): string | undefined =>
  kind === 'query' ? `${QUERIES}/${id}.promql` : undefined;

/** The kinds of check that ask the learner something. */
const QUESTIONS = ['answer', 'incident'] as const;
type Question = (typeof QUESTIONS)[number];

/** Whether a check is about what the learner answers. */
export const isQuestion = <C extends { readonly kind: string }>(
  check: C,
): check is Extract<C, { readonly kind: Question }> => QUESTIONS.some((kind) => kind === check.kind);

/** The check of a step that asks the learner something. */
export const questionIn = <C extends { readonly kind: string }>(
  checks: readonly C[],
): Extract<C, { readonly kind: Question }> | undefined => checks.find((check) => isQuestion(check));
