// Makes a workspace in a folder that holds nothing of anybody's. Never overwrites a file.
import type { Packages } from '../../runtimes/contract/packages.ts';
import { mkdir, realpath, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Course } from '../../model/course.ts';
import { workspaceError } from '../contract/errors.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { fileStateBefore } from '../../model/file-state.ts';
import { identityThere } from '../files/folder-identity.ts';
import { inspectFolder } from './inspect.ts';
import { CREATING_FILE, formatMarker, MARKER_FILE, MARKER_VERSION } from '../record/marker.ts';
import { readFileState } from '../solution/read-file-state.ts';
import type { OpenedWorkspace } from './open.ts';
import { missingPackagesNote } from './package-notes.ts';
import { refuseUnrunnable } from './refuse-unrunnable.ts';
import { STATE_FOLDER, workspaceAt } from '../files/place.ts';
import type { WorkspaceMarker } from '../files/place.ts';
import { fileFault } from '../files/write-fault.ts';
import { hasCode } from '../../../system/error-code.ts';
import { isThere } from '../files/bytes.ts';

export interface CreateWorkspaceOptions {
  /** Absolute path; created with the folders above it. */
  readonly dir: string;
  readonly course: Course;
  readonly packages: Packages;
  /** Id of the step to begin at: the solutions of those before it are in place. @default the first */
  readonly from?: string;
  /** @default 0, the course's own counts */
  readonly seed?: number;
  /** Who the seed was derived from. */
  readonly learner?: string;
  /** @default now */
  readonly now?: Date;
}

/**
 * Creates a workspace with the course's starter files and linked packages. Rejects with a LabError where the folder
 * holds something else; a creation that was cut off is finished, with every file that is there kept as it is.
 */
export async function createWorkspace(options: CreateWorkspaceOptions): Promise<OpenedWorkspace> {
  const { course, packages, seed = 0, learner, now = new Date() } = options;
  const dir = await preparedFolder(options.dir);
  const marker: WorkspaceMarker = {
    version: MARKER_VERSION,
    course: course.id,
    seed,
    ...(learner === undefined ? {} : { learner }),
    created: now.toISOString(),
  };
  const creating = `${STATE_FOLDER}/${CREATING_FILE}`;
  await writeFileAtomic({ dir }, creating, formatMarker(marker));
  const from = options.from ?? course.steps[0]?.id;
  if (from === undefined) throw new Error(`The course ${course.id} has no steps.`);
  const state = fileStateBefore(course, from);
  const files = await readFileState(state, packages);
  for (const [file, text] of files) {
    if (!(await isThere(path.join(dir, file)))) await writeFileAtomic({ dir }, file, text);
  }
  const { needed, wished } = packages.toLink([...(course.app.packages ?? []), ...state.packages]);
  const { missing } = await packages.link(dir, needed);
  await packages.link(dir, wished);
  // Last of all: what has the marker is complete.
  await writeFileAtomic({ dir }, `${STATE_FOLDER}/${MARKER_FILE}`, formatMarker(marker));
  await rm(path.join(dir, creating), { force: true });
  return {
    workspace: workspaceAt(dir, await identityThere(dir), marker),
    notes: missing.length === 0 ? [] : [missingPackagesNote(missing)],
  };
}

async function preparedFolder(dir: string): Promise<string> {
  refuseUnrunnable(dir);
  const found = await inspectFolder(dir);
  switch (found.kind) {
    case 'workspace':
      throw workspaceError('already-a-workspace', { dir });
    case 'foreign':
      throw workspaceError('folder-not-empty', { dir, entries: found.entries });
    case 'not-a-folder':
      throw workspaceError('not-a-folder/file', { dir });
    case 'absent':
    case 'empty':
    case 'half-created':
  }
  try {
    await mkdir(dir, { recursive: true });
    return await realpath(dir);
  } catch (error) {
    if (hasCode(error, 'EEXIST', 'ENOENT')) throw workspaceError('not-a-folder/dead-link', { dir }, error);
    throw fileFault(error, 'write', dir);
  }
}
