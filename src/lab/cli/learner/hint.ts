// `hint [step]`: the next hint, one level further each time.
import { cli } from '../../words/index.ts';
import { fillAddresses } from '../../ui/render/blocks.ts';
import { renderMarkdown } from '../../ui/render/markdown.ts';
import type { Host } from '../io/host.ts';
import { withSession } from '../place/session.ts';
import { createOutput } from '../io/output.ts';
import type { CommonFlags } from '../io/flags.ts';

/** Runs the command. */
export async function hint(host: Host, step: string | undefined, flags: CommonFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  return withSession(host, flags, output.onEvent, async (session) => {
    const next = await session.call('hint', step === undefined ? {} : { step }, host.signal);
    output.say(output.style.bold(cli.learner.hintTitle(next)));
    // With the addresses that are true here, as the step's own text shows them.
    const { addresses } = await session.call('state', {}, host.signal);
    const text = fillAddresses(next.text, addresses);
    output.say(renderMarkdown(text, output.style, output.columns));
    output.json({ ...next, text });
    return 0;
  });
}
