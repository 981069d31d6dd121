// What each menu entry does: asks for input, calls the session, prints the result.
import stringWidth from 'fast-string-width';
import type { Step } from '../session/contract/course.ts';
import { LabError, saidIn } from '../model/errors.ts';
import { queryFileOf, questionIn } from '../model/course.ts';
import type { LearnerSession } from '../session/contract/learner-session.ts';
import { ui, wordsOfNote } from '../words/index.ts';
import { formatDiff } from './render/diff.ts';
import { wrap } from './render/layout.ts';
import { planMenu, type Action } from './menu.ts';
import { fillAddresses } from './render/blocks.ts';
import type { Printer } from './printer.ts';
import type { Answered, Choice, Prompts } from './prompts.ts';
import { formatQueryAnswer } from './render/query-answer.ts';
import { formatQuery } from './render/query-text.ts';
import { formatReport } from './render/report.ts';
import { formatReview } from './render/review.ts';
import { cleanText } from './render/style.ts';
import { columnsOf, type Terminal } from './terminal.ts';

/** What the loop does next: the menu again, the step's text again, or an end. */
export type ActionEnd = 'menu' | 'shown-again' | 'quit' | 'left' | 'finished';

export interface ActionOptions {
  readonly session: LearnerSession;
  readonly terminal: Terminal;
  readonly printer: Printer;
  readonly prompts: Prompts;
  readonly signal: AbortSignal;
  readonly openEditor: (file: string) => Promise<boolean>;
}

const LOG_LINES = 40;
const words = ui.actions;

/** Uses the value that was given; the menu comes again where the question was called off. */
async function onAnswer(answered: Answered, use: (value: string) => Promise<ActionEnd>): Promise<ActionEnd> {
  if (answered.status === 'left') return 'left';
  return answered.status === 'answered' ? use(answered.value) : 'menu';
}

