// Runs the checks of one step, in order, up to the first that does not pass: one thing to mend at a time.
import { startIsolatedRun } from '../../app-process/index.ts';
import type { AppRun, AppStart } from '../../model/app-run.ts';
import type { CheckContext } from '../../model/check-context.ts';
import type { Course, Step } from '../../model/course.ts';
import { LabError } from '../../model/errors.ts';
import type { CheckSpec } from '../../model/schema.ts';
import type { Blocked, Verdict } from '../../model/verdict.ts';
import type { CheckReport, StepReport } from '../contract/values.ts';
import { readyPortOf } from '../live/app.ts';
import type { SessionPlace } from '../live/place.ts';

export interface CheckStepOptions {
  readonly course: Course;
  readonly step: Step;
  /** The checks to run. @default all of the step's */
  readonly checks?: readonly CheckSpec[];
  readonly workspaceDir: string;
  readonly place: SessionPlace;
  readonly doors: Pick<
    CheckContext,
    | 'readFile'
    | 'starterFile'
    | 'liveApp'
    | 'appWithTraffic'
    | 'prometheus'
    | 'lastTrafficAtMs'
    | 'portHolder'
    | 'waitingFor'
  >;
  readonly answer: string | undefined;
  /** Called when the isolated run is started. */
  readonly onAppStart: () => void;
  readonly signal: AbortSignal;
}

/** Judges a step. Rejects only when the signal aborts, or for a bug of the lab. */
export async function checkStep(options: CheckStepOptions): Promise<StepReport> {
  const { course, step, place, signal } = options;
  let isolated: Promise<AppStart> | undefined;
  const context: CheckContext = {
    ...options.doors,
    signal,
    workspaceDir: options.workspaceDir,
    ports: course.app.ports,
    entry: course.app.entry,
    nodeVersion: place.nodeVersion,
    answer: options.answer,
    isolatedRun() {
      if (isolated === undefined) {
        options.onAppStart();
        isolated = startIsolatedRun({
          workspaceDir: options.workspaceDir,
          entry: course.app.entry,
          env: place.env,
          nodePath: place.nodePath,
          hookFile: place.hookFile,
          ...(place.confinement === undefined ? {} : { confinement: place.confinement }),
          platform: place.platform,
          readyPort: readyPortOf(course),
          ownPorts: Object.values(course.app.ports),
          signal,
        });
      }
      return isolated;
    },
  };
  const reports: CheckReport[] = [];
  try {
    for (const spec of options.checks ?? step.checks) {
      const verdict = await judge(spec, context);
      signal.throwIfAborted();
      reports.push(reportOf(spec, verdict));
      if (verdict.status !== 'pass') break;
    }
  } finally {
    // A start that failed with the signal has nothing to stop; its reason is already on its way up.
    const run = await runOf(isolated);
    await run?.stop();
  }
  return { step: step.id, status: reports.at(-1)?.status ?? 'pass', checks: reports };
}

async function runOf(isolated: Promise<AppStart> | undefined): Promise<AppRun | undefined> {
  try {
    const start = await isolated;
    return start?.status === 'running' ? start.run : undefined;
  } catch {
    return undefined;
  }
}

/** What the user can mend, but the learner's work is not to blame for, blocks the check instead of failing it. */
async function judge(spec: CheckSpec, context: CheckContext): Promise<Verdict> {
  try {
    // Loaded with the first check: the first prompt must not wait for it.
    const { runCheck } = await import('../../checks/index.ts');
    return await runCheck(spec, context);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return blockedBy(error);
  }
}

/** What an error makes of a check. */
export const blockedBy = ({ code, fact }: LabError): Blocked => ({ status: 'blocked', code, fact });

/** The report of a verdict: the same fields, absent ones left out. */
export function reportOf(spec: CheckSpec, verdict: Verdict): CheckReport {
  return { kind: spec.kind, ...verdict };
}
