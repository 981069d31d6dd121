// What a session's answers look like, checked by the side that receives them: another program may have got its port.
import * as v from 'valibot';
import type { SessionCall, SessionCalls } from '../contract/calls.ts';
import type { CallLine } from './protocol.ts';

const status = v.picklist(['pass', 'fail', 'blocked']);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const strings = v.array(v.string());
const backups = v.array(v.object({ file: v.string(), copy: v.string() }));
/** Only its kind: what words it knows the parameters of each kind. */
const fact = v.looseObject({ kind: v.string() });

const report = v.object({
  step: v.string(),
  status,
  checks: v.array(
    v.object({
      kind: v.string(),
      status,
      code: v.optional(v.string()),
      fact: v.optional(fact),
      message: v.optional(v.string()),
      expected: v.optional(v.string()),
      observed: v.optional(v.string()),
      hint: v.optional(v.string()),
    }),
  ),
});

const exit = v.object({
  code: v.nullable(v.number()),
  signal: v.nullable(v.string()),
  error: v.optional(v.string()),
  at: v.optional(v.string()),
  lastLines: strings,
});

/** Only its kind: the rest is what the kind says, and what prints it reads with care. */
const failure = v.looseObject({ kind: v.string() });
const trigger = v.picklist(['asked', 'save']);

const event = v.variant('kind', [
  v.object({ kind: v.literal('note'), fact, isWarning: v.optional(v.boolean()) }),
  v.object({ kind: v.literal('waiting'), fact }),
  v.object({ kind: v.literal('file-saved'), files: strings }),
  v.object({ kind: v.literal('check-started'), step: v.string(), trigger }),
  v.object({ kind: v.literal('check-finished'), report, trigger }),
  v.object({ kind: v.literal('app-started'), pid: v.number(), isRestart: v.boolean() }),
  v.object({ kind: v.literal('app-start-failed'), failure }),
  v.object({ kind: v.literal('app-exited'), exit }),
  v.object({ kind: v.literal('app-responsive'), isResponsive: v.boolean() }),
  v.object({ kind: v.literal('traffic-progress'), scenario: v.string(), sent: count, total: count }),
  v.looseObject({ kind: v.literal('traffic-finished'), scenario: v.string(), sent: count, failed: count }),
  v.object({ kind: v.literal('files-written'), files: strings, backups }),
  v.object({ kind: v.literal('command-output'), line: v.string() }),
]);

const line = v.union([
  v.strictObject({ alive: v.literal(true) }),
  v.strictObject({ event }),
  v.strictObject({ result: v.unknown() }),
  v.strictObject({
    error: v.object({ code: v.string(), fact }),
  }),
]);

const sample = v.tuple([v.number(), v.string()]);
const labels = v.record(v.string(), v.string());
const range = { startSeconds: v.optional(v.number()), endSeconds: v.optional(v.number()) };
const changed = v.object({ step: v.string(), files: strings, backups, notes: v.array(fact) });

/** Fields that a schema does not name are kept: a newer session may say more. */
const RESULTS: { readonly [C in SessionCall]: v.GenericSchema } = {
  state: v.looseObject({
    course: v.string(),
    workspaceDir: v.string(),
    seed: v.number(),
    currentStep: v.string(),
    steps: v.array(
      v.looseObject({
        id: v.string(),
        number: count,
        title: v.string(),
        kind: v.string(),
        status: v.picklist(['open', 'passed', 'applied', 'skipped']),
        hintsShown: count,
        hintsTotal: count,
      }),
    ),
    addresses: labels,
    app: v.looseObject({ state: v.string() }),
    prometheus: v.optional(v.looseObject({ kind: v.string(), description: v.string(), url: v.string() })),
  }),
  check: report,
  hint: v.looseObject({ step: v.string(), text: v.string(), level: count, total: count }),
  apply: changed,
  diff: v.looseObject({ step: v.string(), diff: v.string() }),
  reset: changed,
  restart: v.looseObject({
    what: v.picklist(['app', 'prometheus']),
    isRunning: v.boolean(),
    fact,
  }),
  traffic: v.looseObject({
    scenario: v.string(),
    sent: count,
    failed: count,
    byStatus: v.record(v.string(), v.number()),
    durationMs: v.number(),
  }),
  query: v.variant('resultType', [
    v.looseObject({
      resultType: v.literal('vector'),
      result: v.array(v.looseObject({ metric: labels, value: sample })),
      ...range,
    }),
    v.looseObject({
      resultType: v.literal('matrix'),
      result: v.array(v.looseObject({ metric: labels, values: v.array(sample) })),
      ...range,
    }),
    v.looseObject({ resultType: v.picklist(['scalar', 'string']), result: sample, ...range }),
  ]),
  log: v.looseObject({ lines: strings }),
};

/** A line of an answer, undefined where no session writes such a line. */
export function parseLine(text: string): CallLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return v.is(line, value) ? (value as CallLine) : undefined;
}

/** Whether a value is the result of a call. */
export function isResultOf<C extends SessionCall>(
  name: C,
  value: unknown,
): value is SessionCalls[C]['result'] {
  return v.is(RESULTS[name], value);
}
