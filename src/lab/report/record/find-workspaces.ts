// Finds the workspaces in what an instructor names: a workspace, or a folder of them, however they were handed in.
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { LabError } from '../../model/errors.ts';
import { wordsOfError } from '../../words/index.ts';
import { inspectFolder, type FolderState } from '../../workspace/index.ts';
import type { ClassReport } from './model.ts';
import { whereAbsent } from '../../../system/error-code.ts';
import { PACKAGE_FOLDERS } from '../../runtimes/contract/package-folders.ts';

/** `class/group-a/ada/ecom-lab` is three below the folder that is named. */
const DEEPEST = 4;
const MOST_FOLDERS = 20_000;

export interface FoundWorkspaces {
  /** Absolute paths, each once, in order. */
  readonly dirs: readonly string[];
  /** Folders that could not be looked into, and why. */
  readonly left: ClassReport['left'];
}

/** Every workspace at or below the folders. Links are not followed. */
export async function findWorkspaces(folders: readonly string[]): Promise<FoundWorkspaces> {
  const found = new Set<string>();
  const left: { readonly dir: string; readonly reason: string }[] = [];
  let looked = 0;
  async function look(dir: string, depth: number): Promise<void> {
    looked += 1;
    if (looked > MOST_FOLDERS) return;
    const kind = await kindOf(dir);
    if (kind === 'workspace') found.add(dir);
    if (kind === 'workspace' || kind === undefined || depth === DEEPEST) return;
    const entries = await readdir(dir, { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name))) {
      if (!entry.isDirectory() || entry.name.startsWith('.') || PACKAGE_FOLDERS.has(entry.name)) continue;
      await look(path.join(dir, entry.name), depth + 1);
    }
  }
  /** One unreadable folder of a class must not prevent the report on the others. */
  async function kindOf(dir: string): Promise<FolderState['kind'] | undefined> {
    try {
      return (await inspectFolder(dir)).kind;
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      left.push({ dir, reason: wordsOfError(error).message });
      return undefined;
    }
  }
  for (const folder of folders) {
    if (await isFolder(folder)) await look(path.resolve(folder), 0);
  }
  return { dirs: [...found], left };
}

async function isFolder(place: string): Promise<boolean> {
  const found = await lstat(place).catch(whereAbsent(undefined));
  return found !== undefined && (found.isDirectory() || found.isSymbolicLink());
}
