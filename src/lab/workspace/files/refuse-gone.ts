// Binds what is done in a workspace to the folder that was opened, whatever is at its path by now.
import { sharedError } from '../../model/shared-errors.ts';
import { folderIdentity } from './folder-identity.ts';
import type { Workspace } from './place.ts';

/**
 * Rejects with LabError `workspace-gone` where the folder that was opened is not at its path any more: it was moved or
 * deleted, or another folder has taken its place.
 */
export async function refuseGone({ dir, identity }: Pick<Workspace, 'dir' | 'identity'>): Promise<void> {
  const found = await folderIdentity(dir);
  if (found === identity) return;
  throw sharedError(found === undefined ? 'workspace-gone/moved' : 'workspace-gone/replaced', { dir });
}
