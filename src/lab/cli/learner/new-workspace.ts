// Makes a workspace for `start` and `init`, with the seed that the flags name.
import type { Course } from '../../model/course.ts';
import { LabError } from '../../model/errors.ts';
import { seedForLearner } from '../../traffic/index.ts';
import { createWorkspace, type OpenedWorkspace, type WorkspaceMarker } from '../../workspace/index.ts';
import type { Host } from '../io/host.ts';

export interface SeedFlags {
  readonly seed?: number;
  readonly learner?: string;
}

/** Rejects where the flags name another seed than the one that a workspace has: its numbers cannot change any more. */
export function refuseOtherSeed({ seed: known, learner: name }: WorkspaceMarker, flags: SeedFlags): void {
  const asked = seedOf(flags);
  if (asked === undefined || asked === known) return;
  const made = name === undefined ? `with seed ${known}` : `for ${name}, with seed ${known}`;
  const wanted = flags.learner === undefined ? String(asked) : `for ${flags.learner} (seed ${asked})`;
  throw new LabError('other-seed', `This workspace was made ${made}, not ${wanted}.`, {
    hint: 'Leave --seed and --learner out to go on, or name another folder with --dir for other numbers.',
  });
}

/** The seed that the flags name, undefined where they name none. */
function seedOf({ seed, learner }: SeedFlags): number | undefined {
  if (seed !== undefined && learner !== undefined) {
    throw new LabError(
      'seed-or-learner',
      'Give --seed or --learner, not both: the name determines the seed.',
    );
  }
  return learner === undefined ? seed : seedForLearner(learner);
}

/** Creates the workspace. Rejects where the folder is somebody's, and where both seed flags are given. */
export async function makeWorkspace(
  host: Host,
  dir: string,
  course: Course,
  flags: SeedFlags,
): Promise<OpenedWorkspace> {
  const { learner } = flags;
  const seed = seedOf(flags);
  return createWorkspace({
    dir,
    course,
    labModulesDir: host.labModulesDir,
    ...(seed === undefined ? {} : { seed }),
    ...(learner === undefined ? {} : { learner }),
  });
}
