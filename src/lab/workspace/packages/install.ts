// Installs a package in a workspace with the package manager, or from the lab's own copy where no registry answers.
import type { InstallFailure, Packages } from '../../runtimes/contract/packages.ts';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { workspaceError } from '../contract/errors.ts';
import { workspaceFact } from '../contract/notes.ts';
import type { ApplyReport } from '../files/change-report.ts';
import { backUpFiles } from '../files/backups.ts';
import { encodeLike, readTextFile } from '../files/text.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { readWorkspaceFile } from '../files/read.ts';
import type { BackedUpFile, Workspace } from '../files/place.ts';
import { refuseGone } from '../files/refuse-gone.ts';

export interface InstallOptions {
  /** The package's name; the lab's own version of it is asked for, where the lab has one. */
  readonly name: string;
  /** Names the folder of the backups. */
  readonly step: string;
  readonly packages: Packages;
  readonly signal: AbortSignal;
  /** Each line that the package manager prints. */
  readonly onOutput?: (line: string) => void;
  /** @default now */
  readonly now?: Date;
}

/**
 * Makes a package a dependency of the workspace. Where there is no package manager or no registry answers, the lab's own copy is
 * linked and a note says so. Rejects with a LabError where neither works; the manifest is then as it was.
 */
export async function installPackage(workspace: Workspace, options: InstallOptions): Promise<ApplyReport> {
  const { name, step, packages, signal, onOutput, now = new Date() } = options;
  const { manifestFile, lockFile } = packages;
  await packages.refuseLinkedFolder(workspace.dir, name);
  const before = await readWorkspaceFile(workspace, manifestFile);
  const lockBefore = await readWorkspaceFile(workspace, lockFile);
  const wanted = await packages.withDependency(before ?? '', name);
  const backups = await backUpFiles(workspace, [manifestFile, lockFile], step, now);
  // A package manager takes the nearest manifest above: without one here it would install somewhere else.
  if (before === undefined) await writeFileAtomic(workspace, manifestFile, packages.emptyManifest);
  await refuseGone(workspace);
  const outcome = await packages.install({
    name,
    dir: workspace.dir,
    signal,
    ...(onOutput === undefined ? {} : { onOutput }),
  });
  if (outcome.status === 'installed') {
    const written = [
      ...((await readWorkspaceFile(workspace, manifestFile)) === before ? [] : [manifestFile]),
      ...((await readWorkspaceFile(workspace, lockFile)) === lockBefore ? [] : [lockFile]),
    ];
    return { written, backups: backups.filter(({ file }) => written.includes(file)), notes: [] };
  }
  const { failure } = outcome;
  const copy = failure.isUnreachable ? await packages.labCopyOf(name) : undefined;
  if (copy === undefined) throw workspaceError('npm-failed', { name, dir: workspace.dir, failure });
  return linkInstead(workspace, { name, copy, wanted, backups, failure, packages });
}

interface LinkInstead {
  readonly name: string;
  /** The lab's copy. */
  readonly copy: string;
  /** The text of the manifest with the dependency. */
  readonly wanted: string;
  readonly backups: readonly BackedUpFile[];
  readonly failure: InstallFailure;
  readonly packages: Packages;
}

async function linkInstead(workspace: Workspace, options: LinkInstead): Promise<ApplyReport> {
  const { name, copy, wanted, backups, failure, packages } = options;
  const { manifestFile, lockFile } = packages;
  await refuseGone(workspace);
  await packages.linkTo(workspace.dir, name, copy);
  // What is left of a lockfile would not know the link.
  if (!backups.some(({ file }) => file === lockFile))
    await rm(path.join(workspace.dir, lockFile), { force: true });
  const existing = await readTextFile(path.join(workspace.dir, manifestFile));
  await writeFileAtomic(workspace, manifestFile, encodeLike(existing, wanted));
  const fact = workspaceFact('package-linked', { name, failure });
  return { written: [manifestFile], backups, notes: [{ fact, isWarning: false }] };
}
