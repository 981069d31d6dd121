// Makes a workspace for `start` and `init`, with the seed that the flags name.
import type { Course } from '../model/course.ts';
import { LabError } from '../model/errors.ts';
import { seedForLearner } from '../traffic/index.ts';
import { createWorkspace, type OpenedWorkspace } from '../workspace/index.ts';
import type { Host } from './host.ts';

export interface SeedFlags {
  readonly seed?: number;
  readonly learner?: string;
}

/** Creates the workspace. Rejects where the folder is somebody's, and where both seed flags are given. */
export async function makeWorkspace(
  host: Host,
  dir: string,
  course: Course,
  flags: SeedFlags,
): Promise<OpenedWorkspace> {
  const { seed, learner } = flags;
  if (seed !== undefined && learner !== undefined) {
    throw new LabError('seed-or-learner', 'Give --seed or --learner, not both: the name stands for a seed.');
  }
  return createWorkspace({
    dir,
    course,
    labModulesDir: host.labModulesDir,
    ...(seed === undefined ? {} : { seed }),
    ...(learner === undefined ? {} : { learner, seed: seedForLearner(learner) }),
  });
}
