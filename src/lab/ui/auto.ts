// `start --auto`: walks the whole course by itself and prints what a learner would see.
import type { Step } from '../session/contract/course.ts';
import type { LearnerSession } from '../session/contract/learner-session.ts';
import type { StepReport } from '../session/contract/values.ts';
import type { SessionState } from '../session/contract/state.ts';
import { factOf, LabError } from '../model/errors.ts';
import { ui, wordsOfNote } from '../words/index.ts';
import { queryFileOf, questionIn } from '../model/course.ts';
import { formatQuery } from './render/query-text.ts';
import { fillAddresses } from './render/blocks.ts';
import { renderMarkdown } from './render/markdown.ts';
import { wrap } from './render/layout.ts';
import { formatReport } from './render/report.ts';
import { formatReview } from './render/review.ts';
import { formatStep } from './render/step.ts';
import { cleanText, type Style } from './render/style.ts';

export interface AutoOptions {
  readonly session: LearnerSession;
  readonly style: Style;
  readonly columns: number;
  readonly say: (text: string) => void;
  readonly signal: AbortSignal;
  /** Id of the step to begin at. @default the first */
  readonly from?: string;
}

/** Why a step about the past cannot be done with each Prometheus. */
const NO_PAST: ReadonlySet<string> = new Set(['incident-not-played', 'history-not-loaded']);

const EXIT_CODES = { pass: 0, fail: 1, blocked: 2 };

/** Resolves with the exit code: 0 all steps passed, 1 one failed, 2 one could not be judged. */
export async function runAuto(options: AutoOptions): Promise<number> {
  const { session, style, columns, say, from } = options;
  const { steps } = session.course;
  const unjudged: StepReport[] = [];
  const first = steps.find(({ id }) => id === from)?.number ?? 1;
  for (const step of steps.slice(first - 1)) {
    const report = await walk(step, options);
    if (report.checks.some(({ status, fact }) => status === 'blocked' && NO_PAST.has(fact.kind)))
      unjudged.push(report);
    else if (report.status !== 'pass') return EXIT_CODES[report.status];
    if (steps[step.number]?.part === step.part) continue;
    const reviewed = await review(options);
    if (reviewed !== 0) return reviewed;
  }
  if (unjudged.length === 0) return 0;
  // Far below the steps that it is about, the exit code needs its reason.
  say(`\n${wrap(ui.actions.walkedWithout, columns)}`);
  for (const report of unjudged) say(formatReport(report, style, columns));
  return EXIT_CODES.blocked;
}

/** One step: its text, its solution or answer, and the report. */
async function walk(step: Step, options: AutoOptions): Promise<StepReport> {
  const { session, style, columns, say, signal } = options;
  await session.call('enter', { step: step.id }, signal);
  const state = await session.call('state', {}, signal);
  say(`\n${await formatStep(step, { course: session.course, state }, style, columns)}`);
  const answer = await solve(step, state, options).catch((error: unknown) => {
    if (!(error instanceof LabError) || !NO_PAST.has(factOf(error).kind)) throw error;
    // The check says why.
    return undefined;
  });
  const report = await session.call(
    'check',
    { step: step.id, ...(answer === undefined ? {} : { answer }) },
    signal,
  );
  say(formatReport(report, style, columns));
  return report;
}

/** The end of a part, or of a course without parts: the review, the summary, and the page at the end. */
async function review({ session, style, columns, say, signal }: AutoOptions): Promise<number> {
  say(`\n${wrap(ui.actions.reviewing, columns)}`);
  const { reports, summary, regression, closing } = await session.call('review', {}, signal);
  const state = await session.call('state', {}, signal);
  say(formatReview(session.course, state, reports, columns));
  const broken = reports.find((report) => report.step === regression);
  if (broken !== undefined) {
    say(formatReport(broken, style, columns));
    return EXIT_CODES[broken.status];
  }
  say(`\n${renderMarkdown(summary, style, columns)}`);
  if (closing !== undefined)
    say(`\n${renderMarkdown(fillAddresses(closing, state.addresses), style, columns)}`);
  return 0;
}

/** Does what the step asks for: applies its solution, or finds the answer, which is given back. */
async function solve(
  step: Step,
  { flow }: SessionState,
  { session, style, columns, say, signal }: AutoOptions,
): Promise<string | undefined> {
  if (flow.actions.some(({ name }) => name === 'apply')) {
    const { notes } = await session.call('apply', { step: step.id }, signal);
    for (const note of notes) say(cleanText(wordsOfNote(note)));
    const query = queryFileOf(step);
    if (query !== undefined) {
      const { text } = await session.call('read', { file: query }, signal);
      say(`${ui.actions.solutionIs}\n${formatQuery(text, columns)}`);
    }
    return undefined;
  }
  const question = questionIn(step.checks);
  if (question === undefined) return undefined;
  const { answer } = await session.call('findAnswer', { step: step.id }, signal);
  say(`${style.bold(cleanText(question.question))}\n  ${style.accent(answer)}`);
  return answer;
}
