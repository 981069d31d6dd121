// `traffic [scenario]`: a scenario's requests, each sent once and counted exactly.
import { cli } from '../../words/index.ts';
import { formatTable } from '../../ui/render/layout.ts';
import type { Host } from '../io/host.ts';
import { withSession } from '../place/session.ts';
import { createOutput } from '../io/output.ts';
import type { CommonFlags } from '../io/flags.ts';

/** Runs the command; 1 if a request got no response. */
export async function traffic(host: Host, scenario: string | undefined, flags: CommonFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  return withSession(host, flags, output.onEvent, async (session) => {
    const sent = await session.call('traffic', scenario === undefined ? {} : { scenario }, host.signal);
    // What the store holds is under way: the event has said how many wait, and for how long.
    const rows = Object.entries(sent.byStatus).map(([status, count]) => [status, String(count)]);
    if (sent.held === undefined)
      output.say(formatTable(Object.values(cli.learner.trafficHead), rows, output.columns));
    output.json(sent);
    return sent.failed === 0 ? 0 : 1;
  });
}
