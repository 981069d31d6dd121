// Takes files back to what a step, or the whole course, starts with. Copies everything that it replaces or removes.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Course, Step } from '../../model/course.ts';
import { successorOf } from '../../runtimes/node/packages/successors.ts';
import { applyFiles } from './apply-files.ts';
import { joinReports, NOTHING_APPLIED } from '../files/change-report.ts';
import type { ApplyReport } from '../files/change-report.ts';
import { backUpFiles } from '../files/backups.ts';
import { withInstalledClient } from '../../runtimes/node/packages/client-imports.ts';
import { pathForWriting } from '../files/confined-path.ts';
import { fileStateAfter, fileStateBefore, filesOfSolution, PACKAGE_FILE } from '../../model/file-state.ts';
import { LOCK_FILE } from '../packages/install.ts';
import { linkPackages, packagesToLink, refuseLinkedFolder } from '../../runtimes/node/packages/link.ts';
import { readOrigin } from './read-file-state.ts';
import { refuseGone } from '../files/refuse-gone.ts';
import type { Workspace } from '../files/place.ts';
import { fileFault } from '../files/write-fault.ts';

export interface ResetOptions {
  readonly course: Course;
  /** The step to start over, or `all` for the whole course. */
  readonly step: Step | 'all';
  readonly labModulesDir: string;
  /** @default now */
  readonly now?: Date;
}

/**
 * One step: the files that it is about get what they have when all steps before it are solved. All: every starter
 * file is as on the first day, and files that only solutions bring are removed. Files that are the learner's own
 * (a module of theirs) are left alone. Packages that a solution installs are taken out again.
 */
export async function resetFiles(workspace: Workspace, options: ResetOptions): Promise<ApplyReport> {
  const { course, step, labModulesDir, now = new Date() } = options;
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
    if (origin !== undefined) wanted.set(file, await readOrigin(origin, labModulesDir));
    else if (after.files[file] !== undefined) unwanted.push(file);
  }
  const packages = after.packages.filter((installed) => !before.packages.includes(installed));
  if (packages.length > 0 && touched.includes(PACKAGE_FILE)) unwanted.push(LOCK_FILE);
  const files = touched.includes(PACKAGE_FILE)
    ? wanted
    : await withInstalledClient(workspace, before.packages, wanted);
  const written = await applyFiles(workspace, { files, step: name, now });
  const removed = await removeFiles(workspace, unwanted, name, now);
  await refuseGone(workspace);
  for (const installed of packages) {
    const successor = successorOf(installed);
    await removePackage(workspace, installed);
    if (successor !== undefined) await removePackage(workspace, successor);
  }
  // npm takes what package.json does not name: the links to the lab may be gone.
  const { needed, wished } = packagesToLink(course.app.packages ?? []);
  await linkPackages(workspace.dir, [...needed, ...wished], labModulesDir);
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

async function removePackage(workspace: Workspace, name: string): Promise<void> {
  const place = path.join(workspace.dir, 'node_modules', name);
  await refuseLinkedFolder(workspace.dir, name);
  try {
    // Removes a link itself, never what it leads to.
    await rm(place, { recursive: true, force: true });
  } catch (error) {
    throw fileFault(error, 'write', place);
  }
}
