// `init [dir]`: makes a workspace and says what to do with it.
import path from 'node:path';
import { LabError } from '../../model/errors.ts';
import { inspectFolder } from '../../workspace/index.ts';
import { courseOf, workspaceFolder } from '../place/workspace.ts';
import { commandWord, courseFlag } from '../io/command-word.ts';
import type { Host } from '../io/host.ts';
import { makeWorkspace, type SeedFlags } from './new-workspace.ts';
import { createOutput } from '../io/output.ts';
import type { CommonFlags } from '../io/flags.ts';

/** Runs the command. */
export async function init(
  host: Host,
  folder: string | undefined,
  flags: CommonFlags & SeedFlags,
): Promise<number> {
  const output = createOutput(host, false);
  // Without a name: the workspace that we are in, if any, so that none is made inside another.
  const dir = folder === undefined ? await workspaceFolder(host, flags) : path.resolve(host.cwd, folder);
  if ((await inspectFolder(dir)).kind === 'workspace') {
    throw new LabError('workspace-exists', `${dir} is a workspace already.`, {
      hint: 'Go on in it with `ecom-lab start`, or start over with `ecom-lab reset --all`.',
    });
  }
  const { workspace, notes } = await makeWorkspace(host, dir, await courseOf(host, flags), flags);
  for (const note of notes) output.onEvent({ kind: 'note', ...note });
  const shown = path.relative(host.cwd, workspace.dir) || '.';
  output.say(`A workspace is ready in ${workspace.dir}.`);
  output.say(`Begin with: ecom-lab start --dir ${commandWord(shown)}${courseFlag(flags)}`);
  return 0;
}
