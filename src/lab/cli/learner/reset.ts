// `reset [step|--all]`: the files as they were before a step, or the whole workspace as it was created. Copies of what was there are kept.
import { commandError } from '../facts/errors.ts';
import { printChangedFiles } from './changed-files.ts';
import type { Host } from '../io/host.ts';
import { withSession } from '../place/session.ts';
import { createOutput } from '../io/output.ts';
import type { CommonFlags } from '../io/flags.ts';

/** Runs the command. */
export async function reset(
  host: Host,
  step: string | undefined,
  flags: CommonFlags & { all?: boolean },
): Promise<number> {
  if (flags.all === true && step !== undefined) throw commandError('reset-what', {});
  const target = flags.all === true ? '*' : step;
  const output = createOutput(host, flags.json === true);
  return withSession(host, flags, output.onEvent, async (session) => {
    printChangedFiles(
      output,
      await session.call('reset', target === undefined ? {} : { step: target }, host.signal),
    );
    return 0;
  });
}
