// Links packages into a workspace from the lab's own copies, so that it works before anything is installed. Where the
// file system cannot hold links (FAT, exFAT, some network folders) they are copied.
import { randomBytes } from 'node:crypto';
import { mkdir, rm, stat, symlink } from 'node:fs/promises';
import path from 'node:path';
import { readRegularText, renameOver } from '../../../../files/index.ts';
import { TEMPORARY_FOLDER } from '../../../workspace/files/atomic-write.ts';
import { pathForWriting } from '../../../workspace/files/confined-path.ts';
import type { LinkReport } from '../../contract/packages.ts';
import { copyPackage } from './copy.ts';
import { parseJsonObject } from '../../../../json.ts';
import { isThere } from '../../../workspace/files/bytes.ts';
import { fileFault } from '../../../workspace/files/write-fault.ts';

/** Makes a link at `place` that leads to a folder. Rejects where there cannot be one. */
export type MakeLink = (folder: string, place: string) => Promise<void>;

/** A junction on Windows, which needs no rights. */
const makeLink: MakeLink = async (folder, place) => {
  await symlink(folder, place, 'junction');
  // Wine reports success for some links that it does not make.
  await stat(place);
};

/**
 * Links each package that the workspace does not have yet, or whose link is broken. What npm has installed and links
 * that lead somewhere are left alone.
 */
export async function linkPackages(
  dir: string,
  packages: readonly string[],
  labModulesDir: string,
  link: MakeLink = makeLink,
): Promise<LinkReport> {
  const linked: string[] = [];
  const missing: string[] = [];
  for (const name of packages) {
    const place = path.join(dir, 'node_modules', name);
    if (await isThere(place)) continue;
    await refuseLinkedFolder(dir, name);
    const copy = await labCopyOf(name, labModulesDir);
    if (copy === undefined) missing.push(name);
    else {
      await linkPackage(dir, name, copy, link);
      linked.push(name);
    }
  }
  return { linked, missing };
}

/** Rejects where node_modules, or the folder of a scope in it, leads out of the workspace. The package may be a link. */
export async function refuseLinkedFolder(dir: string, name: string): Promise<void> {
  await pathForWriting({ dir }, path.join('node_modules', path.dirname(name), 'any'));
}

/**
 * Replaces whatever the workspace has of a package by a link to the folder `source`, or by a copy of it and of what it
 * depends on where no link can be made.
 */
export async function linkPackage(
  dir: string,
  name: string,
  source: string,
  link: MakeLink = makeLink,
): Promise<void> {
  const place = path.join(dir, 'node_modules', name);
  try {
    await rm(place, { recursive: true, force: true });
    await mkdir(path.dirname(place), { recursive: true });
    try {
      await link(source, place);
    } catch {
      // Whatever the reason: a disk that is full or read-only refuses the copy as well, and is told then.
      await copyWhole(dir, source, place);
    }
  } catch (error) {
    throw fileFault(error, 'write', place);
  }
}

/** A copy that is cut off must not be taken for the package: it is made aside and renamed. */
async function copyWhole(dir: string, source: string, place: string): Promise<void> {
  const aside = await pathForWriting({ dir }, `${TEMPORARY_FOLDER}/${randomBytes(8).toString('hex')}`);
  try {
    await copyPackage(source, aside, (name, from) => labCopyOf(name, path.join(from, 'node_modules')));
    await rm(place, { recursive: true, force: true });
    await renameOver(aside, place);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

/** Takes a package out of a workspace. */
export async function removePackage(dir: string, name: string): Promise<void> {
  const place = path.join(dir, 'node_modules', name);
  await refuseLinkedFolder(dir, name);
  try {
    // Removes a link itself, never what it leads to.
    await rm(place, { recursive: true, force: true });
  } catch (error) {
    throw fileFault(error, 'write', place);
  }
}

/** Whether the workspace can hold links to folders, found out by making one. Rejects if nothing can be written. */
export async function canHoldLinks(dir: string, link: MakeLink = makeLink): Promise<boolean> {
  const place = await pathForWriting({ dir }, `${TEMPORARY_FOLDER}/${randomBytes(8).toString('hex')}`);
  try {
    await mkdir(path.dirname(place), { recursive: true });
    return await link(dir, place).then(
      () => true,
      () => false,
    );
  } catch (error) {
    throw fileFault(error, 'write', place);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** The packages to link for a course: those that its app needs, and the types that an editor wants beside them. */
export function packagesToLink(coursePackages: readonly string[]): {
  readonly needed: readonly string[];
  readonly wished: readonly string[];
} {
  const needed = coursePackages.filter((name) => !name.startsWith('@types/'));
  const types = needed.filter((name) => !name.startsWith('@')).map((name) => `@types/${name}`);
  const named = coursePackages.filter((name) => name.startsWith('@types/'));
  return { needed, wished: [...new Set(['@types/node', ...named, ...types])] };
}

/**
 * The folder of the lab's copy of a package: in `labModulesDir`, or in a node_modules further up, since a package
 * manager may put it beside the lab or above it.
 */
export async function labCopyOf(name: string, labModulesDir: string): Promise<string | undefined> {
  const candidates = [path.join(labModulesDir, name)];
  for (let dir = labModulesDir; ; dir = path.dirname(dir)) {
    if (path.basename(dir) !== 'node_modules') candidates.push(path.join(dir, 'node_modules', name));
    if (path.dirname(dir) === dir) break;
  }
  for (const candidate of candidates)
    if (await isThere(path.join(candidate, 'package.json'))) return candidate;
  return undefined;
}

/** The version of the lab's copy, undefined where the lab has none. */
export async function labVersionOf(name: string, labModulesDir: string): Promise<string | undefined> {
  const copy = await labCopyOf(name, labModulesDir);
  if (copy === undefined) return undefined;
  const version = parseJsonObject(await readRegularText(path.join(copy, 'package.json')))?.['version'];
  return typeof version === 'string' ? version : undefined;
}
