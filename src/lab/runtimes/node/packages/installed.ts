// The copy of a package in node_modules: in the workspace, or where the folder above keeps it for the workspace.
import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readRegularText } from '../../../../files/index.ts';
import type { Installed } from '../../contract/packages.ts';
import { manifestOf } from './listed.ts';
import { hasCode } from '../../../../system/error-code.ts';
import { parseJsonObject } from '../../../../json.ts';

/** The usable copy in a folder's node_modules, be it a folder or a link: one whose program is there. */
export async function installedIn(dir: string, name: string): Promise<Installed | undefined> {
  const folder = join(dir, 'node_modules', name);
  const text = await readRegularText(join(folder, 'package.json')).catch((error: unknown) => {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
    throw error;
  });
  // A file that was cut off while it was written says nothing.
  const about = text === undefined ? undefined : parseJsonObject(text);
  if (about === undefined) return undefined;
  const field = (key: string): string | undefined => {
    const value = about[key];
    return typeof value === 'string' ? value : undefined;
  };
  // A package with `exports` has no one file that must be there.
  const isComplete = 'exports' in about || (await isProgram(join(folder, field('main') ?? 'index.js')));
  if (!isComplete) return undefined;
  return { name: field('name') ?? name, version: field('version') };
}

/** What Node tries where a package names its program. */
async function isProgram(file: string): Promise<boolean> {
  for (const candidate of [file, `${file}.js`, join(file, 'index.js')]) {
    const isThere = await access(candidate).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
  }
  return false;
}

/** The copy in a folder above that keeps the packages of several folders, as the workspaces of npm and yarn do. */
export async function installedAbove(workspaceDir: string, name: string): Promise<Installed | undefined> {
  for (let dir = dirname(workspaceDir), last = workspaceDir; dir !== last; last = dir, dir = dirname(dir)) {
    const manifest = await manifestOf(dir);
    if (manifest?.hasWorkspaces === true) return installedIn(dir, name);
  }
  return undefined;
}
