// What a check is given: the one place where the modules of the lab are handed to the checks.
import { findPortOwner, startIsolatedRun, type Prepared } from '../../app-process/index.ts';
import type { AppStart } from '../../model/app-run.ts';
import type { CheckContext } from '../../checks/contract/context.ts';
import type { LabError } from '../../model/errors.ts';
import type { Simulator } from '../../model/simulation/simulator.ts';
import { fileStateBefore, readFileState, readWorkspaceFile } from '../../workspace/index.ts';
import { sessionError } from '../contract/errors.ts';
import { appOptionsOf, type StartWish } from '../live/app.ts';
import type { Step } from '../../course/index.ts';
import type { Needs } from './deps.ts';

/** What became of getting a step ready: the app with the step's traffic, or why some of the traffic is missing. */
export type Readiness = { readonly app: AppStart | undefined } | { readonly fault: LabError };

export interface ContextOptions {
  readonly step: Step;
  readonly readiness: Readiness;
  readonly answer: string | undefined;
  /** How the app is started, live and isolated. */
  readonly start: StartWish;
  readonly signal: AbortSignal;
}

export type ContextDeps = Needs<
  | 'course'
  | 'emit'
  | 'live'
  | 'onAppStart'
  | 'place'
  | 'prometheus'
  | 'histories'
  | 'incidents'
  | 'traffic'
  | 'workspace'
>;

/** Does the work with a context, and stops the isolated run that the work started. */
export async function withContext<T>(
  deps: ContextDeps,
  { step, readiness, answer, start, signal }: ContextOptions,
  work: (context: CheckContext) => Promise<T>,
): Promise<T> {
  const { workspace, course, live, prometheus, histories, incidents, traffic, emit, place } = deps;
  // No other step is judged in a shop that is broken on purpose.
  if (step.checks.every(({ kind }) => kind !== 'incident')) await incidents.end();
  const starter = fileStateBefore(course, course.steps[0]?.id ?? '');
  let isolated: Promise<AppStart> | undefined;
  const context: CheckContext = {
    signal,
    workspaceDir: workspace.dir,
    entry: course.app.entry,
    ports: course.app.ports,
    runtime: place.runtime,
    answer,
    readFile: (file) => readWorkspaceFile(workspace, file),
    starterFile: async (file) => (await readFileState(starter, place.runtime.packages)).get(file),
    isolatedRun: () => (isolated ??= startIsolated(deps, signal, start.prepared)),
    liveApp: async () => refuseOtherRun(readiness, await live.start(signal, start)),
    lastRestart: live.lastRestart,
    appWithTraffic: () =>
      'fault' in readiness ? Promise.reject(readiness.fault) : Promise.resolve(readiness.app),
    prometheus: () => prometheus.get(signal),
    history: () => histories.ensure(step, signal),
    runningPrometheus: () => {
      const current = prometheus.current();
      return current?.status().isRunning === true ? current : undefined;
    },
    incident: (plan) => incidents.play(plan, signal),
    simulator: lazySimulator(place.simulatorWorkerFile),
    seed: String(workspace.marker.seed),
    lastTrafficAtMs: traffic.lastAtMs,
    portHolder: (port) => findPortOwner(port),
    waitingFor: (fact) => emit({ kind: 'waiting', fact }),
  };
  try {
    return await work(context);
  } finally {
    // A start that failed with the signal has nothing to stop; its reason is already on its way up.
    const started = await isolated?.catch(() => undefined);
    if (started?.status === 'running') await started.run.stop();
  }
}

/** The simulator is loaded with the first question: most checks have none. */
function lazySimulator(workerFile: string | undefined): Simulator {
  const load = async (): Promise<Simulator> => {
    const { createSimulator, sharedSimulator } = await import('../../prometheus/index.ts');
    return workerFile === undefined ? createSimulator() : sharedSimulator(workerFile);
  };
  return {
    readTimeline: async (...args) => (await load()).readTimeline(...args),
    parse: async (...args) => (await load()).parse(...args),
    ask: async (...args) => (await load()).ask(...args),
    examineTests: async (...args) => (await load()).examineTests(...args),
    runRules: async (...args) => (await load()).runRules(...args),
  };
}

function startIsolated(
  { workspace, course, place, onAppStart }: Needs<'course' | 'onAppStart' | 'place' | 'workspace'>,
  signal: AbortSignal,
  prepared: Prepared | undefined,
) {
  onAppStart();
  return startIsolatedRun({
    ...appOptionsOf({ course, workspaceDir: workspace.dir, place }),
    ...(prepared === undefined ? {} : { prepared }),
    signal,
  });
}

/** An app that was started after the traffic has seen none of it: nothing that it says answers the question. */
function refuseOtherRun(readiness: Readiness, start: AppStart): AppStart {
  const had = 'app' in readiness && readiness.app?.status === 'running' ? readiness.app.run : undefined;
  if (had === undefined || start.status === 'failed' || start.run === had) return start;
  throw sessionError('app-restarted', {});
}
