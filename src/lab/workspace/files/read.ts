// Reads one file of a workspace for a check, a diff or an edit.
import path from 'node:path';
import { readTextFile } from './text.ts';
import type { Workspace } from './place.ts';

/** The text of a workspace file without BOM and with plain line ends; undefined if there is none. */
export async function readWorkspaceFile(workspace: Workspace, file: string): Promise<string | undefined> {
  return (await readTextFile(path.join(workspace.dir, file)))?.text;
}
