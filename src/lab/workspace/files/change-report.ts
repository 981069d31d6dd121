// What apply and reset say when they are done.
import type { WorkspaceNote } from '../contract/notes.ts';
import type { BackedUpFile } from './place.ts';

export interface ApplyReport {
  /** Workspace files whose content is new now; unchanged ones are not named. */
  readonly written: readonly string[];
  /** Copies of what was there before, one for each replaced or removed file. */
  readonly backups: readonly BackedUpFile[];
  readonly notes: readonly WorkspaceNote[];
}

export const NOTHING_APPLIED: ApplyReport = { written: [], backups: [], notes: [] };

/** Two reports as one. */
export function joinReports(first: ApplyReport, second: ApplyReport): ApplyReport {
  return {
    written: [...new Set([...first.written, ...second.written])],
    backups: [...first.backups, ...second.backups],
    notes: [...first.notes, ...second.notes],
  };
}
