// The learner's loop: show the step, offer the menu, do what was chosen, until the course ends or the learner leaves.
import { LabError } from '../model/errors.ts';
import type { Step } from '../session/contract/course.ts';
import type { LearnerSession } from '../session/contract/learner-session.ts';
import type { SessionState } from '../session/contract/state.ts';
import { ui, wordsOfError } from '../words/index.ts';
import { createActions } from './actions.ts';
import { createEventPrinter } from './event-printer.ts';
import { wrap } from './render/layout.ts';
import { planMenu, type Action } from './menu.ts';
import { isNews } from './news.ts';
import { createPrinter } from './printer.ts';
import { createPrompts } from './prompts.ts';
import { formatStep } from './render/step.ts';
import { columnsOf, type Terminal } from './terminal.ts';

/** How the learner left: `finished` the course, `quit` by the menu, or `left` by the keyboard. */
export type RunnerEnd = { readonly status: 'finished' | 'quit' | 'left' };

export interface RunnerOptions {
  readonly session: LearnerSession;
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  /** Opens a workspace file in the learner's editor and waits for it; false if none is set. */
  readonly openEditor: (file: string) => Promise<boolean>;
}

/** Runs the interactive course. Rejects with the signal's reason when it aborts. */
export async function runCourse({
  session,
  terminal,
  signal,
  openEditor,
}: RunnerOptions): Promise<RunnerEnd> {
  const printer = createPrinter(terminal);
  const prompts = createPrompts(terminal);
  const { style } = terminal;

  let shown: string | undefined;
  const unsubscribe = session.subscribe(
    createEventPrinter({
      printer,
      terminal,
      isNews: (one) => isNews(one, session, true),
      shownStep: () => shown,
    }),
    // From the first event on: something may have been said while the session was opened.
    0,
  );
  const actions = createActions({ session, terminal, printer, prompts, signal, openEditor });

  const stateNow = (): Promise<SessionState> => session.call('state', {}, signal);
  const stepOf = (state: SessionState): Step => {
    const step = session.course.steps.find((one) => one.id === state.currentStep);
    if (step === undefined)
      throw new Error(`the session is at a step that the course does not have: ${state.currentStep}`);
    return step;
  };

  /** What the learner can fix is said, and the menu comes again; a bug goes up. */
  async function attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      const { message, hint } = wordsOfError(error);
      printer.say(wrap(style.bad(message), columnsOf(terminal)));
      if (hint !== undefined) printer.say(wrap(hint, columnsOf(terminal)));
      return undefined;
    }
  }

  try {
    let isAppStarted = false;
    for (;;) {
      signal.throwIfAborted();
      let state = await stateNow();
      const step = stepOf(state);
      if (shown !== step.id) {
        await attempt(() => session.call('enter', { step: step.id }, signal));
        state = await stateNow();
        const text = await formatStep(step, { course: session.course, state }, style, columnsOf(terminal));
        printer.say(`\n${text}`);
        shown = step.id;
      }
      const choices = planMenu(state).main;
      const pageSize = Math.max(4, Math.min(choices.length, (terminal.output.rows ?? 24) - 4));
      printer.gap();
      const answered = await printer.during(true, (called) => {
        const asked = prompts.select(
          { message: ui.menu.question, choices, pageSize },
          AbortSignal.any([signal, called]),
        );
        // Only now: the first prompt must not wait for the app. And only once: an app that does not start says so,
        // which closes the prompt, and a start with each prompt would then repeat forever.
        if (!isAppStarted) void session.call('startApp', {}, signal);
        isAppStarted = true;
        return asked;
      });
      signal.throwIfAborted();
      if (answered.status === 'called-off') continue;
      if (answered.status === 'left') return { status: 'left' };
      const end = await attempt(() => actions.run(answered.value as Action, step));
      if (end === 'shown-again') shown = undefined;
      if (end === 'quit') return { status: 'quit' };
      if (end === 'left') return { status: 'left' };
      if (end === 'finished') return { status: 'finished' };
    }
  } finally {
    unsubscribe();
  }
}
