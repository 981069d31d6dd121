// A copy of a workspace to run checks on: the learner's own files in a fresh workspace. The original is only read.
import type { Packages } from '../../runtimes/contract/packages.ts';
import { copyFile, mkdir, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readRegularText } from '../../../files/index.ts';
import type { Course } from '../../course/index.ts';
import type { PortPlan } from '../../session/live/ports.ts';
import { reportWords } from '../../words/index.ts';
import { isConfiguration, withPorts } from '../../verify/moved-ports.ts';
import { createWorkspace, type WorkspaceRecord } from '../../workspace/index.ts';
import { PACKAGE_FOLDERS } from '../../runtimes/contract/package-folders.ts';

const words = reportWords.regrade;

export interface CopyOptions {
  readonly record: WorkspaceRecord;
  readonly course: Course;
  /** Absolute path of the copy, which is created. */
  readonly dir: string;
  readonly packages: Packages;
  readonly ports: Pick<PortPlan, 'moved'>;
}

/** What is not the learner's work, or is created again. */
const LEFT_OUT: ReadonlySet<string> = new Set([...PACKAGE_FOLDERS, '.ecom-lab', '.git']);
const MOST_FILES = 2000;
const MAX_BYTES = 8 * 1024 * 1024;
const MOST_NOTES = 20;

/** Makes the copy. Gives what was left out that a reader should know, one sentence each. */
export async function copyWork(options: CopyOptions): Promise<readonly string[]> {
  const { record, course, dir, packages, ports } = options;
  const seed = record.marker?.seed ?? 0;
  await createWorkspace({ dir, course, packages, seed });
  // A starter file that the learner has deleted must not come back.
  await Promise.all(Object.keys(course.workspace).map((file) => rm(path.join(dir, file), { force: true })));
  const { files, notes } = await filesBelow(record.dir);
  for (const file of files) {
    const to = path.join(dir, file);
    await mkdir(path.dirname(to), { recursive: true });
    if (isConfiguration(file))
      await writeFile(to, withPorts(await readRegularText(path.join(record.dir, file)), ports));
    else await copyFile(path.join(record.dir, file), to);
  }
  await linkDependencies(record.dir, dir, packages);
  const more = notes.length - MOST_NOTES;
  return more <= 0 ? notes : [...notes.slice(0, MOST_NOTES), words.more(more)];
}

async function filesBelow(
  root: string,
): Promise<{ readonly files: readonly string[]; readonly notes: readonly string[] }> {
  const files: string[] = [];
  const notes: string[] = [];
  let isCut = false;
  async function walk(inner: string): Promise<void> {
    for (const entry of await readdir(path.join(root, inner), { withFileTypes: true })) {
      if (LEFT_OUT.has(entry.name)) continue;
      const file = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (entry.isDirectory()) await walk(file);
      else if (!entry.isFile()) notes.push(words.notAFile(file));
      else if ((await stat(path.join(root, file))).size > MAX_BYTES) notes.push(words.tooLarge(file));
      else if (files.length < MOST_FILES) files.push(file);
      else isCut = true;
    }
  }
  await walk('');
  if (isCut) notes.push(words.tooMany(MOST_FILES));
  return { files, notes };
}

const PACKAGE_NAME = /^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/;

/** What the manifest lists: the lab's own copy where it has one, else what lies beside the original. */
async function linkDependencies(from: string, to: string, packages: Packages): Promise<void> {
  // A manifest that is broken or absent is what the check of the step will name.
  const manifest = await packages.manifestOf(to);
  const names = [...(manifest?.dependencies ?? []), ...(manifest?.devDependencies ?? [])].filter((name) =>
    PACKAGE_NAME.test(name),
  );
  const { missing } = await packages.link(to, names);
  for (const name of missing) {
    const original = packages.placeOf(from, name);
    const found = await stat(original).catch(() => undefined);
    if (found?.isDirectory() !== true) continue;
    const place = packages.placeOf(to, name);
    await mkdir(path.dirname(place), { recursive: true });
    await symlink(original, place, 'junction');
  }
}
