// The use case `prepare`: a workspace for a step whose earlier steps were not done.
import {
  planPreparation,
  prepareFiles,
  refuseGone,
  stepProgress,
  withStepOpened,
  withStepStatus,
  type Progress,
} from '../../workspace/index.ts';
import type { Course, Step } from '../../course/index.ts';
import type { SessionCalls } from '../contract/calls.ts';
import { findStep } from '../work/deps.ts';
import { courseWithActualPorts, settle, type FilesDeps } from './files.ts';

/** Puts in place what the missing solutions change, marks their steps skipped, and makes the step the current one. */
export async function prepareStep(
  deps: FilesDeps,
  { step: asked, replace = false }: SessionCalls['prepare']['params'],
  signal: AbortSignal,
): Promise<SessionCalls['prepare']['result']> {
  const { workspace, keeper } = deps;
  const step = findStep(deps, asked);
  await refuseGone(workspace);
  const course = courseWithActualPorts(deps);
  const { packages } = deps.place.runtime;
  const missing = missingBefore(course, step, keeper.progress);
  const plan = await planPreparation(workspace, { course, step, missing, packages });
  const nothing = { step: step.id, files: [], backups: [], notes: [] };
  if (plan.differing.length > 0 && !replace)
    return { ...nothing, isPrepared: false, differing: plan.differing };
  const report = await deps.ownWrites.during(() => prepareFiles(workspace, plan, { step, packages }));
  const skipped = missing.filter(({ id }) => stepProgress(keeper.progress, id).status === 'open');
  await keeper.change((progress, at) =>
    withStepOpened(
      skipped.reduce((all, { id }) => withStepStatus(all, id, 'skipped', at), progress),
      step.id,
      at,
    ),
  );
  for (const { id } of skipped)
    await keeper.note({ kind: 'skip', step: id, detail: { preparedFor: step.id } });
  const changed = report.written.length === 0 ? nothing : await settle(deps, step.id, report, signal);
  return { ...changed, isPrepared: true, differing: plan.differing };
}

/**
 * The earlier steps whose solutions the workspace may lack: those that are open or were skipped. None where the learner
 * has been at the step before, with all earlier steps done or skipped: what is there by now is their own work.
 */
function missingBefore(course: Course, step: Step, progress: Progress): readonly Step[] {
  const earlier = course.steps.filter(({ number }) => number < step.number);
  const has = (wanted: string) => (one: Step) => stepProgress(progress, one.id).status === wanted;
  const wasThere = stepProgress(progress, step.id).openedAt !== undefined;
  if (wasThere && !earlier.some(has('open'))) return [];
  return earlier.filter((one) => has('open')(one) || has('skipped')(one));
}
