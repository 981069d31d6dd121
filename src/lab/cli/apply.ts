// `apply [step]`: puts a step's solution in place. The learner's version is copied first.
import { printChangedFiles } from './changed-files.ts';
import type { Host } from './host.ts';
import { withSession } from './open-session.ts';
import { createOutput } from './output.ts';
import type { CommonFlags } from './flags.ts';

/** Runs the command. */
export async function apply(host: Host, step: string | undefined, flags: CommonFlags): Promise<number> {
  const output = createOutput(host, flags.json === true);
  return withSession(host, flags, output.onEvent, async (session) => {
    printChangedFiles(output, await session.call('apply', step === undefined ? {} : { step }, host.signal));
    return 0;
  });
}
