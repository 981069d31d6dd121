// The folder that one run's bundle lies in: below the workspace, so that node finds the workspace's packages.
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, ownPid } from '../../../system/living.ts';
import { sharedError } from '../../model/shared-errors.ts';
import { appError } from '../contract/errors.ts';
import { hasCode } from '../../../system/error-code.ts';

export interface RunFolder {
  readonly dir: string;
  /** Removes the folder. Safe to call twice. */
  remove(): Promise<void>;
}

let lastNumber = 0;
const swept = new Set<string>();

/** Makes a new folder `.ecom-lab/run/PID-NUMBER`, and clears away what runners that are gone have left there. */
export async function createRunFolder(workspaceDir: string): Promise<RunFolder> {
  const state = join(workspaceDir, '.ecom-lab');
  const parent = join(state, 'run');
  lastNumber += 1;
  const dir = join(parent, `${ownPid}-${lastNumber}`);
  try {
    // What an earlier runner of this pid has left is not ours to run.
    await rm(dir, { recursive: true, force: true });
    // One by one: a workspace that was deleted or moved must not come back as an empty folder.
    for (const folder of [state, parent, dir]) await makeFolder(folder);
  } catch (error) {
    throw hasCode(error, 'ENOENT')
      ? sharedError('workspace-gone/moved', { dir: workspaceDir }, error)
      : appError('workspace-not-writable', { dir: parent }, error);
  }
  if (!swept.has(parent)) {
    swept.add(parent);
    await sweep(parent);
  }
  return {
    dir,
    async remove() {
      // What cannot be removed now is cleared away by a later runner.
      await rm(dir, { recursive: true, force: true }).catch(() => undefined);
    },
  };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    // A link may lead out of the workspace, and what is there is not the lab's to write over or clear away.
    if (!(await lstat(folder)).isDirectory()) throw error;
  }
}

async function sweep(parent: string): Promise<void> {
  const names = await readdir(parent);
  const stale = names.filter((name) => !isOwned(name));
  await Promise.all(stale.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}

/** What is not named after a runner is no one's to remove. */
function isOwned(name: string): boolean {
  const owner = Number(/^[1-9]\d*/.exec(name)?.[0]);
  return Number.isNaN(owner) || isAlive(owner);
}
