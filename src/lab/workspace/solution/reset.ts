// Takes files back to what a step, or the whole course, starts with. Copies everything that it replaces or removes.
import type { Packages } from '../../runtimes/contract/packages.ts';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Course, Step } from '../../model/course.ts';
import { applyFiles } from './apply-files.ts';
import { joinReports, NOTHING_APPLIED } from '../files/change-report.ts';
import type { ApplyReport } from '../files/change-report.ts';
import { backUpFiles } from '../files/backups.ts';
import { pathForWriting } from '../files/confined-path.ts';
import { fileStateAfter, fileStateBefore, filesOfSolution, PACKAGE_FILE } from '../../model/file-state.ts';
import { readWorkspaceFile } from '../files/read.ts';
import { readOrigin } from './read-file-state.ts';
import { refuseGone } from '../files/refuse-gone.ts';
import type { Workspace } from '../files/place.ts';
import { fileFault } from '../files/write-fault.ts';

export interface ResetOptions {
  readonly course: Course;
  /** The step to start over, or `all` for the whole course. */
  readonly step: Step | 'all';
  readonly packages: Packages;
  /** @default now */
  readonly now?: Date;
}

/**
 * One step: the files that it is about get what they have when all steps before it are solved. All: every starter
 * file is as on the first day, and files that only solutions bring are removed. Files that are the learner's own
 * (a module of theirs) are left alone. Packages that a solution installs are taken out again.
 */
export async function resetFiles(workspace: Workspace, options: ResetOptions): Promise<ApplyReport> {
  const { course, step, packages, now = new Date() } = options;
  const [first, last] = [course.steps[0], course.steps.at(-1)];
  if (first === undefined || last === undefined) return NOTHING_APPLIED;
  const name = step === 'all' ? 'all' : step.id;
  const [from, to] = step === 'all' ? [first, last] : [step, step];
  const before = fileStateBefore(course, from.id);
  const after = fileStateAfter(course, to.id);
  const touched =
    step === 'all'
      ? [...new Set([...Object.keys(before.files), ...Object.keys(after.files)])]
      : [...new Set([...(step.files ?? []), ...filesOfSolution(course, step.solution)])];
  const wanted = new Map<string, string>();
  const unwanted: string[] = [];
  for (const file of touched) {
    const origin = before.files[file];
    if (origin !== undefined) wanted.set(file, await readOrigin(origin, packages));
    else if (after.files[file] !== undefined) unwanted.push(file);
  }
  const added = after.packages.filter((installed) => !before.packages.includes(installed));
  if (added.length > 0 && touched.includes(PACKAGE_FILE)) unwanted.push(packages.lockFile);
  const files = touched.includes(PACKAGE_FILE)
    ? wanted
    : packages.withSuccessors(
        (await readWorkspaceFile(workspace, packages.manifestFile)) ?? '',
        before.packages,
        wanted,
      );
  const written = await applyFiles(workspace, { files, step: name, now });
  const removed = await removeFiles(workspace, unwanted, name, now);
  await refuseGone(workspace);
  for (const installed of added) {
    const successor = packages.successorOf(installed);
    await packages.remove(workspace.dir, installed);
    if (successor !== undefined) await packages.remove(workspace.dir, successor);
  }
  // A package manager takes what the manifest does not name: the links to the lab may be gone.
  const { needed, wished } = packages.toLink(course.app.packages ?? []);
  await packages.link(workspace.dir, [...needed, ...wished]);
  return joinReports(written, removed);
}

async function removeFiles(
  workspace: Workspace,
  files: readonly string[],
  step: string,
  now: Date,
): Promise<ApplyReport> {
  const backups = await backUpFiles(workspace, files, step, now);
  for (const { file } of backups) {
    try {
      await rm(await pathForWriting(workspace, file), { force: true });
    } catch (error) {
      throw fileFault(error, 'write', path.join(workspace.dir, file));
    }
  }
  return { written: backups.map(({ file }) => file), backups, notes: [] };
}
