// Tells a workspace that was moved or deleted while the lab runs on it from one whose files the learner removed.
import { stat } from 'node:fs/promises';
import { LabError } from '../model/errors.ts';
import type { Workspace } from './workspace.ts';

/** Rejects with LabError `workspace-gone` where the lab's own folder in the workspace is not there any more. */
export async function refuseGone({ dir, stateDir }: Workspace): Promise<void> {
  const found = await stat(stateDir).catch(() => undefined);
  if (found !== undefined) return;
  throw new LabError('workspace-gone', `The folder ${dir} is not there any more.`, {
    hint: 'Was it moved or deleted? Quit, and start the lab on the folder where it is now.',
  });
}
