// What a client shows: the course, where the learner is in it, and what can be done now.
import * as v from 'valibot';
import { stepKind } from '../../model/schema/course.ts';
import { count, strings, type Of } from './values.ts';

/**
 * `next`, `finish`: to the step that follows, or to the review of the part (of the course, where it has no parts). `edit`: in
 * an editor. `show`: read the step again. The others are calls of that name, with an answer (or a query) for `answer` and
 * another step for `goto`.
 */
const action = v.picklist([
  'next',
  'finish',
  'check',
  'answer',
  'hint',
  'diff',
  'apply',
  'edit',
  'traffic',
  'query',
  'restart',
  'log',
  'show',
  'goto',
  'reset',
  'skip',
]);
export type FlowAction = v.InferOutput<typeof action>;

/** `steps`: how many; `isFinished`: none of them is open. */
const partState = v.object({ id: v.string(), title: v.string(), steps: count, isFinished: v.boolean() });

/** What the learner can do at the current step. */
const flow = v.object({
  /** The likeliest first. `isAtHand`: wanted often enough to be shown at once. */
  actions: v.array(v.object({ name: action, isAtHand: v.boolean() })),
  /** The step that follows the current one; absent at the last one of the course. */
  next: v.exactOptional(v.string()),
  /** The workspace file to edit. */
  file: v.string(),
});
export type Flow = Of<typeof flow>;

export const state = v.object({
  course: v.string(),
  workspaceDir: v.string(),
  seed: v.number(),
  currentStep: v.string(),
  flow,
  steps: v.array(
    v.object({
      id: v.string(),
      number: count,
      title: v.string(),
      kind: stepKind,
      part: v.exactOptional(v.string()),
      status: v.picklist(['open', 'passed', 'applied', 'skipped']),
      hintsShown: count,
      hintsTotal: count,
    }),
  ),
  /** Absent in a course without parts. */
  parts: v.exactOptional(v.array(partState)),
  /** Placeholder name -> `localhost:PORT`, as a step's text shows them. */
  addresses: v.record(v.string(), v.string()),
  app: v.object({ state: v.string(), pid: v.exactOptional(v.number()) }),
  /** Absent until a step needs it. */
  prometheus: v.exactOptional(v.object({ kind: v.string(), description: v.string(), url: v.string() })),
});
export type SessionState = Of<typeof state>;
export type StepStatus = SessionState['steps'][number]['status'];

const question = v.object({
  question: v.string(),
  form: v.picklist(['number', 'labels', 'choice', 'incident']),
  choices: v.exactOptional(v.array(v.object({ id: v.string(), text: v.string() }))),
});

/** The course without what the learner is to find out: hints, right answers, numbers of requests. */
export const course = v.object({
  id: v.string(),
  title: v.string(),
  /** The workspace file that is run. */
  entry: v.string(),
  scenarios: v.array(v.object({ id: v.string(), title: v.string() })),
  steps: v.array(
    v.object({
      id: v.string(),
      number: count,
      title: v.string(),
      kind: stepKind,
      part: v.exactOptional(v.string()),
      /** Workspace files that the step is about. */
      files: strings,
      /** The workspace file of the learner's query, in a step of the kind `query`. */
      query: v.exactOptional(v.string()),
      /** Markdown, with `{{name}}` for the addresses of the state. */
      text: v.string(),
      question: v.exactOptional(question),
    }),
  ),
  /** Absent in a course without parts. `closing`: the page at the end, as the text of a step. */
  parts: v.exactOptional(
    v.array(v.object({ id: v.string(), title: v.string(), closing: v.exactOptional(v.string()) })),
  ),
});
export type CourseView = Of<typeof course>;
