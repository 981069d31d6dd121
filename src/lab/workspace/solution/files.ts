// The files that a step's solution would leave in a workspace as it is now. Writes nothing.
import type { Packages } from '../../runtimes/contract/packages.ts';
import type { Course, Step } from '../../model/course.ts';
import { factOf, LabError } from '../../model/errors.ts';
import { workspaceFact, type WorkspaceNote } from '../contract/notes.ts';
import { addJob, listRuleFiles } from './apply-scrape-job.ts';
import {
  fileStateAfter,
  filesOfSolution,
  isEdited,
  PACKAGE_FILE,
  SCRAPE_CONFIG_FILE,
  scrapeTarget,
} from '../../model/file-state.ts';
import { readOrigin, withEdit } from './read-file-state.ts';
import { readWorkspaceFile } from '../files/read.ts';
import type { Workspace } from '../files/place.ts';

export interface SolutionFiles {
  /** Workspace file -> the text it would have. */
  readonly files: ReadonlyMap<string, string>;
  readonly notes: readonly WorkspaceNote[];
}

export interface SolutionFilesOptions {
  readonly course: Course;
  readonly step: Step;
  readonly packages: Packages;
}

/**
 * Edits are made to the learner's own file; where that cannot be edited, the file is the one of the course with the
 * edit, and a note says so.
 */
export async function solutionFiles(
  workspace: Workspace,
  options: SolutionFilesOptions,
): Promise<SolutionFiles> {
  const { course, step, packages } = options;
  const { solution } = step;
  if (solution === undefined) return { files: new Map(), notes: [] };
  const after = fileStateAfter(course, step.id);
  const files = new Map<string, string>();
  const notes: WorkspaceNote[] = [];
  for (const file of filesOfSolution(course, solution)) {
    const origin = after.files[file];
    if (origin === undefined) continue;
    try {
      files.set(file, (await editedText(file)) ?? (await readOrigin(origin, packages)));
    } catch (error) {
      if (!(error instanceof LabError) || 'install' in solution || !isEdited(solution, file)) throw error;
      files.set(file, await readOrigin(origin, packages));
      const fact = workspaceFact('file-replaced', { file, error: factOf(error) });
      notes.push({ fact, isWarning: true });
    }
  }
  if ('install' in solution) return { files, notes };
  const manifest = (await readWorkspaceFile(workspace, packages.manifestFile)) ?? '';
  return { files: packages.withSuccessors(manifest, after.packages, files), notes };

  /** The learner's file with the edit, undefined where the solution is a whole file or the learner has none. */
  async function editedText(changed: string): Promise<string | undefined> {
    if (solution === undefined || !isEdited(solution, changed)) return undefined;
    if ('files' in solution) {
      const text = await readWorkspaceFile(workspace, changed);
      return text === undefined ? undefined : listRuleFiles(text, solution.ruleFiles ?? []);
    }
    if ('scrapeJob' in solution) {
      const { file = SCRAPE_CONFIG_FILE, port, ...wanted } = solution.scrapeJob;
      const text = await readWorkspaceFile(workspace, file);
      return text === undefined ? undefined : addJob(text, { ...wanted, target: scrapeTarget(course, port) });
    }
    if ('install' in solution) {
      const text = await readWorkspaceFile(workspace, PACKAGE_FILE);
      const edit = { kind: 'dependency', package: solution.install } as const;
      return text === undefined ? undefined : withEdit(text, edit, packages);
    }
    return undefined;
  }
}
