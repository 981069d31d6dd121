// The learner's progress in memory and on disk: changed in one place, written whole after each change.
import {
  appendJournal,
  writeProgress,
  type JournalEntry,
  type Progress,
  type Workspace,
} from '../workspace/index.ts';

export interface ProgressKeeper {
  readonly progress: Progress;
  /** Changes it and writes it; later changes wait for earlier writes. */
  change(edit: (progress: Progress, now: Date) => Progress): Promise<void>;
  /** Appends to the journal, with the time of now. */
  note(entry: Omit<JournalEntry, 'at'>): Promise<void>;
}

/** A keeper of what was read when the workspace was opened. */
export function createProgressKeeper(workspace: Workspace, initial: Progress): ProgressKeeper {
  let progress = initial;
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    get progress() {
      return progress;
    },
    change: (edit) =>
      inTurn(async () => {
        const next = edit(progress, new Date());
        if (next === progress) return;
        await writeProgress(workspace, next);
        progress = next;
      }),
    note: (entry) => inTurn(() => appendJournal(workspace, { at: new Date().toISOString(), ...entry })),
  };
}
