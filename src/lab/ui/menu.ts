// The menu of the current step: what the session says can be done, in words.
import type { FlowAction, SessionState } from '../session/contract/state.ts';
import { ui } from '../words/index.ts';
import type { Choice } from './prompts.ts';

/** What can be chosen: the learner's actions, and the ways through the menu itself. */
export type Action = FlowAction | 'more' | 'back' | 'quit';

const words = ui.menu;

type Item = Choice & { readonly value: Action };

export interface Menu {
  /** The most likely next thing first; short enough to leave room for what was just printed. */
  readonly main: readonly Item[];
  /** Behind the entry `more`: what is needed now and then. */
  readonly more: readonly Item[];
}

/** The menu where the learner is. */
export function planMenu(state: SessionState): Menu {
  const items = (isAtHand: boolean): Item[] =>
    state.flow.actions
      .filter((action) => action.isAtHand === isAtHand)
      .map(({ name }) => ({ value: name, name: nameOf(name, state) }));
  return {
    main: [...items(true), { value: 'more', name: words.more }, { value: 'quit', name: words.quit }],
    more: [...items(false), { value: 'back', name: words.back }],
  };
}

function nameOf(action: FlowAction, { steps, parts, currentStep, flow }: SessionState): string {
  if (action === 'next') {
    const next = steps.find(({ id }) => id === flow.next);
    return next === undefined ? words.finish : words.next(next);
  }
  if (action === 'finish') {
    const { part } = steps.find(({ id }) => id === currentStep) ?? {};
    const { title } = parts?.find(({ id }) => id === part) ?? {};
    return title === undefined || parts?.length === 1 ? words.finish : words.finishPart(title);
  }
  if (action === 'hint') {
    const { hintsShown = 0, hintsTotal = 0 } = steps.find(({ id }) => id === currentStep) ?? {};
    return hintsShown < hintsTotal ? words.hint(hintsShown + 1, hintsTotal) : words.hintsAgain(hintsTotal);
  }
  if (steps.find(({ id }) => id === currentStep)?.kind === 'query') {
    if (action === 'answer') return words.writeQuery;
    if (action === 'check') return words.checkQuery(flow.file);
  }
  return action === 'edit' ? words.edit(flow.file) : words[action];
}
