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
import { findStep, type SessionParts } from '../work/parts.ts';
import type { ChangedFiles } from '../contract/calls.ts';
import { sessionError } from '../contract/errors.ts';
import { note } from '../contract/notes.ts';

/** The course with the ports of this machine: a solution must point at where the app is in truth. */
function courseHere({ course, live }: SessionParts): Course {
  return { ...course, app: { ...course.app, ports: { ...course.app.ports, ...live.ports?.actual } } };
}

/**
 * Where a session is open and the app does not run yet, its ports may still move: one that the file names has to be that of
 * the app that runs. Whether it starts does not matter here.
 */
async function settlePorts({ live }: SessionParts, { solution }: Step, signal: AbortSignal): Promise<void> {
  const namesPort = solution !== undefined && 'scrapeJob' in solution;
  if (!namesPort || live.ports === undefined || live.state.kind === 'running') return;
  try {
    await live.start(signal);
  } catch (error) {
    signal.throwIfAborted();
    // Told where the app is needed.
    if (!(error instanceof LabError)) throw error;
  }
}

/** Tells what was written and starts the running app anew with it. */
async function settle(
  parts: SessionParts,
  step: string,
  report: ApplyReport,
  signal: AbortSignal,
): Promise<ChangedFiles> {
  parts.emit({ kind: 'files-written', files: report.written, backups: report.backups });
  if (
    report.written.some((file) => parts.place.runtime.isSource(file)) &&
    parts.live.state.kind !== 'stopped'
  )
    await parts.live.restart(signal);
  return {
    step,
    files: report.written,
    backups: report.backups,
    notes: report.notes.map(({ fact }) => fact),
  };
}

/** The step; rejects where it only asks a question, and so has no file that could be right. */
function stepWithSolution(parts: SessionParts, asked: string | undefined): Step {
  const step = findStep(parts, asked);
  if (step.solution !== undefined) return step;
  throw sessionError('nothing-to-apply', { step: step.id });
}

/** Puts a step's solution in place. The step counts as applied unless it had been passed before. */
export async function apply(
  parts: SessionParts,
  asked: string | undefined,
  signal: AbortSignal,
): Promise<ChangedFiles> {
  const step = stepWithSolution(parts, asked);
  await refuseGone(parts.workspace);
  await settlePorts(parts, step, signal);
  const { place } = parts;
  const report = await parts.ownWrites.during(() =>
    applySolution(parts.workspace, {
      course: courseHere(parts),
      step,
      labModulesDir: place.labModulesDir,
      host: { execPath: place.nodePath, env: place.env, platform: place.platform },
      signal,
      onOutput: (line) => parts.emit({ kind: 'command-output', line }),
    }),
  );
  await parts.keeper.change((progress, at) => {
    const isPassed = progress.steps[step.id]?.status === 'passed';
    return isPassed ? progress : withStepStatus(progress, step.id, 'applied', at);
  });
  await parts.keeper.note({ kind: 'apply', step: step.id, detail: { files: report.written } });
  return settle(parts, step.id, report, signal);
}

/** Puts the files back as they were before a step; `*`: as they were in the beginning, and the progress too. */
export async function reset(
  parts: SessionParts,
  asked: string | undefined,
  signal: AbortSignal,
): Promise<ChangedFiles> {
  const isAll = asked === '*';
  const step = isAll ? undefined : findStep(parts, asked);
  await refuseGone(parts.workspace);
  const report = await parts.ownWrites.during(() =>
    resetFiles(parts.workspace, {
      course: courseHere(parts),
      labModulesDir: parts.place.labModulesDir,
      step: step ?? 'all',
    }),
  );
  const reopened = parts.course.steps.filter((one) => step === undefined || one.number >= step.number);
  const undone = reopened.filter((one) => stepProgress(parts.keeper.progress, one.id).status !== 'open');
  await parts.keeper.change((progress) => ({
    ...reopenSteps(
      progress,
      reopened.map((one) => one.id),
    ),
    ...(step === undefined ? { current: parts.course.steps[0]?.id ?? '' } : { current: step.id }),
  }));
  await parts.keeper.note({ kind: 'reset', step: step?.id ?? '*', detail: { files: report.written } });
  const changed = await settle(parts, step?.id ?? '*', report, signal);
  if (undone.length === 0) return changed;
  const reopenedNote = note('steps-reopened', { steps: undone.map((one) => one.id) });
  return { ...changed, notes: [...changed.notes, reopenedNote] };
}

/** A unified diff from the learner's files to the step's solution. */
export async function diff(
  parts: SessionParts,
  asked: string | undefined,
): Promise<{ step: string; diff: string }> {
  const step = stepWithSolution(parts, asked);
  await refuseGone(parts.workspace);
  const files = await diffToSolution(parts.workspace, {
    course: courseHere(parts),
    step,
    labModulesDir: parts.place.labModulesDir,
  });
  return { step: step.id, diff: files.map((file) => file.patch).join('\n') };
}
