// Reads what a workspace says of its learner, and changes nothing in it: work that was handed in is only looked at.
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { FileRefusal, readRegularText } from '../../../files/index.ts';
import { factOf } from '../../model/errors.ts';
import { systemFault } from '../../model/faults/system.ts';
import type { Fact } from '../../model/verdict.ts';
import { workspaceFact } from '../contract/notes.ts';
import { MAX_JOURNAL_BYTES, parseJournal } from '../journal/entries.ts';
import type { JournalRead } from '../journal/entries.ts';
import { MARKER_FILE, parseMarker } from './marker.ts';
import { parseProgress } from '../progress/parse.ts';
import { EMPTY_PROGRESS } from '../progress/steps.ts';
import type { Progress } from '../progress/steps.ts';
import { STATE_FOLDER } from '../files/place.ts';
import type { WorkspaceMarker } from '../files/place.ts';
import { errorCode, hasCode } from '../../../system/error-code.ts';

const PROGRESS_FILE = 'progress.json';

/** Everything that is known of one learner's work. */
export interface WorkspaceRecord {
  /** Absolute. */
  readonly dir: string;
  /** Undefined where it cannot be read; `notes` says why. */
  readonly marker: WorkspaceMarker | undefined;
  readonly progress: Progress;
  readonly journal: JournalRead;
  /** What could not be read. */
  readonly notes: readonly Fact[];
}

/** Reads the record of a workspace. What is missing or garbled is said in `notes`; it rejects for nothing. */
export async function readRecord(dir: string): Promise<WorkspaceRecord> {
  const notes: Fact[] = [];
  const marker = parseMarker((await readState(dir, MARKER_FILE, notes)) ?? '{}');
  if (marker.status === 'newer') notes.push(workspaceFact('record-newer/workspace', {}));
  if (marker.status === 'unreadable')
    notes.push(workspaceFact('record-unreadable/marker', { file: MARKER_FILE, fault: marker.fault }));
  const progressText = await readState(dir, PROGRESS_FILE, notes);
  const progress = progressText === undefined ? undefined : parseProgress(progressText);
  if (progress?.status === 'newer') notes.push(workspaceFact('record-newer/progress', {}));
  if (progress?.status === 'unreadable')
    notes.push(workspaceFact('record-unreadable/progress', { file: PROGRESS_FILE, fault: progress.fault }));
  const journal = parseJournal((await readState(dir, 'journal.jsonl', notes)) ?? '');
  return {
    dir,
    marker: marker.status === 'ok' ? marker.marker : undefined,
    progress: progress?.status === 'ok' ? progress.progress : EMPTY_PROGRESS,
    journal,
    notes,
  };
}

async function readState(dir: string, name: string, notes: Fact[]): Promise<string | undefined> {
  const file = path.join(dir, STATE_FOLDER, name);
  try {
    const found = await lstat(file);
    // A link could lead to any file of the person who makes the report.
    if (found.isFile()) return await readRegularText(file, { maxBytes: MAX_JOURNAL_BYTES });
    notes.push(workspaceFact('record-not-a-file', { file: name }));
    return undefined;
  } catch (error) {
    if (error instanceof FileRefusal)
      notes.push(workspaceFact('record-refused', { error: factOf(systemFault(error)) }));
    else if (!hasCode(error, 'ENOENT'))
      notes.push(workspaceFact('record-not-read', { file: name, code: errorCode(error) ?? String(error) }));
    return undefined;
  }
}
