// Opens a session on a workspace: the one place that puts the modules together, and says why in this order.
import type { Lock } from '../../locks/index.ts';
import path from 'node:path';
import type { Course } from '../course/index.ts';
import { LabError } from '../model/errors.ts';
import {
  acquireLock,
  clearSessionFile,
  openWorkspace,
  readProgress,
  refuseGone,
  samplesFolder,
  type Workspace,
} from '../workspace/index.ts';
import { course as courseView } from './calls/course.ts';
import { createEditing } from './calls/editing.ts';
import { apply, diff, reset } from './calls/files.ts';
import { enter, findAnswer, review, skip } from './calls/steps.ts';
import { check } from './calls/check.ts';
import { hint } from './calls/hint.ts';
import { log, query, restart, startApp, traffic } from './calls/running.ts';
import { prepareStep } from './calls/prepare-step.ts';
import { state } from './calls/state.ts';
import { createClient, type SessionCore } from './work/client.ts';
import { sessionError } from './contract/errors.ts';
import { noteOf, type SessionEvent } from './contract/events.ts';
import type { LearnerSession } from './contract/learner-session.ts';
import { createLiveApp } from './live/app.ts';
import { findStep, type SessionDeps } from './work/deps.ts';
import { createHistories } from './live/histories.ts';
import { createIncidents } from './live/incidents.ts';
import { createOwnWrites } from './live/own-writes.ts';
import type { SessionEnv } from './live/env.ts';
import type { PortPlan } from './live/ports.ts';
import { createProgressKeeper } from './live/progress-keeper.ts';
import { createLazyPrometheus } from './live/prometheus.ts';
import { continuedProgress } from './work/continued.ts';
import { createQueue, turnsOf, type InTurn } from './work/queue.ts';
import type { SessionCall, SessionCalls } from './contract/calls.ts';
import { createTrafficSender } from './live/traffic-sender.ts';
import { createEventStream } from './work/stream.ts';
import { serveSession } from './serve.ts';

const CONFIG_FILE = 'prometheus.yml';

export interface OpenSessionOptions {
  /** Absolute path of the workspace. */
  readonly dir: string;
  readonly course: Course;
  /** The value of `--prometheus`. */
  readonly prometheus: string;
  readonly place: SessionEnv;
  /** Ends whatever the session is doing. The session itself is ended by `close`. */
  readonly signal: AbortSignal;
  /** Starts the app now, restarts and checks on save, and lets other terminals in. @default false */
  readonly isInteractive?: boolean;
  /** Where the app's ports are, so that many sessions can run side by side; Prometheus takes a free one then.
   * @default the course's ports and 9090, or free ones where those are taken */
  readonly ports?: PortPlan;
  /** Called each time that the learner's app is started, live or isolated. @default nothing */
  readonly onAppStart?: () => void;
  /** Gets the events of a session that could not be opened, which no client can follow. @default nothing */
  readonly onUnopened?: (event: SessionEvent) => void;
}

type Calls = {
  readonly [C in SessionCall]: (
    params: SessionCalls[C]['params'],
    signal: AbortSignal,
  ) => Promise<SessionCalls[C]['result']>;
};

/** Opens the session. Rejects with a LabError where the folder is not a workspace or another runner has it. */
export async function openSession(options: OpenSessionOptions): Promise<LearnerSession> {
  const { course, place, ports, onAppStart = () => undefined } = options;
  const stream = createEventStream();
  const { emit } = stream;
  const opened = await openWorkspace({ dir: options.dir, course, packages: place.runtime.packages });
  const { workspace } = opened;
  const ending = new AbortController();
  const closers: (() => Promise<void>)[] = [];
  try {
    for (const note of opened.notes) emit({ kind: 'note', ...note });
    // The lock comes before the progress is read: two runners must not both write what they read.
    const lock = await takeLock(workspace);
    closers.push(() => lock.release());
    await clearSessionFile(workspace);
    const { progress, note } = await readProgress(workspace);
    if (note !== undefined) emit({ kind: 'note', ...note });
    const continued = await continuedProgress(course, workspace, progress);
    const keeper = createProgressKeeper(workspace, continued, emit);
    closers.push(() => keeper.settle());
    const live = createLiveApp({
      course,
      workspaceDir: workspace.dir,
      refuseGone: () => refuseGone(workspace),
      place,
      emit,
      onStart: onAppStart,
      ...(ports === undefined ? {} : { ports }),
    });
    const prometheus = createLazyPrometheus({
      choice: options.prometheus,
      configFile: path.join(workspace.dir, CONFIG_FILE),
      dataDir: () => samplesFolder(workspace),
      place,
      emit,
      ...(ports === undefined ? {} : { port: 0 }),
    });
    // Side by side: each may need all the time that it is given to end in order.
    closers.push(() => closeTogether([() => live.stop(), () => prometheus.stop()]));
    const alive = AbortSignal.any([options.signal, ending.signal]);
    const incidents = createIncidents({ course, workspace, live, prometheus, alive });
    closers.push(() => incidents.end());
    const deps: SessionDeps = {
      course,
      workspace,
      place,
      live,
      prometheus,
      emit,
      onAppStart,
      ownWrites: createOwnWrites(workspace.dir),
      keeper,
      histories: createHistories({ course, workspace, prometheus, emit }),
      incidents,
      traffic: createTrafficSender(course, workspace.marker.seed, emit, alive),
    };
    const queue = createQueue();
    const inTurn = turnsOf(queue, alive);
    const calls = queuedCalls(deps, inTurn, alive);
    const core: SessionCore = {
      run: ({ id, name, params }, signal) => stream.during(id, () => calls[name](params, signal)),
      stream,
    };
    const session: LearnerSession = {
      course,
      workspaceDir: workspace.dir,
      ...createClient(core),
      async close() {
        ending.abort(sessionError('session-closed', {}));
        await closeInTurn(closers, emit);
      },
    };
    if (options.isInteractive === true) {
      await live.plan();
      await serveSession({ core, deps, signal: alive, queue, closers });
    }
    return session;
  } catch (error) {
    ending.abort();
    await closeInTurn(closers, emit);
    if (options.onUnopened !== undefined) stream.subscribe(({ event }) => options.onUnopened?.(event), 0);
    throw error;
  }
}

