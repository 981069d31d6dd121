// Says what a folder is before the lab touches it.
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { withinTime } from '../../../files/index.ts';
import { CREATING_FILE, MARKER_FILE } from '../record/marker.ts';
import { STATE_FOLDER } from '../files/place.ts';
import { fileFault } from '../files/write-fault.ts';
import { hasCode } from '../../../system/error-code.ts';

export type FolderState =
  | { readonly kind: 'absent' }
  /** Nothing of anybody's in it. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'workspace' }
  /** A workspace whose creation was cut off: creating it again continues from there. */
  | { readonly kind: 'half-created' }
  | { readonly kind: 'foreign'; readonly entries: readonly string[] }
  | { readonly kind: 'not-a-folder' };

// What file managers and `git init` put into a folder is no one's work.
const IGNORED: ReadonlySet<string> = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini', '.git']);

/** What a folder is: nothing yet, a workspace, or one with other files. Follows a symlink to the folder itself. */
export async function inspectFolder(dir: string): Promise<FolderState> {
  let entries: string[];
  try {
    entries = await withinTime(
      realpath(dir).then((real) => readdir(real)),
      dir,
    );
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return { kind: 'absent' };
    if (hasCode(error, 'ENOTDIR')) return { kind: 'not-a-folder' };
    throw fileFault(error, 'read', dir);
  }
  if (entries.includes(STATE_FOLDER)) {
    const state: readonly string[] = await readdir(path.join(dir, STATE_FOLDER)).catch(() => []);
    if (state.includes(MARKER_FILE)) return { kind: 'workspace' };
    if (state.includes(CREATING_FILE)) return { kind: 'half-created' };
  }
  const theirs = entries.filter((entry) => !IGNORED.has(entry)).toSorted();
  return theirs.length === 0 ? { kind: 'empty' } : { kind: 'foreign', entries: theirs };
}
