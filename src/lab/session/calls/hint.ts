// The use case `hint`: the next level of help, counted.
import { stepProgress, withHintShown } from '../../workspace/index.ts';
import { findStep, type Needs } from '../work/deps.ts';
import type { Hint } from '../contract/calls.ts';
import type { ProgressKeeper } from '../live/progress-keeper.ts';

/** The next hint of a step; after the last one it begins again with the first. */
export async function hint(
  deps: Needs<'course' | 'keeper'>,
  params: { readonly step?: string },
): Promise<Hint> {
  const step = findStep(deps, params.step);
  const total = step.hints.length;
  const level = await nextLevel(deps, step.id, total);
  await deps.keeper.note({ kind: 'hint', step: step.id, detail: { level } });
  return { step: step.id, text: step.hints[level - 1] ?? '', level, total };
}

/** Hints shown in this session beyond the last one, for going round. */
const rounds = new WeakMap<ProgressKeeper, Map<string, number>>();

async function nextLevel({ keeper }: Needs<'keeper'>, step: string, total: number): Promise<number> {
  const shown = stepProgress(keeper.progress, step).hintsShown;
  if (shown < total) {
    await keeper.change((progress) => withHintShown(progress, step, shown + 1));
    return shown + 1;
  }
  const again = rounds.get(keeper) ?? new Map<string, number>();
  rounds.set(keeper, again);
  const level = ((again.get(step) ?? 0) % total) + 1;
  again.set(step, level);
  return level;
}
