// What tells a workspace from every other folder: not its path, which a rename gives to another one, and not what is in
// it, which a copy has too.
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { withinTime } from '../../../files/index.ts';
import { sharedError } from '../../model/shared-errors.ts';
import { STATE_FOLDER } from './place.ts';

/**
 * The identity on disk of a workspace and of the lab's folder in it: device and file number, on Windows volume and file
 * id. Undefined if there is no such folder. A path that leads there by a link or a mount gives the same one.
 */
export async function folderIdentity(dir: string): Promise<string | undefined> {
  const parts = [await identityOf(dir), await identityOf(path.join(dir, STATE_FOLDER))];
  return parts.includes(undefined) ? undefined : parts.join(' ');
}

/** The same. Rejects with LabError `workspace-gone` if there is no such folder. */
export async function identityThere(dir: string): Promise<string> {
  const identity = await folderIdentity(dir);
  if (identity !== undefined) return identity;
  throw sharedError('workspace-gone/absent', { dir });
}

async function identityOf(dir: string): Promise<string | undefined> {
  const found = await withinTime(
    stat(dir, { bigint: true }).catch(() => undefined),
    dir,
  );
  if (found?.isDirectory() !== true) return undefined;
  // Some file systems of Windows give no number: there the true path has to do.
  return found.ino === 0n ? realpath(dir) : `${found.dev}:${found.ino}`;
}
