// Opens a workspace that is there: reads its marker, brings an older one up to date and repairs its links.
import type { Packages } from '../../runtimes/contract/packages.ts';
import { readdir, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { readRegularText } from '../../../files/index.ts';
import type { Course } from '../../model/course.ts';
import { workspaceError } from '../contract/errors.ts';
import { TEMPORARY_FOLDER, writeFileAtomic } from '../files/atomic-write.ts';
import { identityThere } from '../files/folder-identity.ts';
import { inspectFolder } from './inspect.ts';
import { formatMarker, MARKER_FILE, parseMarker } from '../record/marker.ts';
import { linksRepairedNote, missingPackagesNote } from './package-notes.ts';
import { STATE_FOLDER, workspaceAt } from '../files/place.ts';
import { refuseUnrunnable } from './refuse-unrunnable.ts';
import type { WorkspaceNote } from '../contract/notes.ts';
import type { Workspace, WorkspaceMarker } from '../files/place.ts';
import { fileFault } from '../files/write-fault.ts';
import { hasCode } from '../../../system/error-code.ts';

export interface OpenWorkspaceOptions {
  readonly dir: string;
  /** Absent: whatever course it belongs to, and no link is repaired (to read its state only). */
  readonly course?: Course;
  /** Needed where a course is given. */
  readonly packages?: Packages;
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
  const { course, packages } = options;
  await refuseOthers(options.dir);
  const dir = await realpath(options.dir);
  refuseUnrunnable(dir);
  const identity = await identityThere(dir);
  const marker = await readMarker(dir);
  if (course !== undefined && marker.course !== course.id)
    throw workspaceError('other-course', { dir, course: marker.course, wanted: course.id });
  const notes: WorkspaceNote[] = [];
  if (course !== undefined && packages !== undefined) {
    await removeLeftovers(dir);
    const { needed, wished } = packages.toLink(course.app.packages ?? []);
    const repaired = await packages.link(dir, needed);
    await packages.link(dir, wished);
    if (repaired.linked.length > 0) notes.push(linksRepairedNote(repaired.linked));
    if (repaired.missing.length > 0) notes.push(missingPackagesNote(repaired.missing));
  }
  return { workspace: workspaceAt(dir, identity, marker), notes };
}

async function refuseOthers(dir: string): Promise<void> {
  const found = await inspectFolder(dir);
  if (found.kind === 'workspace') return;
  throw workspaceError('not-a-workspace', { dir, found: found.kind });
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
  if (parsed.status === 'newer') throw workspaceError('workspace-newer', { dir });
  if (parsed.status === 'unreadable')
    throw workspaceError('workspace-unreadable', { file, fault: parsed.fault });
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
    if (hasCode(error, 'ENOENT')) return;
    throw fileFault(error, 'read', folder);
  }
  for (const name of names) {
    const file = path.join(folder, name);
    const found = await stat(file).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > LEFTOVER_AFTER_MS)
      await rm(file, { recursive: true, force: true });
  }
}
