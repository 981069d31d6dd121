// The use case `hint`: the next level of help, counted.
import { stepProgress, withHintShown } from '../../workspace/index.ts';
import { findStep, type SessionParts } from '../work/parts.ts';
import type { Hint } from '../contract/calls.ts';

/** The next hint of a step; after the last one it begins again with the first. */
export async function hint(parts: SessionParts, params: { readonly step?: string }): Promise<Hint> {
  const step = findStep(parts, params.step);
  const total = step.hints.length;
  const level = await nextLevel(parts, step.id, total);
  await parts.keeper.note({ kind: 'hint', step: step.id, detail: { level } });
  return { step: step.id, text: step.hints[level - 1] ?? '', level, total };
}

/** Hints shown in this session beyond the last one, for going round. */
const rounds = new WeakMap<SessionParts, Map<string, number>>();

async function nextLevel(parts: SessionParts, step: string, total: number): Promise<number> {
  const shown = stepProgress(parts.keeper.progress, step).hintsShown;
  if (shown < total) {
    await parts.keeper.change((progress) => withHintShown(progress, step, shown + 1));
    return shown + 1;
  }
  const again = rounds.get(parts) ?? new Map<string, number>();
  rounds.set(parts, again);
  const level = ((again.get(step) ?? 0) % total) + 1;
  again.set(step, level);
  return level;
}
