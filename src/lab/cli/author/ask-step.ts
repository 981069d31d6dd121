// What `new-step` has to know: from the flags, and where they leave it open from questions in the terminal.
import { kebabOf, titleFault } from '../../authoring/names.ts';
import type { StepRequest } from '../../authoring/plan-step.ts';
import { STEP_KINDS, type StepKind } from '../../authoring/step-text.ts';
import type { Course } from '../../model/course.ts';
import { LabError } from '../../model/errors.ts';
import { createPrompts, type Answered, type Prompts } from '../../ui/prompts.ts';
import { Interruption, type Host } from '../io/host.ts';

export interface StepFlags {
  readonly id?: string;
  readonly title?: string;
  readonly kind?: StepKind;
  readonly after?: string;
}

const LEFT_BY_KEYBOARD = 130;

const ID = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Why an id cannot be used. */
function idFault(id: string, course: Course): string | undefined {
  if (!ID.test(id)) return 'An id is kebab-case, like count-requests.';
  return course.steps.some((step) => step.id === id) ? `There is a step ${id} already.` : undefined;
}

/** What the flags say, and the answers to what they leave open. */
export async function askForStep(host: Host, course: Course, flags: StepFlags): Promise<StepRequest> {
  const last = course.steps.at(-1)?.id ?? '';
  const after = course.steps.find(({ id, number }) => [id, String(number)].includes(flags.after ?? last))?.id;
  if (after === undefined) {
    throw new LabError('no-step', `There is no step "${flags.after?.slice(0, 60) ?? ''}".`, {
      hint: `The steps are: ${course.steps.map((one) => one.id).join(', ')}.`,
    });
  }
  const fault = flags.id === undefined ? undefined : idFault(flags.id, course);
  if (fault !== undefined) throw new LabError('bad-id', fault, { hint: 'Give another one with --id.' });
  const titled = flags.title === undefined ? undefined : titleFault(flags.title);
  if (titled !== undefined)
    throw new LabError('bad-title', titled, { hint: 'Give another one with --title.' });
  const { id, title, kind } = flags;
  if (id !== undefined && title !== undefined && kind !== undefined) return { id, title, kind, after };
  if (host.stdin.isTTY !== true || host.stdout.isTTY !== true) {
    const missing = Object.entries({ id, title, kind }).filter(([, value]) => value === undefined);
    throw new LabError(
      'no-terminal',
      'new-step needs a terminal to ask its questions in, and this is none.',
      {
        hint: `Give ${missing.map(([name]) => `--${name}`).join(', ')}.`,
      },
    );
  }
  return ask(host, course, flags, after);
}

async function ask(host: Host, course: Course, flags: StepFlags, last: string): Promise<StepRequest> {
  const prompts = createPrompts({ input: host.stdin, output: host.stdout, jobs: host.jobs });
  const title =
    flags.title ?? (await askText(host, prompts, 'The title, as the learner reads it', titleFault));
  const proposed = kebabOf(title);
  const id =
    flags.id ??
    (await askText(
      host,
      prompts,
      proposed === '' ? 'The id' : `The id (Enter: ${proposed})`,
      (text) => idFault(text, course),
      proposed,
    ));
  const kind =
    flags.kind ??
    (await select<StepKind>(
      host,
      prompts,
      'What the learner does',
      (Object.keys(STEP_KINDS) as StepKind[]).map((value) => ({
        value,
        name: `${value}: ${STEP_KINDS[value]}`,
      })),
    ));
  const places = course.steps.toReversed().map((step) => ({
    value: step.id,
    name: `${step.number}. ${step.id}${step.id === last ? ' (the last one)' : ''}`,
  }));
  const after = flags.after === undefined ? await select(host, prompts, 'It comes after', places) : last;
  return { id, title, kind, after };
}

async function askText(
  host: Host,
  prompts: Prompts,
  message: string,
  faultOf: (text: string) => string | undefined,
  proposed = '',
): Promise<string> {
  for (;;) {
    const text = answerOf(await prompts.input(message, host.signal)).trim() || proposed;
    const fault = text === '' ? 'It is needed.' : faultOf(text);
    if (fault === undefined) {
      host.stdout.write(`${message.replace(/ \(.*/, '')}: ${text}\n`);
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
  host.stdout.write(`${message}: ${chosen.value}\n`);
  return chosen.value;
}

function answerOf(answered: Answered): string {
  if (answered.status === 'answered') return answered.value;
  throw new Interruption(LEFT_BY_KEYBOARD);
}
