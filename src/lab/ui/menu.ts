// What a learner can do at a step: the menu as data.
import type { Course, Step } from '../model/course.ts';
import type { SessionState } from '../session/contract/calls.ts';
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
  | 'more'
  | 'back'
  | 'quit';

const hasQuestion = (step: Step): boolean => step.checks.some((check) => check.kind === 'answer');

type Item = Choice & { readonly value: Action };

export interface Menu {
  /** The most likely next thing first; short enough to leave room for what was just printed. */
  readonly main: readonly Item[];
  /** Behind the entry `more`: what is needed now and then. */
  readonly more: readonly Item[];
}

/** The menu of a step. */
export function planMenu(course: Course, step: Step, state: SessionState): Menu {
  const progress = state.steps.find((one) => one.id === step.id);
  const isDone = progress !== undefined && progress.status !== 'open';
  const next = course.steps[step.number];
  const main: Item[] = [];
  const more: Item[] = [];

  if (isDone) {
    const name = next === undefined ? 'Finish the course' : `Go on to step ${next.number}: ${next.title}`;
    main.push({ value: 'next', name });
  }
  main.push(
    hasQuestion(step)
      ? { value: 'answer', name: 'Answer the question' }
      : { value: 'check', name: 'Check my work' },
  );
  const shown = progress?.hintsShown ?? 0;
  const total = progress?.hintsTotal ?? step.hints.length;
  const hint = shown < total ? `Show a hint (${shown + 1} of ${total})` : `Show the hints again (${total})`;
  main.push({ value: 'hint', name: hint });
  if (step.solution !== undefined) {
    main.push({ value: 'diff', name: 'Show the difference to the solution' });
    main.push({ value: 'apply', name: 'Apply the solution for me' });
  }
  if (step.files?.[0] !== undefined)
    main.push({ value: 'edit', name: `Open ${step.files[0]} in the editor` });
  if (Object.keys(course.scenarios ?? {}).length > 0)
    main.push({ value: 'traffic', name: 'Send traffic to the app' });
  main.push({ value: 'query', name: 'Ask Prometheus (PromQL)' });
  // Where the step is about Prometheus's own file, restarting it is a part of the work.
  const isAboutPrometheus = step.solution !== undefined && 'scrapeJob' in step.solution;
  (isAboutPrometheus ? main : more).push({
    value: 'restart',
    name: 'Restart the app or Prometheus',
  });
  more.push({ value: 'log', name: "Read the app's log" });
  more.push({ value: 'show', name: 'Show this step again' });
  more.push({ value: 'goto', name: 'Go to another step' });
  more.push({ value: 'reset', name: 'Start this step over' });
  if (!isDone && next !== undefined) more.push({ value: 'skip', name: 'Skip this step' });
  more.push({ value: 'back', name: 'Back' });
  main.push({ value: 'more', name: 'More: log, restart, start over ...' });
  main.push({ value: 'quit', name: 'Quit (you can go on later)' });
  return { main, more };
}
