// The learner's way through the course, as data: what can be done at a step, and what comes after it.
import type { Course, Step } from '../../course/index.ts';
import { filesOfSolution, SCRAPE_CONFIG_FILE } from '../../model/file-state.ts';
import { queryFileOf, questionIn, stepsOfPart } from '../../model/course.ts';
import { stepProgress, type Progress } from '../../workspace/index.ts';
import type { Flow, FlowAction, StepStatus } from '../contract/state.ts';

/** The step after this one, undefined after the last. */
export const stepAfter = (course: Course, step: Step): Step | undefined => course.steps[step.number];

/** Whether a step is the last one of its part. */
export const endsPart = (course: Course, step: Step): boolean => stepAfter(course, step)?.part !== step.part;

/** What the learner can do at a step of this status. */
export function planFlow(course: Course, step: Step, status: StepStatus): Flow {
  const isDone = status !== 'open';
  const next = stepAfter(course, step);
  const hasQuestion = questionIn(step.checks) !== undefined;
  const queryFile = queryFileOf(step);
  const file = queryFile ?? step.files?.[0];
  const hasSolution = step.solution !== undefined;
  // Where the step is about Prometheus's own file, restarting it is a part of the work.
  const isAboutPrometheus = filesOfSolution(course, step.solution).includes(SCRAPE_CONFIG_FILE);
  const actions: [FlowAction, isOffered: boolean, isAtHand: boolean][] = [
    [endsPart(course, step) ? 'finish' : 'next', isDone, true],
    ['answer', hasQuestion || queryFile !== undefined, true],
    ['check', !hasQuestion, true],
    ['hint', true, true],
    ['diff', hasSolution, true],
    ['apply', hasSolution, true],
    ['edit', file !== undefined, true],
    ['traffic', Object.keys(course.scenarios ?? {}).length > 0, true],
    ['query', true, true],
    ['restart', true, isAboutPrometheus],
    ['log', true, false],
    ['show', true, false],
    ['goto', true, false],
    ['reset', true, false],
    ['skip', !isDone && next !== undefined, false],
  ];
  return {
    actions: actions.flatMap(([name, isOffered, isAtHand]) => (isOffered ? [{ name, isAtHand }] : [])),
    ...(next === undefined ? {} : { next: next.id }),
    file: file ?? course.app.entry,
  };
}

/** The step at which a learner who has finished a part continues: the first open one of the next part, or its first. */
export function stepAfterPart(course: Course, part: number, progress: Progress): Step | undefined {
  const following = stepsOfPart(course, part + 1);
  return following.find(({ id }) => stepProgress(progress, id).status === 'open') ?? following[0];
}
