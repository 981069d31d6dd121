// Reads a file state from the course: every workspace file with its text, edits made.
import { workspaceError } from '../contract/errors.ts';
import type { FileEdit, FileOrigin, FileState } from '../../model/file-state.ts';
import { labVersionOf } from '../../runtimes/node/packages/link.ts';
import { withDependency } from '../../runtimes/node/packages/manifest.ts';
import { addJob } from './apply-scrape-job.ts';
import { readTextFile } from '../files/text.ts';

/** Workspace file -> text, for each file of a state. */
export async function readFileState(
  state: FileState,
  labModulesDir: string,
): Promise<ReadonlyMap<string, string>> {
  const files = await Promise.all(
    Object.entries(state.files).map(
      async ([file, origin]) => [file, await readOrigin(origin, labModulesDir)] as const,
    ),
  );
  return new Map(files);
}

/** The text of one file of a state. */
export async function readOrigin(origin: FileOrigin, labModulesDir: string): Promise<string> {
  let text = origin.courseFile === undefined ? '' : await readCourseFile(origin.courseFile);
  for (const edit of origin.edits) text = await withEdit(text, edit, labModulesDir);
  return text;
}

async function readCourseFile(file: string): Promise<string> {
  const found = await readTextFile(file);
  if (found === undefined) throw workspaceError('course-file-missing', { file });
  return found.text;
}

/** The text with an edit made. A dependency gets the range of the lab's own copy. */
export async function withEdit(text: string, edit: FileEdit, labModulesDir: string): Promise<string> {
  if (edit.kind === 'scrape-job') return addJob(text, edit);
  const version = await labVersionOf(edit.package, labModulesDir);
  return withDependency(text, edit.package, version === undefined ? '*' : `^${version}`);
}
