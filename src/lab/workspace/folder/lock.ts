// One runner a workspace: `.ecom-lab/lock` names its owner.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  holderOf,
  lockHost,
  takeLock,
  type LockHolder,
  type LockHost,
  type LockOutcome,
} from '../../../locks/index.ts';
import { TEMPORARY_FOLDER } from '../files/atomic-write.ts';
import { pathForWriting } from '../files/confined-path.ts';
import { folderIdentity } from '../files/folder-identity.ts';
import { STATE_FOLDER, type Workspace } from '../files/place.ts';
import { fileFault } from '../files/write-fault.ts';

/** Takes the workspace for this process, or says who has it. */
export async function acquireLock(
  workspace: Workspace,
  host: LockHost = lockHost(),
  now?: Date,
): Promise<LockOutcome> {
  const { dir, identity: folder } = workspace;
  const unlessFault = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act();
    } catch (error) {
      throw fileFault(error, 'write', lockFile(workspace));
    }
  };
  const outcome = await unlessFault(async () => {
    const file = await pathForWriting(workspace, `${STATE_FOLDER}/lock`);
    // What a takeover that is cut off leaves is cleared away there.
    const aside = await pathForWriting(workspace, TEMPORARY_FOLDER);
    await mkdir(aside, { recursive: true });
    return takeLock({ file, aside, host, folder, isShared: true }, now);
  });
  if (outcome.status === 'held') return outcome;
  const { holder, release } = outcome.lock;
  const releaseOwn = async (): Promise<void> => {
    // What is at the path now may be a copy, with a copy of this lock.
    if ((await folderIdentity(dir)) === folder) await unlessFault(release);
  };
  return { status: 'acquired', lock: { holder, release: releaseOwn } };
}

/** Who holds the workspace now, undefined where no living process does. */
export function readLock(workspace: Workspace, host: LockHost = lockHost()): Promise<LockHolder | undefined> {
  return holderOf({ file: lockFile(workspace), host, folder: workspace.identity, isShared: true });
}

const lockFile = (workspace: Workspace): string => path.join(workspace.stateDir, 'lock');
