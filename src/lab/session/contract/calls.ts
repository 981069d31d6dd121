// What a session can be asked: each call with its parameters and its result, in plain JSON.
import * as v from 'valibot';
import type { StreamEvent, StreamListener } from './events.ts';
import { course, state } from './state.ts';
import { backups, count, fact, finite, report, strings, type Of } from './values.ts';

/** `level`: 1-based. */
const hint = v.object({ step: v.string(), text: v.string(), level: count, total: count });
export type Hint = Of<typeof hint>;

/** `notes`: what the learner should know about how it went. */
const changedFiles = v.object({ step: v.string(), files: strings, backups, notes: v.array(fact) });
export type ChangedFiles = Of<typeof changedFiles>;

/** `isPrepared`: false if nothing was changed, because the learner's files of `differing` would have been replaced. */
const prepared = v.object({ ...changedFiles.entries, isPrepared: v.boolean(), differing: strings });

/** `held`: requests that the store holds; they are over later, and an event says so. */
const trafficSent = v.object({
  scenario: v.string(),
  sent: count,
  failed: count,
  held: v.exactOptional(count),
  byStatus: v.record(v.string(), v.number()),
  durationMs: v.number(),
});
export type TrafficSent = Of<typeof trafficSent>;

const restartable = v.picklist(['app', 'prometheus']);
/** `fact`: how it went. */
const restarted = v.object({ what: restartable, isRunning: v.boolean(), fact });
export type RestartResult = Of<typeof restarted>;

const sample = v.tuple([v.number(), v.string()]);
const metric = v.record(v.string(), v.string());
/** Unix seconds, of a range. */
const range = { startSeconds: v.exactOptional(v.number()), endSeconds: v.exactOptional(v.number()) };
const queryResult = v.variant('resultType', [
  v.object({
    resultType: v.literal('vector'),
    result: v.array(v.object({ metric, value: sample })),
    ...range,
  }),
  v.object({
    resultType: v.literal('matrix'),
    result: v.array(v.object({ metric, values: v.array(sample) })),
    ...range,
  }),
  v.object({ resultType: v.picklist(['scalar', 'string']), result: sample, ...range }),
]);

/** `reports`: one for each step of the part, in order; `summary`: the text of the summary's file, in Markdown. */
const review = v.object({
  reports: v.array(report),
  summary: v.string(),
  summaryFile: v.string(),
  /** The first step that no longer passes, which is the current one then. Absent: the part is finished. */
  regression: v.exactOptional(v.string()),
  /** The part that was reviewed, in a course with parts. */
  part: v.exactOptional(v.string()),
  /** The page at the end of the finished part: Markdown, with `{{name}}` for the addresses of the state. */
  closing: v.exactOptional(v.string()),
  /** The step at which the finished part is followed by the next one. It is the current one then. */
  next: v.exactOptional(v.string()),
});
export type CourseReview = Of<typeof review>;

/** Where the learner is after the call. */
const place = v.object({ step: v.string() });

/** `version`: to be given back with a change of the file. */
const fileText = v.object({ file: v.string(), text: v.string(), version: v.string() });

/** A call: what it does, its parameters and its result. Fields that a result's schema does not name are allowed. */
const call = <P extends v.ObjectEntries, R extends v.GenericSchema>(does: string, params: P, result: R) => ({
  does,
  params: v.object(params),
  result,
});

/** The current step, if none is named. */
const step = v.exactOptional(v.string());

export const CALLS = {
  state: call('Tells where the learner is and where things run.', {}, state),
  course: call('Gives the course: its steps with their texts and questions.', {}, course),
  enter: call(
    'Makes a step the current one, and prepares what it needs: its traffic and its Prometheus.',
    { step: v.string() },
    place,
  ),
  skip: call('Marks a step skipped, and goes to the one that follows in the same part.', { step }, place),
  review: call(
    "Checks every step of a part (the current step's, if none is named) once more against the finished app, and writes a summary.",
    { part: step },
    review,
  ),
  prepare: call(
    'Prepares the workspace for a step: puts the solutions of the open or skipped steps before it in place, and marks those steps skipped. Files that the learner has changed are replaced only with `replace`; a copy is kept.',
    { step: v.string(), replace: v.exactOptional(v.boolean()) },
    prepared,
  ),
  check: call(
    'Checks a step. `answer` answers its question, or is its query, which is written into its file.',
    { step, answer: step },
    report,
  ),
  hint: call('Shows the next hint of a step; after the last one the first again.', { step }, hint),
  apply: call('Writes the solution of a step into the workspace.', { step }, changedFiles),
  diff: call(
    "Compares the learner's files with the solution: a unified diff, empty where they are alike.",
    { step },
    v.object({ step: v.string(), diff: v.string() }),
  ),
  reset: call(
    'Puts the files back as they were before a step. The step `*` is the whole workspace.',
    { step },
    changedFiles,
  ),
  restart: call('Restarts the app or Prometheus.', { what: restartable }, restarted),
  traffic: call(
    "Sends a scenario: the one that is named, the current step's, or the course's first.",
    { scenario: step },
    trafficSent,
  ),
  query: call(
    'Queries Prometheus, now or over the last `rangeSeconds`.',
    { promql: v.string(), rangeSeconds: v.exactOptional(finite) },
    queryResult,
  ),
  startApp: call('Starts the app unless it runs. An event tells how it went.', {}, v.object({})),
  findAnswer: call(
    "Finds the right answer to a step's question in the running system.",
    { step },
    v.object({ answer: v.string() }),
  ),
  files: call(
    'Lists the files of the workspace, except for hidden ones and packages.',
    {},
    v.object({ files: strings }),
  ),
  read: call('Reads a file of the workspace.', { file: v.string() }, fileText),
  write: call(
    'Saves a file of the workspace. `version` is that of the text that was changed; a new file has none.',
    { file: v.string(), text: v.string(), version: step },
    v.object({ file: v.string(), version: v.string() }),
  ),
  log: call('Gives the last lines that the app printed.', { lines: finite }, v.object({ lines: strings })),
};

export type SessionCall = keyof typeof CALLS;

/** Each call: its parameters and its result. */
export type SessionCalls = {
  readonly [C in SessionCall]: {
    readonly params: Of<(typeof CALLS)[C]['params']>;
    readonly result: Of<(typeof CALLS)[C]['result']>;
  };
};

/** A session as a client has it: in this process, or over HTTP. */
export interface Session {
  /** Rejects with a LabError that the user can act on. */
  call<C extends SessionCall>(
    name: C,
    params: SessionCalls[C]['params'],
    signal: AbortSignal,
  ): Promise<SessionCalls[C]['result']>;
  /**
   * Adds a listener for all events of the session; the returned function removes it.
   *
   * @param after begin after the event of this id; 0 is the first one @default what happens from now on
   */
  subscribe(listener: StreamListener, after?: number): () => void;
  /** Whether an event was caused by a call of this client. */
  isOwn(one: StreamEvent): boolean;
  /** Ends the session where this client opened it, or only the connection to it. Safe to call twice. */
  close(): Promise<void>;
}
