// `apply [step]`: puts a step's solution in place. The learner's version is copied first.
import { printChangedFiles } from './changed-files.ts';
import type { Host } from '../io/host.ts';
import { withSession } from '../place/session.ts';
import { createOutput } from '../io/output.ts';
import type { CommonFlags } from '../io/flags.ts';

/** Runs the command. */
export async function apply(host: Host, step: string | undefined, flags: CommonFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  return withSession(host, flags, output.onEvent, async (session) => {
    printChangedFiles(output, await session.call('apply', step === undefined ? {} : { step }, host.signal));
    return 0;
  });
}
