// `init [dir]`: makes a workspace and says what to do with it.
import path from 'node:path';
import { commandError } from '../facts/errors.ts';
import { cli } from '../../words/index.ts';
import { inspectFolder } from '../../workspace/index.ts';
import { courseOf, workspaceFolder } from '../place/workspace.ts';
import { commandWord, courseFlag } from '../io/command-word.ts';
import type { Host } from '../io/host.ts';
import { makeWorkspace, type SeedFlags } from './new-workspace.ts';
import { createOutput } from '../io/output.ts';
import type { CommonFlags } from '../io/flags.ts';

const words = cli.learner;

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
    throw commandError('workspace-exists', { dir });
  }
  const { workspace, notes } = await makeWorkspace(host, dir, await courseOf(host, flags), flags);
  for (const note of notes) output.onEvent({ kind: 'note', ...note });
  const shown = path.relative(host.cwd, workspace.dir) || '.';
  output.say(words.workspaceReady(workspace.dir));
  output.say(words.startWith(`ecom-lab start --dir ${commandWord(shown)}${courseFlag(flags)}`));
  return 0;
}
