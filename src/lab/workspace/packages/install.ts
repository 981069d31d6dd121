// Installs a package in a workspace with a real `npm install`, or from the lab's own copy where no registry answers.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { workspaceError } from '../contract/errors.ts';
import type { NpmFailure } from '../contract/faults.ts';
import { workspaceFact } from '../contract/notes.ts';
import type { ApplyReport } from '../files/change-report.ts';
import { backUpFiles } from '../files/backups.ts';
import { PACKAGE_FILE } from '../../model/file-state.ts';
import {
  labCopyOf,
  labVersionOf,
  linkPackage,
  refuseLinkedFolder,
} from '../../runtimes/node/packages/link.ts';
import { findNpm } from '../../runtimes/node/packages/npm-command.ts';
import type { NodeHost } from '../../runtimes/node/packages/npm-command.ts';
import { withDependency } from '../../runtimes/node/packages/manifest.ts';
import { encodeLike, readTextFile } from '../files/text.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { readWorkspaceFile } from '../files/read.ts';
import { runNpm } from '../../runtimes/node/packages/run-npm.ts';
import type { NpmOutcome } from '../../runtimes/node/packages/run-npm.ts';
import type { BackedUpFile, Workspace } from '../files/place.ts';
import { refuseGone } from '../files/refuse-gone.ts';

export interface InstallOptions {
  /** The package's name; the lab's own version of it is asked for, where the lab has one. */
  readonly name: string;
  /** Names the folder of the backups. */
  readonly step: string;
  readonly labModulesDir: string;
  readonly host: NodeHost;
  readonly signal: AbortSignal;
  /** Each line that npm prints. */
  readonly onOutput?: (line: string) => void;
  /** @default now */
  readonly now?: Date;
}

export const LOCK_FILE = 'package-lock.json';

/**
 * Makes a package a dependency of the workspace. Where npm is missing or no registry answers, the lab's own copy is
 * linked and a note says so. Rejects with a LabError where neither works; package.json is then as it was.
 */
export async function installPackage(workspace: Workspace, options: InstallOptions): Promise<ApplyReport> {
  const { name, step, labModulesDir, host, signal, onOutput, now = new Date() } = options;
  await refuseLinkedFolder(workspace.dir, name);
  const before = await readWorkspaceFile(workspace, PACKAGE_FILE);
  const lockBefore = await readWorkspaceFile(workspace, LOCK_FILE);
  const version = await labVersionOf(name, labModulesDir);
  const wanted = withDependency(before ?? '', name, version === undefined ? '*' : `^${version}`);
  const backups = await backUpFiles(workspace, [PACKAGE_FILE, LOCK_FILE], step, now);
  // npm takes the nearest package.json above: without one here it would install somewhere else.
  if (before === undefined) await writeFileAtomic(workspace, PACKAGE_FILE, '{}\n');
  await refuseGone(workspace);
  const npm = await findNpm(host);
  const outcome: NpmOutcome =
    npm === undefined
      ? {
          status: 'failed',
          failure: { code: 'npm-missing', isUnreachable: true },
        }
      : await runNpm({
          npm,
          spec: version === undefined ? name : `${name}@^${version}`,
          dir: workspace.dir,
          env: host.env,
          platform: host.platform,
          signal,
          ...(onOutput === undefined ? {} : { onOutput }),
        });
  if (outcome.status === 'installed') {
    const written = [
      ...((await readWorkspaceFile(workspace, PACKAGE_FILE)) === before ? [] : [PACKAGE_FILE]),
      ...((await readWorkspaceFile(workspace, LOCK_FILE)) === lockBefore ? [] : [LOCK_FILE]),
    ];
    return { written, backups: backups.filter(({ file }) => written.includes(file)), notes: [] };
  }
  const { failure } = outcome;
  const copy = failure.isUnreachable ? await labCopyOf(name, labModulesDir) : undefined;
  if (copy === undefined) throw workspaceError('npm-failed', { name, dir: workspace.dir, failure });
  return linkInstead(workspace, { name, copy, wanted, backups, failure });
}

interface LinkInstead {
  readonly name: string;
  /** The lab's copy. */
  readonly copy: string;
  /** The text of package.json with the dependency. */
  readonly wanted: string;
  readonly backups: readonly BackedUpFile[];
  readonly failure: NpmFailure;
}

async function linkInstead(workspace: Workspace, options: LinkInstead): Promise<ApplyReport> {
  const { name, copy, wanted, backups, failure } = options;
  await refuseGone(workspace);
  await linkPackage(workspace.dir, name, copy);
  // What npm left of a lockfile would not know the link.
  if (!backups.some(({ file }) => file === LOCK_FILE))
    await rm(path.join(workspace.dir, LOCK_FILE), { force: true });
  const existing = await readTextFile(path.join(workspace.dir, PACKAGE_FILE));
  await writeFileAtomic(workspace, PACKAGE_FILE, encodeLike(existing, wanted));
  const fact = workspaceFact('package-linked', { name, failure });
  return { written: [PACKAGE_FILE], backups, notes: [{ fact, isWarning: false }] };
}
