// `restart`: the app (or Prometheus) of the session that runs in another terminal.
import { commandError } from '../facts/errors.ts';
import { wrap } from '../../ui/render/layout.ts';
import { cleanText } from '../../ui/render/style.ts';
import { wordsOfNote } from '../../words/index.ts';
import type { Host } from '../io/host.ts';
import { findRunningSession } from '../place/session.ts';
import { createOutput } from '../io/output.ts';
import type { CommonFlags } from '../io/flags.ts';

/** Runs the command; 1 where what was restarted does not run. */
export async function restart(host: Host, flags: CommonFlags & { what?: string }): Promise<number> {
  const output = createOutput(host, flags.json === true);
  const session = await findRunningSession(host, flags, output.onEvent);
  if (session === undefined) throw commandError('no-session', {});
  const { fact, ...result } = await session
    .call('restart', { what: flags.what === 'prometheus' ? 'prometheus' : 'app' }, host.signal)
    .finally(() => session.close());
  const message = wordsOfNote(fact);
  output.say(wrap(cleanText(message), output.columns));
  output.json({ ...result, message });
  return result.isRunning ? 0 : 1;
}
