// How long a learner worked on each step, from the times in the journal.
import type { JournalEntry } from '../../workspace/index.ts';

/** A gap that is longer than this is a pause, and counts as no work at all. */
export const LONGEST_GAP_MS = 15 * 60_000;

export interface ActiveTime {
  /** Step id -> ms. */
  readonly byStep: ReadonlyMap<string, number>;
  readonly pauses: number;
}

/**
 * Adds up the gaps between entries. A gap belongs to the step that its later entry is about; before a step is opened
 * the learner is still at the one before. A clock that went back adds nothing.
 */
export function activeTime(entries: readonly JournalEntry[]): ActiveTime {
  const byStep = new Map<string, number>();
  let pauses = 0;
  let current: string | undefined;
  let before: number | undefined;
  for (const { at, kind, step } of entries) {
    const time = Date.parse(at);
    const gap = before === undefined ? 0 : Math.max(0, time - before);
    const owner = kind === 'opened' ? current : (step ?? current);
    if (gap > LONGEST_GAP_MS) pauses += 1;
    else if (owner !== undefined && owner !== '*') byStep.set(owner, (byStep.get(owner) ?? 0) + gap);
    if (step !== undefined && step !== '*') current = step;
    before = time;
  }
  return { byStep, pauses };
}
