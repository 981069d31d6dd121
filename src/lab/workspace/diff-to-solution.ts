// What a learner would have to change to get a step's solution.
import { diffFiles } from './diff-files.ts';
import type { FileDiff } from './diff-files.ts';
import { readWorkspaceFile } from './read-workspace-file.ts';
import { solutionFiles } from './solution-files.ts';
import type { SolutionFilesOptions } from './solution-files.ts';
import type { Workspace } from './workspace.ts';

export type { FileDiff } from './diff-files.ts';

/** Unified diffs from the workspace's files to those of the solution; empty where they are the same. */
export async function diffToSolution(
  workspace: Workspace,
  options: SolutionFilesOptions,
): Promise<readonly FileDiff[]> {
  const { files } = await solutionFiles(workspace, options);
  const current = await Promise.all(
    [...files.keys()].map(async (file) => [file, await readWorkspaceFile(workspace, file)] as const),
  );
  return diffFiles(new Map(current), files);
}
