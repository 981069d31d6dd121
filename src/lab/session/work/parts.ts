// What the use cases work on, put together once by open-session.ts.
import type { Course, Step } from '../../course/index.ts';
import type { Workspace } from '../../workspace/index.ts';
import { sessionError } from '../contract/errors.ts';
import type { SessionEvent } from '../contract/events.ts';
import type { LiveApp } from '../live/app.ts';
import type { OwnWrites } from '../live/own-writes.ts';
import type { SessionPlace } from '../live/place.ts';
import type { ProgressKeeper } from '../live/progress-keeper.ts';
import type { PrometheusDoor } from '../live/prometheus-door.ts';
import type { TrafficSender } from '../live/traffic-sender.ts';

export interface SessionParts {
  readonly course: Course;
  readonly workspace: Workspace;
  readonly place: SessionPlace;
  readonly keeper: ProgressKeeper;
  readonly live: LiveApp;
  readonly door: PrometheusDoor;
  readonly traffic: TrafficSender;
  readonly emit: (event: SessionEvent) => void;
  readonly ownWrites: OwnWrites;
  /** Called each time that the learner's app is started. */
  readonly onAppStart: () => void;
}

/** The id of the step that the learner is at: the first one before any was opened. */
export function currentStepId({ course, keeper }: Pick<SessionParts, 'course' | 'keeper'>): string {
  const { current } = keeper.progress;
  const known = course.steps.find((step) => step.id === current) ?? course.steps[0];
  if (known === undefined) throw new Error('a course without steps was opened');
  return known.id;
}

/** A step by id or number; the current one where nothing is asked for. Rejects what the course does not have. */
export function findStep(parts: Pick<SessionParts, 'course' | 'keeper'>, asked: string | undefined): Step {
  const wanted = asked ?? currentStepId(parts);
  const step = parts.course.steps.find((one) => one.id === wanted || String(one.number) === wanted);
  if (step !== undefined) return step;
  throw sessionError('no-step', {
    asked: wanted.slice(0, 60),
    steps: parts.course.steps.map((one) => one.id),
  });
}
