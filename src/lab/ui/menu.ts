// What a learner can do at a step: the menu as data.
import type { Course, Step } from '../model/course.ts';
import type { SessionState } from '../session/session.ts';
import type { Choice } from './prompts.ts';

export type Action =
  | 'next'
  | 'check'
  | 'answer'
  | 'hint'
  | 'show'
  | 'diff'
  | 'apply'
  | 'traffic'
  | 'query'
  | 'restart'
  | 'log'
  | 'edit'
  | 'goto'
  | 'reset'
  | 'skip'
  | 'quit';

const hasQuestion = (step: Step): boolean => step.checks.some((check) => check.kind === 'answer');

/** The menu of a step, the most likely next thing first. */
export function planMenu(
  course: Course,
  step: Step,
  state: SessionState,
): readonly (Choice & { value: Action })[] {
  const progress = state.steps.find((one) => one.id === step.id);
  const isDone = progress !== undefined && progress.status !== 'open';
  const next = course.steps[step.number];
  const items: (Choice & { value: Action })[] = [];
  const add = (value: Action, name: string): void => void items.push({ value, name });

  if (isDone)
    add('next', next === undefined ? 'Finish the course' : `Go on to step ${next.number}: ${next.title}`);
  if (hasQuestion(step)) add('answer', 'Answer the question');
  else add('check', 'Check my work');
  const shown = progress?.hintsShown ?? 0;
  const total = progress?.hintsTotal ?? step.hints.length;
  add('hint', shown < total ? `Show a hint (${shown + 1} of ${total})` : `Show the hints again (${total})`);
  if (step.solution !== undefined) {
    add('diff', 'Show the difference to the solution');
    add('apply', 'Apply the solution for me');
  }
  if (step.files?.[0] !== undefined) add('edit', `Open ${step.files[0]} in the editor`);
  if (Object.keys(course.scenarios ?? {}).length > 0) add('traffic', 'Send traffic to the app');
  add('query', 'Ask Prometheus (PromQL)');
  add('restart', 'Restart the app or Prometheus');
  add('log', "Read the app's log");
  add('show', 'Show this step again');
  add('goto', 'Go to another step');
  add('reset', 'Start this step over');
  if (!isDone && next !== undefined) add('skip', 'Skip this step');
  add('quit', 'Quit (you can go on later)');
  return items;
}
