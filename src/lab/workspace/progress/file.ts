// `.ecom-lab/progress.json`: read tolerantly, written whole. A file that cannot be read is set aside, never overwritten.
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { workspaceError } from '../contract/errors.ts';
import type { ProgressFault } from '../contract/faults.ts';
import { workspaceFact, type WorkspaceNote } from '../contract/notes.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { timestampForName } from '../files/timestamp.ts';
import type { Workspace } from '../files/place.ts';
import { STATE_FOLDER } from '../files/place.ts';
import { fileFault } from '../files/write-fault.ts';
import { parseProgress } from './parse.ts';
import { EMPTY_PROGRESS } from './steps.ts';
import type { Progress } from './steps.ts';
import { readIfThere } from '../files/bytes.ts';

const FILE = 'progress.json';

export interface ProgressRead {
  readonly progress: Progress;
  /** Set where the file could not be read: what happened and where it is now. */
  readonly note?: WorkspaceNote;
}

/**
 * The learner's progress, empty if there is none yet. A file that cannot be read is renamed to
 * `progress.json.unreadable-<time>` and said so. Rejects with LabError `progress-newer` for a newer lab's file.
 */
export async function readProgress(workspace: Workspace, now: Date = new Date()): Promise<ProgressRead> {
  const file = path.join(workspace.stateDir, FILE);
  const bytes = await readIfThere(file);
  if (bytes === undefined) return { progress: EMPTY_PROGRESS };
  const parsed = parseProgress(bytes.toString());
  if (parsed.status === 'ok') return { progress: parsed.progress };
  if (parsed.status === 'newer') throw workspaceError('progress-newer', { dir: workspace.dir });
  return { progress: EMPTY_PROGRESS, note: await setAside(workspace, parsed.fault, now) };
}

async function setAside(workspace: Workspace, fault: ProgressFault, now: Date): Promise<WorkspaceNote> {
  const file = path.join(workspace.stateDir, FILE);
  const aside = `${FILE}.unreadable-${timestampForName(now)}`;
  try {
    await rename(file, path.join(workspace.stateDir, aside));
  } catch (error) {
    throw fileFault(error, 'write', file);
  }
  const copy = `${STATE_FOLDER}/${aside}`;
  return { fact: workspaceFact('progress-unreadable', { fault, copy }), isWarning: true };
}

/** Writes the progress whole or not at all. */
export async function writeProgress(workspace: Workspace, progress: Progress): Promise<void> {
  await writeFileAtomic(workspace, `${STATE_FOLDER}/${FILE}`, `${JSON.stringify(progress, undefined, 2)}\n`);
}
