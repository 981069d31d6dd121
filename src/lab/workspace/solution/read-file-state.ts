// Reads a file state from the course: every workspace file with its text, edits made.
import type { Packages } from '../../runtimes/contract/packages.ts';
import { workspaceError } from '../contract/errors.ts';
import type { FileEdit, FileOrigin, FileState } from '../../model/file-state.ts';
import { addJob, listRuleFiles } from './apply-scrape-job.ts';
import { readTextFile } from '../files/text.ts';

/** Workspace file -> text, for each file of a state. */
export async function readFileState(
  state: FileState,
  packages: Packages,
): Promise<ReadonlyMap<string, string>> {
  const files = await Promise.all(
    Object.entries(state.files).map(
      async ([file, origin]) => [file, await readOrigin(origin, packages)] as const,
    ),
  );
  return new Map(files);
}

/** The text of one file of a state. */
export async function readOrigin(origin: FileOrigin, packages: Packages): Promise<string> {
  let text = origin.courseFile === undefined ? '' : await readCourseFile(origin.courseFile);
  for (const edit of origin.edits) text = await withEdit(text, edit, packages);
  return text;
}

async function readCourseFile(file: string): Promise<string> {
  const found = await readTextFile(file);
  if (found === undefined) throw workspaceError('course-file-missing', { file });
  return found.text;
}

/** The text with an edit made. A dependency gets the range of the lab's own copy. */
export async function withEdit(text: string, edit: FileEdit, packages: Packages): Promise<string> {
  if (edit.kind === 'scrape-job') return addJob(text, edit);
  if (edit.kind === 'rule-files') return listRuleFiles(text, edit.files);
  return packages.withDependency(text, edit.package);
}
