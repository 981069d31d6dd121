// Where a file of a workspace may be written: inside it, also when a folder on the way is a symlink.
import { lstat, realpath } from 'node:fs/promises';
import path from 'node:path';
import { workspaceError } from '../contract/errors.ts';
import { refuseGone } from './refuse-gone.ts';
import type { WritableFolder } from './place.ts';
import { whereAbsent } from '../../../system/error-code.ts';
import { isInside } from '../../../files/index.ts';

/**
 * The absolute path for writing `file`, a path relative to the folder. Rejects with a LabError where the file itself is
 * a symlink, where a folder on the way leads out, or where the folder is not the one that was opened.
 */
export async function pathForWriting(folder: WritableFolder, file: string): Promise<string> {
  const { dir, identity } = folder;
  if (identity !== undefined) await refuseGone({ dir, identity });
  const root = await realpath(dir);
  const target = path.resolve(root, file);
  if (!isInside(root, target)) throw leavesWorkspace(file, target);
  const parts = path.relative(root, target).split(path.sep);
  let current = root;
  for (const [index, part] of parts.entries()) {
    current = path.join(current, part);
    const found = await lstat(current).catch(whereAbsent(undefined));
    if (found === undefined) break;
    if (!found.isSymbolicLink()) continue;
    const isLast = index === parts.length - 1;
    const real = await realpath(current).catch(() => undefined);
    if (isLast || real === undefined || !isInside(root, real)) throw leavesWorkspace(file, real ?? current);
    current = real;
  }
  return target;
}

const leavesWorkspace = (file: string, target: string) => workspaceError('symlink-refused', { file, target });
