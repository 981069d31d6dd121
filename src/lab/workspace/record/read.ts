// Reads what a workspace says of its learner, and changes nothing in it: work that was handed in is only looked at.
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { FileRefusal, readRegularText } from '../../../files/index.ts';
import { MAX_JOURNAL_BYTES, parseJournal } from '../journal/entries.ts';
import type { JournalRead } from '../journal/entries.ts';
import { MARKER_FILE, parseMarker } from './marker.ts';
import { parseProgress } from '../progress/parse.ts';
import { EMPTY_PROGRESS } from '../progress/steps.ts';
import type { Progress } from '../progress/steps.ts';
import { STATE_FOLDER } from '../files/place.ts';
import type { WorkspaceMarker } from '../files/place.ts';
import { errorCode } from '../files/write-fault.ts';

/** Everything that is known of one learner's work. */
export interface WorkspaceRecord {
  /** Absolute. */
  readonly dir: string;
  /** Undefined where it cannot be read; `notes` says why. */
  readonly marker: WorkspaceMarker | undefined;
  readonly progress: Progress;
  readonly journal: JournalRead;
  /** What could not be read, one sentence each. */
  readonly notes: readonly string[];
}

/** Reads the record of a workspace. What is missing or garbled is said in `notes`; it rejects for nothing. */
export async function readRecord(dir: string): Promise<WorkspaceRecord> {
  const notes: string[] = [];
  const marker = parseMarker((await readState(dir, MARKER_FILE, notes)) ?? '{}');
  if (marker.status === 'newer') notes.push('The workspace was made by a newer ecom-lab.');
  if (marker.status === 'unreadable') notes.push(`${MARKER_FILE} cannot be read: ${marker.reason}.`);
  const progressText = await readState(dir, 'progress.json', notes);
  const progress = progressText === undefined ? undefined : parseProgress(progressText);
  if (progress?.status === 'newer') notes.push('progress.json was written by a newer ecom-lab.');
  if (progress?.status === 'unreadable') notes.push(`progress.json cannot be read: ${progress.reason}.`);
  const journal = parseJournal((await readState(dir, 'journal.jsonl', notes)) ?? '');
  return {
    dir,
    marker: marker.status === 'ok' ? marker.marker : undefined,
    progress: progress?.status === 'ok' ? progress.progress : EMPTY_PROGRESS,
    journal,
    notes,
  };
}

async function readState(dir: string, name: string, notes: string[]): Promise<string | undefined> {
  const file = path.join(dir, STATE_FOLDER, name);
  try {
    const found = await lstat(file);
    // A link could lead to any file of whoever reads the report.
    if (found.isFile()) return await readRegularText(file, { maxBytes: MAX_JOURNAL_BYTES });
    notes.push(`${name} is not a file, and was not read.`);
    return undefined;
  } catch (error) {
    if (error instanceof FileRefusal) notes.push(error.message);
    else if (errorCode(error) !== 'ENOENT')
      notes.push(`${name} cannot be read (${errorCode(error) ?? String(error)}).`);
    return undefined;
  }
}
