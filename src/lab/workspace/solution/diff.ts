// What a learner would have to change to get a step's solution.
import { diffFiles } from '../files/diff.ts';
import type { FileDiff } from '../files/diff.ts';
import { readWorkspaceFile } from '../files/read.ts';
import { solutionFiles } from './files.ts';
import type { SolutionFilesOptions } from './files.ts';
import type { Workspace } from '../files/place.ts';

export type { FileDiff } from '../files/diff.ts';

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
