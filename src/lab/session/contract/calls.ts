// What a session can be asked: each call with its parameters and its result, in plain JSON.
import * as v from 'valibot';
import { stepKind } from '../../model/schema/course.ts';
import type { StreamEvent, StreamListener } from './events.ts';
import { backups, count, fact, finite, report, strings, type Of } from './values.ts';

const state = v.object({
  course: v.string(),
  workspaceDir: v.string(),
  seed: v.number(),
  currentStep: v.string(),
  steps: v.array(
    v.object({
      id: v.string(),
      number: count,
      title: v.string(),
      kind: stepKind,
      status: v.picklist(['open', 'passed', 'applied', 'skipped']),
      hintsShown: count,
      hintsTotal: count,
    }),
  ),
  /** Placeholder name -> `localhost:PORT`, as a step's text shows them. */
  addresses: v.record(v.string(), v.string()),
  app: v.object({ state: v.string(), pid: v.exactOptional(v.number()) }),
  /** Absent until a step needs it. */
  prometheus: v.exactOptional(v.object({ kind: v.string(), description: v.string(), url: v.string() })),
});
export type SessionState = Of<typeof state>;
export type StepStatus = SessionState['steps'][number]['status'];

/** `level`: 1-based. */
const hint = v.object({ step: v.string(), text: v.string(), level: count, total: count });
export type Hint = Of<typeof hint>;

/** `notes`: what the learner should know about how it went. */
const changedFiles = v.object({ step: v.string(), files: strings, backups, notes: v.array(fact) });
export type ChangedFiles = Of<typeof changedFiles>;

const trafficSent = v.object({
  scenario: v.string(),
  sent: count,
  failed: count,
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

/** A call: what it does, its parameters and its result. Fields that a result's schema does not name are allowed. */
const call = <P extends v.ObjectEntries, R extends v.GenericSchema>(does: string, params: P, result: R) => ({
  does,
  params: v.object(params),
  result,
});

/** The current step, where none is named. */
const step = v.exactOptional(v.string());

export const CALLS = {
  state: call('Tells where the learner is and where things run.', {}, state),
  check: call('Checks a step. `answer` is the answer to its question.', { step, answer: step }, report),
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
   * Adds a listener for the session's events, whoever causes them; the returned function removes it.
   *
   * @param after begin after the event of this id; 0 is the first one @default what happens from now on
   */
  subscribe(listener: StreamListener, after?: number): () => void;
  /** Whether an event was caused by a call of this client. */
  isOwn(one: StreamEvent): boolean;
  /** Ends the session where this client opened it, or only the connection to it. Safe to call twice. */
  close(): Promise<void>;
}
