// Makes a workspace for `start` and `init`, with the seed that the flags name.
import type { Course } from '../../course/index.ts';
import { commandError } from '../facts/errors.ts';
import { seedForLearner } from '../../traffic/index.ts';
import { createWorkspace, type OpenedWorkspace, type WorkspaceMarker } from '../../workspace/index.ts';
import { runtimeOf } from '../place/session.ts';
import type { Host } from '../io/host.ts';

export interface SeedFlags {
  readonly seed?: number;
  readonly learner?: string;
}

const named = (learner: string | undefined): { learner?: string } =>
  learner === undefined ? {} : { learner };

/** Rejects where the flags name another seed than the one that a workspace has: its numbers cannot change any more. */
export function refuseOtherSeed({ seed: known, learner: name }: WorkspaceMarker, flags: SeedFlags): void {
  const asked = seedOf(flags);
  if (asked === undefined || asked === known) return;
  throw commandError('other-seed', {
    known: { seed: known, ...named(name) },
    wanted: { seed: asked, ...named(flags.learner) },
  });
}

/** The seed that the flags name, undefined where they name none. */
function seedOf({ seed, learner }: SeedFlags): number | undefined {
  if (seed !== undefined && learner !== undefined) throw commandError('seed-or-learner', {});
  return learner === undefined ? seed : seedForLearner(learner);
}

/** Creates the workspace, for a step where `from` has its id. Rejects where the folder is not empty, and where both seed flags are given. */
export async function makeWorkspace(
  host: Host,
  dir: string,
  course: Course,
  flags: SeedFlags & { readonly from?: string },
): Promise<OpenedWorkspace> {
  const { learner, from } = flags;
  const seed = seedOf(flags);
  return createWorkspace({
    dir,
    course,
    packages: runtimeOf(host).packages,
    ...(from === undefined ? {} : { from }),
    ...(seed === undefined ? {} : { seed }),
    ...(learner === undefined ? {} : { learner }),
  });
}
