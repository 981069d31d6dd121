// `start --from STEP`: the session begins at that step, in a workspace that is prepared for it.
import type { Course, Step } from '../../course/index.ts';
import type { Session } from '../../session/contract/calls.ts';
import { sessionError } from '../../session/contract/errors.ts';
import { createPrompts } from '../../ui/prompts.ts';
import { wrap } from '../../ui/render/layout.ts';
import { cleanText } from '../../ui/render/style.ts';
import { cli } from '../../words/index.ts';
import { commandError } from '../facts/errors.ts';
import { Interruption, type Host } from '../io/host.ts';
import type { CommandOutput } from '../io/output.ts';

const LEFT_BY_KEYBOARD = 130;

/** The step of an id or number. Rejects with `no-step` where the course has none. */
export function stepNamed(course: Course, asked: string): Step {
  const step = course.steps.find(({ id, number }) => id === asked || String(number) === asked);
  if (step !== undefined) return step;
  throw sessionError('no-step', { asked: asked.slice(0, 60), steps: course.steps.map(({ id }) => id) });
}

/**
 * Prepares the workspace and makes the step the current one. Before files of the learner are replaced, they are asked;
 * a no keeps the files. Rejects with `files-differ` without a terminal to ask in.
 */
export async function beginAt(
  host: Host,
  session: Session,
  step: Step,
  output: CommandOutput,
): Promise<void> {
  const { isPrepared, differing } = await session.call('prepare', { step: step.id }, host.signal);
  if (isPrepared) return;
  const files = differing.map(cleanText);
  if (host.stdin.isTTY !== true || host.stdout.isTTY !== true)
    throw commandError('files-differ', { step: step.id, files });
  const prompts = createPrompts({ input: host.stdin, output: host.stdout, jobs: host.jobs });
  const answered = await prompts.confirm(cli.learner.askReplace(step.number, files), host.signal);
  if (answered.status === 'left') {
    host.interrupt(LEFT_BY_KEYBOARD);
    throw new Interruption(LEFT_BY_KEYBOARD);
  }
  host.signal.throwIfAborted();
  if (answered.status === 'answered' && answered.value === 'true') {
    await session.call('prepare', { step: step.id, replace: true }, host.signal);
    return;
  }
  output.say(wrap(cli.learner.filesKept, output.columns));
  await session.call('enter', { step: step.id }, host.signal);
}
