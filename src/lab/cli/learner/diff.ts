// `diff [step]`: from the learner's files to the solution, as a unified diff.
import { ui } from '../../words/index.ts';
import { formatDiff } from '../../ui/render/diff.ts';
import type { Host } from '../io/host.ts';
import { withSession } from '../place/session.ts';
import { createOutput } from '../io/output.ts';
import type { CommonFlags } from '../io/flags.ts';

/** Runs the command. */
export async function diff(host: Host, step: string | undefined, flags: CommonFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  return withSession(host, flags, output.onEvent, async (session) => {
    const answer = await session.call('diff', step === undefined ? {} : { step }, host.signal);
    output.say(answer.diff === '' ? ui.actions.noDifference : formatDiff(answer.diff, output.style));
    output.json(answer);
    return 0;
  });
}