async function takeLock(workspace: Workspace): Promise<Lock> {
  const outcome = await acquireLock(workspace);
  if (outcome.status === 'acquired') return outcome.lock;
  throw sessionError('workspace-locked', { pid: outcome.holder.pid });
}

/**
 * Closes in the reverse of the order of opening; all of them, also when one fails. Empties the list. A file that the
 * disk does not let go is reported and left behind: the next session recognizes such a leftover.
 */
async function closeInTurn(
  closers: (() => Promise<void>)[],
  emit: (event: SessionEvent) => void,
): Promise<void> {
  const errors: unknown[] = [];
  for (const close of closers.splice(0).toReversed()) {
    try {
      await close();
    } catch (error) {
      for (const one of error instanceof AggregateError ? (error.errors as unknown[]) : [error]) {
        if (one instanceof LabError) emit(noteOf(one));
        else errors.push(one);
      }
    }
  }
  throwIfAny(errors);
}

async function closeTogether(closers: readonly (() => Promise<void>)[]): Promise<void> {
  const ends = await Promise.allSettled(closers.map((close) => close()));
  throwIfAny(ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : [])));
}

function throwIfAny(errors: readonly unknown[]): void {
  if (errors.length > 0) throw new AggregateError(errors, 'the session could not be closed cleanly');
}

/** Each call with its use case. Those that change or run something take turns; those that only read do not wait. */
function queuedCalls(deps: SessionDeps, inTurn: InTurn, alive: AbortSignal): Calls {
  const editing = createEditing(deps.workspace);
  return {
    state: () => Promise.resolve(state(deps)),
    course: () => Promise.resolve(courseView(deps.course)),
    enter: (params, signal) => inTurn(signal, (both) => enter(deps, params.step, both)),
    skip: (params) => skip(deps, params.step),
    review: (params, signal) => inTurn(signal, (both) => review(deps, params.part, both)),
    findAnswer: (params, signal) => inTurn(signal, (both) => findAnswer(deps, params.step, both)),
    prepare: (params, signal) => inTurn(signal, (both) => prepareStep(deps, params, both)),
    check: (params, signal) =>
      inTurn(signal, (both) =>
        check(deps, {
          step: findStep(deps, params.step),
          trigger: 'asked',
          signal: both,
          ...(params.answer === undefined ? {} : { answer: params.answer }),
        }),
      ),
    hint: (params) => hint(deps, params),
    apply: (params, signal) => inTurn(signal, (both) => apply(deps, params.step, both)),
    diff: (params) => diff(deps, params.step),
    reset: (params, signal) => inTurn(signal, (both) => reset(deps, params.step, both)),
    // Prometheus at once: what has its turn may be waiting for the one that is too busy to answer.
    restart: ({ what }, signal) =>
      what === 'prometheus'
        ? restart(deps, what, AbortSignal.any([signal, alive]))
        : inTurn(signal, (both) => restart(deps, what, both)),
    traffic: (params, signal) => inTurn(signal, (both) => traffic(deps, params.scenario, both)),
    query: (params, signal) => inTurn(signal, (both) => query(deps, params, both)),
    startApp: () => {
      startApp(deps, inTurn, alive);
      return Promise.resolve({});
    },
    ...editing,
    log: (params) => Promise.resolve(log(deps, params.lines)),
  };
}
