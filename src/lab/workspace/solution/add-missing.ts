// Creates the files that a course gives its workspaces and this one does not have: a later version may have more of them.
import path from 'node:path';
import type { Packages } from '../../runtimes/contract/packages.ts';
import type { Course } from '../../model/course.ts';
import { starterState } from '../../model/file-state.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { isThere } from '../files/bytes.ts';
import type { ApplyReport } from '../files/change-report.ts';
import type { Workspace } from '../files/place.ts';
import { readOrigin } from './read-file-state.ts';

export interface AddMissingOptions {
  readonly course: Course;
  readonly packages: Packages;
}

/**
 * Creates each file of `workspace:` at whose place there is nothing. What is there is left as it is. Rejects with a
 * LabError where a file cannot be created, or its place leads out of the workspace.
 */
export async function addMissingFiles(
  workspace: Workspace,
  { course, packages }: AddMissingOptions,
): Promise<ApplyReport> {
  const written: string[] = [];
  for (const [file, origin] of Object.entries(starterState(course).files)) {
    if (await isThere(path.join(workspace.dir, file))) continue;
    await writeFileAtomic(workspace, file, await readOrigin(origin, packages));
    written.push(file);
  }
  return { written, backups: [], notes: [] };
}
