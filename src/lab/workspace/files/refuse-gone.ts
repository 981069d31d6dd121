// Binds what is done in a workspace to the folder that was opened, whatever is at its path by now.
import { LabError } from '../../model/errors.ts';
import { folderIdentity } from './folder-identity.ts';
import type { Workspace } from './place.ts';

/**
 * Rejects with LabError `workspace-gone` where the folder that was opened is not at its path any more: it was moved or
 * deleted, or another folder has taken its place.
 */
export async function refuseGone({ dir, identity }: Pick<Workspace, 'dir' | 'identity'>): Promise<void> {
  const found = await folderIdentity(dir);
  if (found === identity) return;
  throw found === undefined
    ? new LabError('workspace-gone', `The folder ${dir} is not there any more.`, {
        hint: 'Was it moved or deleted? Quit, and start the lab on the folder where it is now.',
      })
    : new LabError('workspace-gone', `Another folder is at ${dir} now, and the lab writes nothing into it.`, {
        hint: 'Quit, and start the lab again on the folder that you want to work in.',
      });
}
