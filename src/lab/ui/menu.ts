// What a learner can do at a step: the menu as data.
import type { Course, Step } from '../session/contract/course.ts';
import type { SessionState } from '../session/contract/calls.ts';
import { ui } from '../words/index.ts';
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

const words = ui.menu;

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
    main.push({ value: 'next', name: next === undefined ? words.finish : words.next(next) });
  }
  main.push(
    hasQuestion(step) ? { value: 'answer', name: words.answer } : { value: 'check', name: words.check },
  );
  const shown = progress?.hintsShown ?? 0;
  const total = progress?.hintsTotal ?? step.hints.length;
  main.push({
    value: 'hint',
    name: shown < total ? words.hint(shown + 1, total) : words.hintsAgain(total),
  });
  if (step.solution !== undefined) {
    main.push({ value: 'diff', name: words.diff });
    main.push({ value: 'apply', name: words.apply });
  }
  if (step.files?.[0] !== undefined) main.push({ value: 'edit', name: words.edit(step.files[0]) });
  if (Object.keys(course.scenarios ?? {}).length > 0) main.push({ value: 'traffic', name: words.traffic });
  main.push({ value: 'query', name: words.query });
  // Where the step is about Prometheus's own file, restarting it is a part of the work.
  const isAboutPrometheus = step.solution !== undefined && 'scrapeJob' in step.solution;
  (isAboutPrometheus ? main : more).push({
    value: 'restart',
    name: words.restart,
  });
  more.push({ value: 'log', name: words.log });
  more.push({ value: 'show', name: words.show });
  more.push({ value: 'goto', name: words.goto });
  more.push({ value: 'reset', name: words.reset });
  if (!isDone && next !== undefined) more.push({ value: 'skip', name: words.skip });
  more.push({ value: 'back', name: words.back });
  main.push({ value: 'more', name: words.more });
  main.push({ value: 'quit', name: words.quit });
  return { main, more };
}
