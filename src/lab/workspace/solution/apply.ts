// Applies a step's solution to a workspace, whatever kind it is.
import type { Course, Step } from '../../model/course.ts';
import { applyFiles } from './apply-files.ts';
import { NOTHING_APPLIED } from '../files/change-report.ts';
import type { ApplyReport } from '../files/change-report.ts';
import { installPackage } from '../packages/install.ts';
import type { InstallOptions } from '../packages/install.ts';
import { solutionFiles } from './files.ts';
import type { Workspace } from '../files/place.ts';

export interface ApplySolutionOptions extends Omit<InstallOptions, 'name' | 'step'> {
  readonly course: Course;
  readonly step: Step;
}

/**
 * Does what the step asks for: replaces files, edits prometheus.yml, or installs a package. Everything that is
 * replaced is copied first, and the report names the copies. A step without a solution changes nothing.
 */
export async function applySolution(
  workspace: Workspace,
  options: ApplySolutionOptions,
): Promise<ApplyReport> {
  const { course, step, packages, now = new Date() } = options;
  if (step.solution === undefined) return NOTHING_APPLIED;
  if ('install' in step.solution) {
    const { signal, onOutput } = options;
    const wishes = { signal, packages, now, ...(onOutput === undefined ? {} : { onOutput }) };
    return installPackage(workspace, { name: step.solution.install, step: step.id, ...wishes });
  }
  const { files, notes } = await solutionFiles(workspace, { course, step, packages });
  const report = await applyFiles(workspace, { files, step: step.id, now });
  return { ...report, notes: [...report.notes, ...notes] };
}
