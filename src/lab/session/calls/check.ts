// The use case `check`: gets ready what the step needs, judges it, and keeps the outcome.
import { prepareOnce, type Prepared } from '../../app-process/index.ts';
import type { AppRun, AppStart } from '../../model/app-run.ts';
import type { Step } from '../../course/index.ts';
import { LabError } from '../../model/errors.ts';
import type { CheckSpec } from '../../checks/index.ts';
import { refuseGone, withAttempt } from '../../workspace/index.ts';
import { blockedBy, checkStep } from '../work/check-step.ts';
import type { StepReport } from '../contract/values.ts';
import type { StartWish } from '../live/app.ts';
import { withContext, type ContextDeps, type Readiness } from '../work/context.ts';
import type { Needs } from '../work/deps.ts';
import { undisturbed } from '../work/undisturbed.ts';
import { writeQuery } from './write-query.ts';

/** The live app's run, or undefined where it does not start (which the checks will name). */
export async function startedRun(deps: Needs<'live'>, signal: AbortSignal): Promise<AppRun | undefined> {
  const start = await deps.live.start(signal);
  return start.status === 'running' ? start.run : undefined;
}

/**
 * Sends a step's traffic, once per run of the app, and resolves with the app; undefined where the step has no traffic.
 * Rejects with a LabError where a request got no answer.
 */
export async function getReady(
  deps: Needs<'live' | 'traffic'>,
  step: Step,
  signal: AbortSignal,
  start: StartWish = {},
): Promise<AppStart | undefined> {
  if (step.scenario === undefined) return undefined;
  const started = await deps.live.start(signal, start);
  if (started.status === 'running') await deps.traffic.ensure(step.scenario, started.run, signal);
  return started;
}

/** Gets a step ready for its checks; an error of the traffic is kept for the checks that need it. */
export async function prepare(
  deps: Needs<'live' | 'traffic'>,
  step: Step,
  signal: AbortSignal,
  start: StartWish = {},
): Promise<Readiness> {
  try {
    return { app: await getReady(deps, step, signal, start) };
  } catch (error) {
    if (error instanceof LabError && !signal.aborted) return { fault: error };
    throw error;
  }
}

export interface CheckCallOptions {
  readonly step: Step;
  /** The answer to the step's question, or its query. */
  readonly answer?: string;
  readonly trigger: 'asked' | 'save';
  /** @default the program as it is when the check needs it */
  readonly prepared?: Prepared;
  readonly signal: AbortSignal;
}

/** What the journal keeps of an answer and of a query, in characters. */
const LONGEST_ANSWER = 200;
const LONGEST_QUERY = 4000;

/** Judges a step and keeps the attempt in progress and journal. */
export async function check(
  deps: ContextDeps & Needs<'keeper' | 'ownWrites'>,
  options: CheckCallOptions,
): Promise<StepReport> {
  const { step, answer, trigger, prepared, signal } = options;
  deps.emit({ kind: 'check-started', step: step.id, trigger });
  const gone = await ready().then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof LabError) return error;
      throw error;
    },
  );
  async function ready(): Promise<void> {
    await refuseGone(deps.workspace);
    if (answer !== undefined) await writeQuery(deps, step, answer);
  }
  const report =
    gone === undefined
      ? await judge(deps, { step, answer, signal, prepared, isReported: reportsStart(step) })
      : blockedReport(step, gone);
  await deps.keeper.change((progress, at) =>
    withAttempt(progress, step.id, { isPassed: report.status === 'pass', at }),
  );
  await deps.keeper.note({
    kind: answer === undefined ? 'attempt' : 'answer',
    step: step.id,
    detail: {
      status: report.status,
      trigger,
      codes: report.checks.flatMap((one) => one.code ?? []),
      ...(answer === undefined
        ? {}
        : { answer: answer.slice(0, step.kind === 'query' ? LONGEST_QUERY : LONGEST_ANSWER) }),
    },
  });
  deps.emit({ kind: 'check-finished', report, trigger });
  return report;
}

export interface JudgeOptions {
  readonly step: Step;
  readonly answer?: string | undefined;
  /** @default all of the step's */
  readonly checks?: readonly CheckSpec[];
  readonly prepared?: Prepared | undefined;
  /** As that of {@link StartWish}. */
  readonly isReported?: boolean;
  readonly signal: AbortSignal;
}

/**
 * Gets a step ready, judges its checks or some of them, and keeps nothing. Judges once more what was disturbed by a
 * restart or death of Prometheus, or a stop of the lab.
 */
export function judge(deps: ContextDeps, options: JudgeOptions): Promise<StepReport> {
  const { step, answer, signal, checks = step.checks } = options;
  const program = { workspaceDir: deps.workspace.dir, entry: deps.course.app.entry, signal };
  const once = async (): Promise<StepReport> => {
    const start: StartWish = {
      prepared: options.prepared ?? prepareOnce(deps.place.runtime, program),
      isReported: options.isReported === true,
    };
    const readiness = await prepare(deps, step, signal, start);
    return withContext(deps, { step, readiness, answer, start, signal }, (context) =>
      checkStep(step.id, checks, context),
    );
  };
  return undisturbed(deps, once, signal);
}

/** Whether a check of the step names what keeps the app from starting. */
const reportsStart = (step: Step): boolean => step.checks.some(({ kind }) => kind === 'app-starts');

/** The workspace cannot be had: nothing was judged. */
function blockedReport(step: Step, error: LabError): StepReport {
  const kind = step.checks[0]?.kind ?? 'app-starts';
  return {
    step: step.id,
    status: 'blocked',
    checks: [{ kind, ...blockedBy(error) }],
  };
}
