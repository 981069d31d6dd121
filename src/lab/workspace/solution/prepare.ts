// Prepares a workspace for a step: what the solutions of earlier steps would have changed is put in place.
import type { Packages } from '../../runtimes/contract/packages.ts';
import type { Course, Step } from '../../model/course.ts';
import {
  fileStateBefore,
  filesOfSolution,
  isEdited,
  starterState,
  type FileOrigin,
  type FileState,
} from '../../model/file-state.ts';
import { LabError } from '../../model/errors.ts';
import type { ApplyReport } from '../files/change-report.ts';
import { readWorkspaceFile } from '../files/read.ts';
import { refuseGone } from '../files/refuse-gone.ts';
import type { Workspace } from '../files/place.ts';
import { applyFiles } from './apply-files.ts';
import { readOrigin, withEdit } from './read-file-state.ts';

export interface PreparationOptions {
  readonly course: Course;
  /** The step to prepare for. */
  readonly step: Step;
  /** The earlier steps whose solutions are missing. */
  readonly missing: readonly Step[];
  readonly packages: Packages;
}

export interface Preparation {
  /** Workspace file -> the text that it gets. */
  readonly files: ReadonlyMap<string, string>;
  /** Files that the learner has written, and that would be replaced. */
  readonly differing: readonly string[];
  /** Packages that get linked from the lab's own copies. */
  readonly packages: readonly string[];
}

/**
 * Plans the preparation and changes nothing. Only files of the missing solutions are changed. Where these only edit a
 * file, such as prometheus.yml, the learner's own file is edited; other files become what the solutions make of them.
 */
export async function planPreparation(
  workspace: Workspace,
  { course, step, missing, packages }: PreparationOptions,
): Promise<Preparation> {
  const before = fileStateBefore(course, step.id);
  const starter = starterState(course);
  const solutions = missing.flatMap(({ solution }) => solution ?? []);
  const wanted = new Map<string, string>();
  const replaced: string[] = [];
  for (const file of new Set(solutions.flatMap((solution) => filesOfSolution(course, solution)))) {
    const origin = before.files[file];
    if (origin === undefined) continue;
    const current = await currentText(workspace, file);
    const isEdit = solutions.every(
      (solution) => isEdited(solution, file) || !filesOfSolution(course, solution).includes(file),
    );
    const edited = isEdit && current !== undefined ? await edit(current, origin, packages) : undefined;
    wanted.set(file, edited ?? (await readOrigin(origin, packages)));
    const isTheirs = current !== undefined && current.trim() !== '' && edited === undefined;
    if (isTheirs && !(await isStarter(file, current, starter, packages))) replaced.push(file);
  }
  const manifest = await readWorkspaceFile(workspace, packages.manifestFile);
  const files = packages.withSuccessors(manifest ?? '', before.packages, wanted);
  const differing: string[] = [];
  for (const file of replaced)
    if ((await currentText(workspace, file)) !== files.get(file)) differing.push(file);
  const installed = solutions.flatMap((solution) => ('install' in solution ? [solution.install] : []));
  return { files, differing, packages: installed };
}

/** Does what was planned, without the network. Each file that is replaced is copied first. */
export async function prepareFiles(
  workspace: Workspace,
  { files, packages: names }: Preparation,
  { step, packages, now = new Date() }: { step: Step; packages: Packages; now?: Date },
): Promise<ApplyReport> {
  for (const name of names) await packages.refuseLinkedFolder(workspace.dir, name);
  const report = await applyFiles(workspace, { files, step: `before-${step.id}`, now });
  await refuseGone(workspace);
  await packages.link(workspace.dir, names);
  return report;
}

/** Equal to no text of a course. */
const UNREADABLE = '\0';

/** The text of a file, undefined if there is none. A file that is no readable text is the learner's in any case. */
async function currentText(workspace: Workspace, file: string): Promise<string | undefined> {
  try {
    return await readWorkspaceFile(workspace, file);
  } catch (error) {
    if (error instanceof LabError && ['not-utf8', 'file-too-large'].includes(error.code)) return UNREADABLE;
    throw error;
  }
}

/** The text with all edits that the solutions make, undefined where it cannot be edited. */
async function edit(text: string, { edits }: FileOrigin, packages: Packages): Promise<string | undefined> {
  try {
    let edited = text;
    for (const one of edits) edited = await withEdit(edited, one, packages);
    return edited;
  } catch (error) {
    if (error instanceof LabError) return undefined;
    throw error;
  }
}

async function isStarter(
  file: string,
  text: string,
  starter: FileState,
  packages: Packages,
): Promise<boolean> {
  const origin = starter.files[file];
  return origin !== undefined && (await readOrigin(origin, packages)) === text;
}
