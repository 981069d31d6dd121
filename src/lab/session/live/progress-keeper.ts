// The learner's progress in memory and on disk: changed in one place, written whole after each change. Where the disk
// refuses (full, read-only, gone) the work continues in memory, the learner is told once, and each later write tries again.
import { factOf, LabError } from '../../model/errors.ts';
import {
  appendJournal,
  writeProgress,
  type JournalEntry,
  type Progress,
  type Workspace,
} from '../../workspace/index.ts';
import type { SessionEvent } from '../contract/events.ts';
import { note } from '../contract/notes.ts';
import { takeTurns } from '../../../turns.ts';

export interface ProgressKeeper {
  readonly progress: Progress;
  /** Changes it and writes it; later changes wait for earlier writes. */
  change(edit: (progress: Progress, now: Date) => Progress): Promise<void>;
  /** Appends to the journal, with the time of now. */
  note(entry: Omit<JournalEntry, 'at'>): Promise<void>;
  /** Resolves when all is written; what could not be written before is tried a last time. */
  settle(): Promise<void>;
}

/** A keeper of what was read when the workspace was opened. */
export function createProgressKeeper(
  workspace: Workspace,
  initial: Progress,
  emit: (event: SessionEvent) => void,
): ProgressKeeper {
  let progress = initial;
  let isWritten = true;
  let isReported = false;
  const inTurn = takeTurns();

  /** A verdict must reach the learner also when it cannot be written down. */
  async function tryTo(write: () => Promise<void>): Promise<boolean> {
    try {
      await write();
      isReported = false;
      return true;
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      if (!isReported)
        emit({ kind: 'note', fact: note('progress-not-kept', { error: factOf(error) }), isWarning: true });
      isReported = true;
      return false;
    }
  }

  const write = async (): Promise<void> => {
    isWritten = await tryTo(() => writeProgress(workspace, progress));
  };

  return {
    get progress() {
      return progress;
    },
    change: (edit) =>
      inTurn(async () => {
        const next = edit(progress, new Date());
        if (next === progress && isWritten) return;
        const isChanged = next !== progress;
        progress = next;
        const { current } = next;
        if (isChanged)
          emit({ kind: 'progress-changed', ...(current === undefined ? {} : { currentStep: current }) });
        await write();
      }),
    note: (entry) =>
      inTurn(async () => {
        await tryTo(() => appendJournal(workspace, { at: new Date().toISOString(), ...entry }));
      }),
    settle: () =>
      inTurn(async () => {
        if (!isWritten) await write();
      }),
  };
}
