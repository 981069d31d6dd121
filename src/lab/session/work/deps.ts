// What the use cases work on, put together once when a session is opened.
import type { Course, Step } from '../../course/index.ts';
import type { Workspace } from '../../workspace/index.ts';
import { sessionError } from '../contract/errors.ts';
import type { SessionEvent } from '../contract/events.ts';
import type { LiveApp } from '../live/app.ts';
import type { Histories } from '../live/histories.ts';
import type { Incidents } from '../live/incidents.ts';
import type { OwnWrites } from '../live/own-writes.ts';
import type { SessionEnv } from '../live/env.ts';
import type { ProgressKeeper } from '../live/progress-keeper.ts';
import type { LazyPrometheus } from '../live/prometheus.ts';
import type { TrafficSender } from '../live/traffic-sender.ts';

export interface SessionDeps {
  readonly course: Course;
  readonly workspace: Workspace;
  readonly place: SessionEnv;
  readonly keeper: ProgressKeeper;
  readonly live: LiveApp;
  readonly prometheus: LazyPrometheus;
  readonly traffic: TrafficSender;
  readonly incidents: Incidents;
  readonly histories: Histories;
  readonly emit: (event: SessionEvent) => void;
  readonly ownWrites: OwnWrites;
  /** Called each time that the learner's app is started. */
  readonly onAppStart: () => void;
}

/** The dependencies of one use case. */
export type Needs<K extends keyof SessionDeps> = Pick<SessionDeps, K>;

/** The id of the step that the learner is at: the first one before any was opened. */
export function currentStepId({ course, keeper }: Needs<'course' | 'keeper'>): string {
  const { current } = keeper.progress;
  const known = course.steps.find((step) => step.id === current) ?? course.steps[0];
  if (known === undefined) throw new Error('a course without steps was opened');
  return known.id;
}

/** A step by id or number; the current one if nothing is asked for. Rejects what the course does not have. */
export function findStep(deps: Needs<'course' | 'keeper'>, asked: string | undefined): Step {
  const wanted = asked ?? currentStepId(deps);
  const step = deps.course.steps.find((one) => one.id === wanted || String(one.number) === wanted);
  if (step !== undefined) return step;
  throw sessionError('no-step', {
    asked: wanted.slice(0, 60),
    steps: deps.course.steps.map((one) => one.id),
  });
}

/** The index of a part by id; that of the current step if nothing is asked for. Rejects what the course does not have. */
export function findPart(deps: Needs<'course' | 'keeper'>, asked: string | undefined): number {
  if (asked === undefined) return findStep(deps, undefined).part;
  const index = deps.course.parts.findIndex(({ id }) => id === asked);
  if (index !== -1) return index;
  throw sessionError('no-part', {
    asked: asked.slice(0, 60),
    parts: deps.course.parts.map(({ id }) => id),
  });
}
