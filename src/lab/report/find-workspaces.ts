// Finds the workspaces in what an instructor names: a workspace, or a folder of them, however they were handed in.
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { inspectFolder } from '../workspace/index.ts';

/** `class/group-a/ada/ecom-lab` is three below the folder that is named. */
const DEEPEST = 4;
const MOST_FOLDERS = 20_000;

/** Every workspace at or below the folders, each once, in order of path. Links are not followed. */
export async function findWorkspaces(folders: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  let looked = 0;
  async function look(dir: string, depth: number): Promise<void> {
    looked += 1;
    if (looked > MOST_FOLDERS) return;
    if ((await inspectFolder(dir)).kind === 'workspace') {
      found.add(dir);
      return;
    }
    if (depth === DEEPEST) return;
    const entries = await readdir(dir, { withFileTypes: true });
    for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name))) {
      if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'node_modules') continue;
      await look(path.join(dir, entry.name), depth + 1);
    }
  }
  for (const folder of folders) {
    if (await isFolder(folder)) await look(path.resolve(folder), 0);
  }
  return [...found];
}

async function isFolder(place: string): Promise<boolean> {
  try {
    const found = await lstat(place);
    return found.isDirectory() || found.isSymbolicLink();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
}
