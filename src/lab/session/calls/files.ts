// The use cases on the learner's files: apply, reset, diff. What is replaced is copied first.
import {
  applySolution,
  diffToSolution,
  refuseGone,
  reopenSteps,
  resetFiles,
  stepProgress,
  withStepStatus,
  type ApplyReport,
} from '../../workspace/index.ts';
import type { Course, Step } from '../../course/index.ts';
import { LabError } from '../../model/errors.ts';
import { findStep, type Needs } from '../work/deps.ts';
import type { ChangedFiles } from '../contract/calls.ts';
import { sessionError } from '../contract/errors.ts';
import { note } from '../contract/notes.ts';

export type FilesDeps = Needs<'course' | 'emit' | 'keeper' | 'live' | 'ownWrites' | 'place' | 'workspace'>;

/** The course with the ports of this machine: a solution must point at where the app is in truth. */
export function courseWithActualPorts({ course, live }: Needs<'course' | 'live'>): Course {
  return { ...course, app: { ...course.app, ports: { ...course.app.ports, ...live.ports?.actual } } };
}

/**
 * Where a session is open and the app does not run yet, its ports may still move: one that the file names has to be that of
 * the app that runs. Whether it starts does not matter here.
 */
async function settlePorts({ live }: Needs<'live'>, { solution }: Step, signal: AbortSignal): Promise<void> {
  const namesPort = solution !== undefined && 'scrapeJob' in solution;
  if (!namesPort || live.ports === undefined || live.state.kind === 'running') return;
  try {
    await live.start(signal);
  } catch (error) {
    signal.throwIfAborted();
    // What needs the app reports why it does not start.
    if (!(error instanceof LabError)) throw error;
  }
}

/** Reports what was written, and restarts the app with it where it runs. */
export async function settle(
  deps: Needs<'emit' | 'live' | 'place'>,
  step: string,
  report: ApplyReport,
  signal: AbortSignal,
): Promise<ChangedFiles> {
  deps.emit({ kind: 'files-written', files: report.written, backups: report.backups });
  if (report.written.some((file) => deps.place.runtime.isSource(file)) && deps.live.state.kind !== 'stopped')
    await deps.live.restart(signal);
  return {
    step,
    files: report.written,
    backups: report.backups,
    notes: report.notes.map(({ fact }) => fact),
  };
}

/** The step; rejects where it only asks a question, and so has no file that could be right. */
function stepWithSolution(deps: Needs<'course' | 'keeper'>, asked: string | undefined): Step {
  const step = findStep(deps, asked);
  if (step.solution !== undefined) return step;
  throw sessionError('nothing-to-apply', { step: step.id });
}

/** Puts a step's solution in place. The step counts as applied unless it had been passed before. */
export async function apply(
  deps: FilesDeps,
  asked: string | undefined,
  signal: AbortSignal,
): Promise<ChangedFiles> {
  const step = stepWithSolution(deps, asked);
  await refuseGone(deps.workspace);
  await settlePorts(deps, step, signal);
  const { place } = deps;
  const report = await deps.ownWrites.during(() =>
    applySolution(deps.workspace, {
      course: courseWithActualPorts(deps),
      step,
      packages: place.runtime.packages,
      signal,
      onOutput: (line) => deps.emit({ kind: 'command-output', line }),
    }),
  );
  await deps.keeper.change((progress, at) => {
    const isPassed = progress.steps[step.id]?.status === 'passed';
    return isPassed ? progress : withStepStatus(progress, step.id, 'applied', at);
  });
  await deps.keeper.note({ kind: 'apply', step: step.id, detail: { files: report.written } });
  return settle(deps, step.id, report, signal);
}

/** Puts the files back as they were before a step; `*`: as they were in the beginning, and the progress too. */
export async function reset(
  deps: FilesDeps,
  asked: string | undefined,
  signal: AbortSignal,
): Promise<ChangedFiles> {
  const isAll = asked === '*';
  const step = isAll ? undefined : findStep(deps, asked);
  await refuseGone(deps.workspace);
  const report = await deps.ownWrites.during(() =>
    resetFiles(deps.workspace, {
      course: courseWithActualPorts(deps),
      packages: deps.place.runtime.packages,
      step: step ?? 'all',
    }),
  );
  const reopened = deps.course.steps.filter((one) => step === undefined || one.number >= step.number);
  const undone = reopened.filter((one) => stepProgress(deps.keeper.progress, one.id).status !== 'open');
  await deps.keeper.change((progress) => ({
    ...reopenSteps(
      progress,
      reopened.map((one) => one.id),
    ),
    ...(step === undefined ? { current: deps.course.steps[0]?.id ?? '' } : { current: step.id }),
  }));
  await deps.keeper.note({ kind: 'reset', step: step?.id ?? '*', detail: { files: report.written } });
  const changed = await settle(deps, step?.id ?? '*', report, signal);
  if (undone.length === 0) return changed;
  const reopenedNote = note('steps-reopened', { steps: undone.map((one) => one.id) });
  return { ...changed, notes: [...changed.notes, reopenedNote] };
}

/** A unified diff from the learner's files to the step's solution. */
export async function diff(
  deps: Omit<FilesDeps, 'emit' | 'ownWrites'>,
  asked: string | undefined,
): Promise<{ step: string; diff: string }> {
  const step = stepWithSolution(deps, asked);
  await refuseGone(deps.workspace);
  const files = await diffToSolution(deps.workspace, {
    course: courseWithActualPorts(deps),
    step,
    packages: deps.place.runtime.packages,
  });
  return { step: step.id, diff: files.map((file) => file.patch).join('\n') };
}