/** The menu's actions for one session. */
export function createActions(options: ActionOptions): {
  run(action: Action, step: Step): Promise<ActionEnd>;
} {
  const { session, terminal, printer, prompts, signal } = options;
  const { style } = terminal;
  const columns = (): number => columnsOf(terminal);

  const ask = async (question: (signal: AbortSignal) => Promise<Answered>): Promise<Answered> =>
    printer.during(false, () => question(signal));
  const pick = (message: string, choices: readonly Choice[]): Promise<Answered> =>
    ask((aborted) => prompts.select({ message, choices, pageSize: Math.min(choices.length, 15) }, aborted));

  async function check(step: Step, answer?: string): Promise<ActionEnd> {
    const report = await session.call(
      'check',
      { step: step.id, ...(answer === undefined ? {} : { answer }) },
      signal,
    );
    printer.say(`\n${formatReport(report, style, columns())}\n`);
    return 'menu';
  }

  async function writeQuery(step: Step, file: string): Promise<ActionEnd> {
    const text = await textOf(file);
    const answered = await ask((aborted) => prompts.lines({ message: words.askQuery, text }, aborted));
    return onAnswer(answered, (value) => {
      if (value === '') return Promise.resolve('menu');
      // The prompt is taken off the screen; a verdict says little without its query.
      printer.say(`\n${formatQuery(value, columns())}`);
      return check(step, value);
    });
  }

  /** The text of a workspace file; empty where there is none. */
  const textOf = async (file: string): Promise<string> =>
    session.call('read', { file }, signal).then(
      ({ text }) => text,
      (error: unknown) => {
        if (error instanceof LabError) return '';
        throw error;
      },
    );

  async function answerQuestion(step: Step): Promise<ActionEnd> {
    const query = queryFileOf(step);
    if (query !== undefined) return writeQuery(step, query);
    const question = questionIn(step.checks);
    if (question === undefined) return check(step);
    if (question.kind === 'incident') return answerIncident(step);
    if (question.choices !== undefined) {
      const choices = question.choices.map((choice) => ({ value: choice.id, name: cleanText(choice.text) }));
      return onAnswer(await pick(question.question, choices), (value) => check(step, value));
    }
    const answered = await ask((aborted) => prompts.input(question.question, aborted));
    return onAnswer(answered, (value) =>
      value.trim() === '' ? Promise.resolve('menu') : check(step, value),
    );
  }

  /** What was last answered to each question about the incident: most of it is right the next time. */
  const answers = new Map<string, string>();

  /** One question after the other. An empty answer to the first goes back, one to another repeats the last answer. */
  async function answerIncident(step: Step): Promise<ActionEnd> {
    for (const [index, message] of Object.values(words.askIncident).entries()) {
      const last = index === 0 ? '' : (answers.get(message) ?? '');
      const asked = last === '' ? message : words.askAgain(message, cleanText(last));
      let part = '';
      while (part === '') {
        const answered = await ask((aborted) => prompts.input(asked, aborted));
        if (answered.status !== 'answered') return answered.status === 'left' ? 'left' : 'menu';
        part = answered.value.trim() || last;
        if (part === '' && index === 0) return 'menu';
      }
      answers.set(message, part.replaceAll(';', ','));
    }
    return check(step, [...answers.values()].join('; '));
  }

  async function askPrometheus(): Promise<ActionEnd> {
    const answered = await ask((aborted) => prompts.input(words.askPromql, aborted));
    return onAnswer(answered, async (text) => {
      const range = /^(.*[^[\s])\s*\[(\d+)([smhd])\]$/s.exec(text.trim());
      const promql = range?.[1] ?? text.trim();
      if (promql === '') return 'menu';
      // The prompt is taken off the screen; without its question an answer says little.
      printer.say(`\n${wrap(style.dim(`${words.promqlLabel}${cleanText(text.trim())}`), columns())}`);
      const unit = { s: 1, m: 60, h: 3600, d: 86_400 }[range?.[3] ?? 's'] ?? 1;
      const params = range === null ? { promql } : { promql, rangeSeconds: Number(range[2]) * unit };
      const result = await session.call('query', params, signal).catch((error: unknown) => {
        // Prometheus names the place as `1:6:`; here the query is in the line above.
        const column = /^1:(\d{1,2}): /.exec(saidIn(error, 'bad-query') ?? '')?.[1];
        if (column !== undefined)
          printer.say(`${' '.repeat(stringWidth(words.promqlLabel) + Number(column) - 1)}^`);
        throw error;
      });
      printer.say(formatQueryAnswer(result, columns()));
      return 'menu';
    });
  }

  async function goTo(): Promise<ActionEnd> {
    const state = await session.call('state', {}, signal);
    const choices = state.steps.map((one) => ({
      value: one.id,
      name: `${String(one.number).padStart(2)}  ${one.title}${one.status === 'open' ? '' : ` (${ui.step.status[one.status]})`}`,
    }));
    return onAnswer(await pick(words.askStep, choices), async (id) => {
      await session.call('enter', { step: id }, signal);
      return 'shown-again';
    });
  }

  async function finish(): Promise<ActionEnd> {
    printer.say(wrap(words.reviewing, columns()));
    const { reports, summary, summaryFile, regression, closing, next } = await session.call(
      'review',
      {},
      signal,
    );
    const state = await session.call('state', {}, signal);
    printer.say(`\n${formatReview(session.course, state, reports, columns())}\n`);
    const broken = reports.find((report) => report.step === regression);
    if (broken !== undefined) {
      printer.say(formatReport(broken, style, columns()));
      printer.say(wrap(style.warn(words.regression), columns()));
      return 'shown-again';
    }
    const { renderMarkdown } = await import('./render/markdown.ts');
    printer.say(renderMarkdown(summary, style, columns()));
    printer.say(`\n${wrap(words.summaryKept(summaryFile), columns())}`);
    if (closing !== undefined) {
      const page = renderMarkdown(fillAddresses(closing, state.addresses), style, columns());
      printer.say(`\n${page}`);
    }
    const following = state.steps.find(({ id }) => id === next);
    if (following === undefined) return 'finished';
    const choices = [
      { value: 'next', name: ui.menu.next(following) },
      { value: 'quit', name: ui.menu.quit },
    ];
    return onAnswer(await pick(ui.menu.question, choices), (value) =>
      Promise.resolve(value === 'next' ? 'shown-again' : 'quit'),
    );
  }

  const runners: Readonly<Record<Action, (step: Step) => Promise<ActionEnd>>> = {
    async next() {
      const { flow } = await session.call('state', {}, signal);
      if (flow.next !== undefined) await session.call('enter', { step: flow.next }, signal);
      return 'shown-again';
    },
    finish,
    check: (step) => check(step),
    answer: answerQuestion,
    async hint(step) {
      const hint = await session.call('hint', { step: step.id }, signal);
      const { addresses } = await session.call('state', {}, signal);
      const { renderMarkdown } = await import('./render/markdown.ts');
      const text = renderMarkdown(fillAddresses(hint.text, addresses), style, columns());
      printer.say(`\n${style.bold(words.hintTitle(hint.level, hint.total))}\n${text}\n`);
      return 'menu';
    },
    show: () => Promise.resolve('shown-again'),
    async diff(step) {
      const { diff } = await session.call('diff', { step: step.id }, signal);
      printer.say(diff === '' ? words.noDifference : formatDiff(diff, style));
      return 'menu';
    },
    async apply(step) {
      const sure = await ask((aborted) => prompts.confirm(words.askApply, aborted));
      return onAnswer(sure, async (value) => {
        if (value !== 'true') return 'menu';
        const { notes } = await session.call('apply', { step: step.id }, signal);
        for (const note of notes) printer.say(wrap(cleanText(wordsOfNote(note)), columns()));
        const query = queryFileOf(step);
        if (query !== undefined)
          printer.say(`${words.solutionIs}\n${formatQuery(await textOf(query), columns())}`);
        return check(step);
      });
    },
    async traffic() {
      const scenarios = Object.entries(session.course.scenarios ?? {});
      const choices = scenarios.map(([id, scenario]) => ({
        value: id,
        name: words.scenario(id, cleanText(scenario.title)),
      }));
      return onAnswer(await pick(words.askTraffic, choices), async (scenario) => {
        await session.call('traffic', { scenario }, signal);
        return 'menu';
      });
    },
    query: askPrometheus,
    async restart() {
      const choices = [
        { value: 'app', name: words.restartApp },
        { value: 'prometheus', name: words.restartPrometheus },
      ];
      return onAnswer(await pick(words.askRestart, choices), async (what) => {
        const result = await session.call('restart', { what: what === 'app' ? 'app' : 'prometheus' }, signal);
        printer.say(wrap(cleanText(wordsOfNote(result.fact)), columns()));
        return 'menu';
      });
    },
    async log() {
      const { lines } = await session.call('log', { lines: LOG_LINES }, signal);
      printer.say(
        lines.length === 0 ? words.nothingPrinted : lines.map((line) => `  ${cleanText(line)}`).join('\n'),
      );
      return 'menu';
    },
    async edit() {
      const { file } = (await session.call('state', {}, signal)).flow;
      const isOpened = await printer.during(false, () => options.openEditor(file));
      if (!isOpened) {
        printer.say(wrap(words.openYourself(`${session.workspaceDir}/${file}`), columns()));
      }
      return 'menu';
    },
    goto: goTo,
    async reset(step) {
      const sure = await ask((aborted) => prompts.confirm(words.askReset, aborted));
      return onAnswer(sure, async (value) => {
        if (value !== 'true') return 'menu';
        const { notes } = await session.call('reset', { step: step.id }, signal);
        for (const note of notes) printer.say(wrap(cleanText(wordsOfNote(note)), columns()));
        return 'shown-again';
      });
    },
    async skip(step) {
      await session.call('skip', { step: step.id }, signal);
      return 'shown-again';
    },
    async more(step) {
      const { more } = planMenu(await session.call('state', {}, signal));
      return onAnswer(await pick(words.askMore, more), (action) => runners[action as Action](step));
    },
    back: () => Promise.resolve('menu'),
    quit: () => Promise.resolve('quit'),
  };

  return { run: (action, step) => runners[action](step) };
}
