// What `new-step` has to know: from the flags, and where they leave it open from questions in the terminal.
import { CHECKS_OF, CONFIG_FILE, NEEDS_CONFIG, STEP_KINDS, type StepKind } from '../../authoring/kinds.ts';
import { findTitleFault, kebabOf } from '../../authoring/names.ts';
import type { StepRequest } from '../../authoring/plan-step.ts';
import type { CheckKind } from '../../checks/index.ts';
import type { Course } from '../../course/index.ts';
import { sessionError } from '../../session/contract/errors.ts';
import { commandError, type IdFault } from '../facts/errors.ts';
import { cli, idFault, titleFault } from '../../words/index.ts';
import { createPrompts, type Answered, type Prompts } from '../../ui/prompts.ts';
import { Interruption, type Host } from '../io/host.ts';

export interface StepFlags {
  readonly id?: string;
  readonly title?: string;
  readonly kind?: StepKind;
  readonly check?: CheckKind;
  readonly after?: string;
}

const LEFT_BY_KEYBOARD = 130;

const words = cli.authors;

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Why an id cannot be used. */
function idFaultOf(id: string, course: Course): IdFault | undefined {
  if (!ID.test(id)) return 'not-kebab-case';
  return course.steps.some((step) => step.id === id) ? { taken: id } : undefined;
}

const idFaultText = (reason: IdFault | undefined): string | undefined =>
  reason === undefined ? undefined : idFault(reason);

function titleFaultOf(title: string): string | undefined {
  const reason = findTitleFault(title);
  return reason === undefined ? undefined : titleFault(reason);
}

/** What the flags say, and the answers to what they leave open. */
export async function askForStep(host: Host, course: Course, flags: StepFlags): Promise<StepRequest> {
  const last = course.steps.at(-1)?.id ?? '';
  const after = course.steps.find(({ id, number }) => [id, String(number)].includes(flags.after ?? last))?.id;
  if (after === undefined) {
    throw sessionError('no-step', { asked: flags.after ?? '', steps: course.steps.map((one) => one.id) });
  }
  const fault = flags.id === undefined ? undefined : idFaultOf(flags.id, course);
  if (fault !== undefined) throw commandError('bad-id', { reason: fault });
  const titled = flags.title === undefined ? undefined : findTitleFault(flags.title);
  if (titled !== undefined) throw commandError('bad-title', { reason: titled });
  const { id, title, kind } = flags;
  if (kind !== undefined) checkFor(kind, course, flags.check);
  if (id !== undefined && title !== undefined && kind !== undefined)
    return { id, title, kind, check: checkFor(kind, course, flags.check), after };
  if (host.stdin.isTTY !== true || host.stdout.isTTY !== true) {
    const missing = Object.entries({ id, title, kind }).filter(([, value]) => value === undefined);
    throw commandError('no-terminal/new-step', { missing: missing.map(([name]) => name) });
  }
  return ask(host, course, flags, after);
}

async function ask(host: Host, course: Course, flags: StepFlags, last: string): Promise<StepRequest> {
  const prompts = createPrompts({ input: host.stdin, output: host.stdout, jobs: host.jobs });
  const title = flags.title ?? (await askText(host, prompts, words.askTitle, titleFaultOf));
  const proposed = kebabOf(title);
  const id =
    flags.id ??
    (await askText(
      host,
      prompts,
      proposed === '' ? words.askId : words.askIdOr(proposed),
      (text) => idFaultText(idFaultOf(text, course)),
      proposed,
      words.askId,
    ));
  const kind =
    flags.kind ??
    (await select<StepKind>(
      host,
      prompts,
      words.askKind,
      STEP_KINDS.map((value) => ({ value, name: words.stepKind(value, words.stepKinds[value]) })),
    ));
  const places = course.steps.toReversed().map((step) => ({
    value: step.id,
    name: words.place(step.number, step.id, step.id === last),
  }));
  const after = flags.after === undefined ? await select(host, prompts, words.askAfter, places) : last;
  return { id, title, kind, check: checkFor(kind, course, flags.check), after };
}

/** The kind of the step's check: the one that was asked for, if a step of the kind can have it in this course. */
function checkFor(kind: StepKind, course: Course, asked: CheckKind | undefined): CheckKind {
  const known = CHECKS_OF[kind];
  const check = asked ?? known[0];
  if (check === undefined || !known.includes(check)) {
    throw commandError('check-of-step', { step: kind, check: asked ?? '', known });
  }
  if (NEEDS_CONFIG.has(check) && !Object.hasOwn(course.workspace, CONFIG_FILE)) {
    throw commandError('no-scrape-config', { check, file: CONFIG_FILE });
  }
  return check;
}

async function askText(
  host: Host,
  prompts: Prompts,
  message: string,
  faultOf: (text: string) => string | undefined,
  proposed = '',
  label = message,
): Promise<string> {
  for (;;) {
    const text = answerOf(await prompts.input(message, host.signal)).trim() || proposed;
    const fault = text === '' ? words.required : faultOf(text);
    if (fault === undefined) {
      host.stdout.write(`${words.answered(label, text)}\n`);
      return text;
    }
    host.stdout.write(`${fault}\n`);
  }
}

async function select<T extends string>(
  host: Host,
  prompts: Prompts,
  message: string,
  choices: readonly { readonly value: T; readonly name: string }[],
): Promise<T> {
  const value = answerOf(await prompts.select({ message, choices, pageSize: 12 }, host.signal));
  const chosen = choices.find((choice) => choice.value === value);
  if (chosen === undefined) throw new Error(`the prompt answered ${value}, which was no choice`);
  host.stdout.write(`${words.answered(message, chosen.value)}\n`);
  return chosen.value;
}

function answerOf(answered: Answered): string {
  if (answered.status === 'answered') return answered.value;
  throw new Interruption(LEFT_BY_KEYBOARD);
}
