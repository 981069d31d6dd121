// The use case `check`: gets ready what the step needs, judges it, and keeps the outcome.
import type { AppRun } from '../../model/app-run.ts';
import type { CheckContext } from '../../model/check-context.ts';
import type { Step } from '../../model/course.ts';
import { LabError } from '../../model/errors.ts';
import type { CheckSpec } from '../../model/schema.ts';
import {
  fileStateBefore,
  readFileState,
  readWorkspaceFile,
  refuseGone,
  withAttempt,
} from '../../workspace/index.ts';
import { checkStep } from '../check-step.ts';
import type { StepReport } from '../events.ts';
import type { SessionParts } from '../parts.ts';

/** What the step's checks are given to work with. */
export function checkDoors(
  parts: SessionParts,
  signal: AbortSignal,
): Omit<CheckContext, 'signal' | 'workspaceDir' | 'ports' | 'answer' | 'isolatedRun'> {
  const { workspace, course, live, door, traffic, emit, place } = parts;
  const starter = fileStateBefore(course, course.steps[0]?.id ?? '');
  return {
    readFile: (file) => readWorkspaceFile(workspace, file),
    starterFile: async (file) => (await readFileState(starter, place.labModulesDir)).get(file),
    liveApp: () => live.start(signal),
    prometheus: () => door.get(signal),
    lastTrafficAtMs: traffic.lastAtMs,
    waitingFor: (what) => emit({ kind: 'waiting', what }),
  };
}

/** The live app's run, or undefined where it does not start (which the checks will name). */
export async function startedRun(parts: SessionParts, signal: AbortSignal): Promise<AppRun | undefined> {
  const start = await parts.live.start(signal);
  return start.status === 'running' ? start.run : undefined;
}

/** Sends a step's traffic, once per run of the app. */
export async function getReady(parts: SessionParts, step: Step, signal: AbortSignal): Promise<void> {
  const run = step.scenario === undefined ? undefined : await startedRun(parts, signal);
  if (run !== undefined && step.scenario !== undefined)
    await parts.traffic.ensure(step.scenario, run, signal);
}

export interface CheckCallOptions {
  readonly step: Step;
  readonly answer?: string;
  readonly trigger: 'asked' | 'save';
  readonly signal: AbortSignal;
}

/** Judges a step and keeps the attempt in progress and journal. */
export async function check(parts: SessionParts, options: CheckCallOptions): Promise<StepReport> {
  const { step, answer, trigger, signal } = options;
  parts.emit({ kind: 'check-started', step: step.id, trigger });
  const ready = refuseGone(parts.workspace).then(() => getReady(parts, step, signal));
  const unready = await ready.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof LabError) return error;
      throw error;
    },
  );
  const report =
    unready === undefined ? await judge(parts, step, answer, signal) : blockedReport(step, unready);
  await parts.keeper.change((progress, at) =>
    withAttempt(progress, step.id, { isPassed: report.status === 'pass', at }),
  );
  await parts.keeper.note({
    kind: answer === undefined ? 'attempt' : 'answer',
    step: step.id,
    detail: {
      status: report.status,
      trigger,
      codes: report.checks.flatMap((one) => one.code ?? []),
      ...(answer === undefined ? {} : { answer: answer.slice(0, 200) }),
    },
  });
  parts.emit({ kind: 'check-finished', report, trigger });
  return report;
}

/** Judges a step's checks, or some of them, and keeps nothing. */
export function judge(
  parts: SessionParts,
  step: Step,
  answer: string | undefined,
  signal: AbortSignal,
  checks?: readonly CheckSpec[],
): Promise<StepReport> {
  return checkStep({
    course: parts.course,
    step,
    workspaceDir: parts.workspace.dir,
    place: parts.place,
    onAppStart: parts.onAppStart,
    doors: checkDoors(parts, signal),
    answer,
    signal,
    ...(checks === undefined ? {} : { checks }),
  });
}

/** What a step needs cannot be had: nothing was judged. */
function blockedReport(step: Step, { code, message, hint }: LabError): StepReport {
  const kind = step.checks[0]?.kind ?? 'app-starts';
  return {
    step: step.id,
    status: 'blocked',
    checks: [{ kind, status: 'blocked', code, message, ...(hint === undefined ? {} : { hint }) }],
  };
}
