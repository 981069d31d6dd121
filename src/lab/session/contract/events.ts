// Everything that a session reports while it works.
import * as v from 'valibot';
import type { StartFailure } from '../../model/app-run.ts';
import { factOf } from '../../model/errors.ts';
import type { TrafficFault } from '../../traffic/index.ts';
import { backups, count, fact, kindOf, report, strings, type Of } from './values.ts';

/** A kind of event: when it happens, and what it carries. */
const event = <K extends string, E extends v.ObjectEntries>(kind: K, when: string, entries: E) =>
  v.pipe(v.object({ kind: v.literal(kind), ...entries }), v.description(when));

const trigger = v.picklist(['asked', 'save']);
const exit = v.object({
  code: v.nullable(v.number()),
  signal: v.nullable(v.string()),
  error: v.exactOptional(v.string()),
  at: v.exactOptional(v.string()),
  lastLines: strings,
});
const trafficFault = v.looseObject({}) as unknown as v.GenericSchema<TrafficFault>;

export const eventSchema = v.variant('kind', [
  event(
    'note',
    'Something worth a line: a port moved, a Prometheus was chosen, a state file was set aside.',
    {
      fact,
      isWarning: v.exactOptional(v.boolean()),
    },
  ),
  event('waiting', 'A check waits for something.', { fact }),
  event('file-saved', 'The learner saved files.', { files: strings }),
  event('check-started', 'A step is being checked.', { step: v.string(), trigger }),
  event('check-finished', 'A step was checked.', { report, trigger }),
  event(
    'progress-changed',
    'The state has changed: a step was entered, checked, skipped or reset, or a hint shown.',
    { currentStep: v.exactOptional(v.string()) },
  ),
  event('app-started', 'The app runs. `wasDown`: it had exited by itself, or could not be started, before.', {
    pid: v.number(),
    isRestart: v.boolean(),
    wasDown: v.boolean(),
  }),
  event(
    'app-start-failed',
    'The app could not be started. `isReported`: the report of a check says so, too, and what to do.',
    { failure: kindOf<StartFailure>(), isReported: v.boolean() },
  ),
  event('app-exited', 'The running app exited.', { exit }),
  event('app-responsive', 'The running app stopped responding, as in an endless loop, or responds again.', {
    isResponsive: v.boolean(),
  }),
  event('traffic-progress', 'Requests of a scenario were sent.', {
    scenario: v.string(),
    sent: count,
    total: count,
  }),
  event('traffic-held', 'All requests of a scenario are under way, and the store holds them.', {
    scenario: v.string(),
    requests: count,
    seconds: count,
  }),
  event('traffic-finished', 'All requests of a scenario were sent. `why`: the reason that some failed.', {
    scenario: v.string(),
    sent: count,
    failed: count,
    why: v.exactOptional(trafficFault),
  }),
  event('files-written', 'The lab wrote files of the workspace.', { files: strings, backups }),
  event('command-output', 'A command, such as npm, printed a line.', { line: v.string() }),
  event(
    'events-missed',
    'To a client that resumes: events after the one that it names are not kept. Read the state.',
    {},
  ),
]);

export type SessionEvent = Of<typeof eventSchema>;

/** An event in the stream. Ids count from 1; `call`: the id of the call that caused it, absent if none did. */
export const streamEventSchema = v.object({
  id: count,
  call: v.exactOptional(v.string()),
  event: eventSchema,
});
export type StreamEvent = Of<typeof streamEventSchema>;

/** Called for each event, in order. Must not throw. */
export type StreamListener = (one: StreamEvent) => void;

/** An error as a warning: what a LabError says and advises, or what a bug says of itself. */
export const noteOf = (error: unknown): SessionEvent => ({
  kind: 'note',
  fact: factOf(error),
  isWarning: true,
});
