// Opens a workspace that is there: reads its marker, brings an older one up to date and mends its links.
import { readdir, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { readRegularText } from '../../../files/index.ts';
import type { Course } from '../../model/course.ts';
import { LabError } from '../../model/errors.ts';
import { TEMPORARY_FOLDER, writeFileAtomic } from '../files/atomic-write.ts';
import { identityThere } from '../files/folder-identity.ts';
import { inspectFolder } from './inspect.ts';
import { linkPackages, packagesToLink } from '../packages/link.ts';
import { formatMarker, MARKER_FILE, parseMarker } from '../record/marker.ts';
import { linksMendedNote, missingPackagesNote } from './package-notes.ts';
import { STATE_FOLDER, workspaceAt } from '../files/place.ts';
import { refuseUnrunnable } from './refuse-unrunnable.ts';
import type { Workspace, WorkspaceMarker, WorkspaceNote } from '../files/place.ts';
import { errorCode, fileFault } from '../files/write-fault.ts';

export interface OpenWorkspaceOptions {
  readonly dir: string;
  /** Absent: whatever course it belongs to, and no link is mended (to read its state only). */
  readonly course?: Course;
  /** The node_modules of the lab, whose packages are linked. Needed where a course is given. */
  readonly labModulesDir?: string;
}

export interface OpenedWorkspace {
  readonly workspace: Workspace;
  readonly notes: readonly WorkspaceNote[];
}

/**
 * Opens a workspace. Rejects with a LabError where the folder is none, belongs to another course, was written by a
 * newer lab, or cannot be read.
 */
export async function openWorkspace(options: OpenWorkspaceOptions): Promise<OpenedWorkspace> {
  const { course, labModulesDir } = options;
  await refuseOthers(options.dir);
  const dir = await realpath(options.dir);
  refuseUnrunnable(dir);
  const identity = await identityThere(dir);
  const marker = await readMarker(dir);
  if (course !== undefined && marker.course !== course.id) {
    throw new LabError(
      'other-course',
      `The workspace ${dir} belongs to the course "${marker.course}", not to "${course.id}".`,
      {
        hint: 'Give that course with --course, or another folder with --dir.',
      },
    );
  }
  const notes: WorkspaceNote[] = [];
  if (course !== undefined && labModulesDir !== undefined) {
    await removeLeftovers(dir);
    const { needed, wished } = packagesToLink(course.app.packages ?? []);
    const mended = await linkPackages(dir, needed, labModulesDir);
    await linkPackages(dir, wished, labModulesDir);
    if (mended.linked.length > 0) notes.push(linksMendedNote(mended.linked));
    if (mended.missing.length > 0) notes.push(missingPackagesNote(mended.missing));
  }
  return { workspace: workspaceAt(dir, identity, marker), notes };
}

async function refuseOthers(dir: string): Promise<void> {
  const found = await inspectFolder(dir);
  if (found.kind === 'workspace') return;
  const reason =
    found.kind === 'absent'
      ? 'does not exist'
      : found.kind === 'half-created'
        ? 'is a workspace that was never finished'
        : 'is not a workspace';
  throw new LabError('not-a-workspace', `The folder ${dir} ${reason}.`, {
    hint:
      found.kind === 'foreign' || found.kind === 'not-a-folder'
        ? 'Give the folder of your workspace with --dir, or make one with ecom-lab init in a new folder.'
        : 'Make it one with ecom-lab init, or give the folder of your workspace with --dir.',
  });
}

async function readMarker(dir: string): Promise<WorkspaceMarker> {
  const inner = `${STATE_FOLDER}/${MARKER_FILE}`;
  const file = path.join(dir, inner);
  let text: string;
  try {
    text = await readRegularText(file);
  } catch (error) {
    throw fileFault(error, 'read', file);
  }
  const parsed = parseMarker(text);
  if (parsed.status === 'newer') {
    throw new LabError('workspace-newer', `The workspace ${dir} was made by a newer ecom-lab.`, {
      hint: 'Use the ecom-lab that has written it, or work in another folder with --dir.',
    });
  }
  if (parsed.status === 'unreadable') {
    throw new LabError('workspace-unreadable', `${file} cannot be read: ${parsed.reason}.`, {
      hint: 'Your own files are untouched. Make a new workspace with ecom-lab init in another folder and copy them there.',
    });
  }
  if (parsed.isMigrated) await writeFileAtomic({ dir }, inner, formatMarker(parsed.marker));
  return parsed.marker;
}

const LEFTOVER_AFTER_MS = 60_000;

/** Removes temporary files that a killed lab left. Young ones may belong to a command that runs right now. */
async function removeLeftovers(dir: string): Promise<void> {
  const folder = path.join(dir, TEMPORARY_FOLDER);
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw fileFault(error, 'read', folder);
  }
  for (const name of names) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > LEFTOVER_AFTER_MS)
      await rm(file, { recursive: true, force: true });
  }
}
