// Writes a file of a workspace whole or not at all: to a temporary file, flushed, then renamed over the old one.
import { randomBytes } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { replaceFile } from '../../../files/index.ts';
import { pathForWriting } from './confined-path.ts';
import { STATE_FOLDER, type WritableFolder } from './place.ts';
import { fileFault } from './write-fault.ts';
import { hasCode, whereAbsent } from '../../../system/error-code.ts';

export interface WriteOptions {
  /** Permission bits of the file. @default those of the file that is replaced, or the user's usual ones */
  readonly mode?: number;
}

/** Where files are written before they are renamed: in one place, so that no watcher of the workspace sees them. */
export const TEMPORARY_FOLDER = `${STATE_FOLDER}/tmp`;

/**
 * Replaces or creates `file` (relative to the folder). After a crash at any moment the old or the new content is there,
 * never a part. Rejects with a LabError where the folder is read-only, the disk full or the file a symlink.
 */
export async function writeFileAtomic(
  folder: WritableFolder,
  file: string,
  content: string | Uint8Array,
  options: WriteOptions = {},
): Promise<void> {
  try {
    const target = await pathForWriting(folder, file);
    const temporary = await pathForWriting(folder, `${TEMPORARY_FOLDER}/${randomBytes(8).toString('hex')}`);
    await makeFolder(path.dirname(temporary));
    await makeFolder(path.dirname(target));
    const mode = options.mode ?? (await existingMode(target));
    await replaceFile(target, content, { mode, temporary });
  } catch (error) {
    throw fileFault(error, 'write', path.join(folder.dir, file));
  }
}

/** Makes a folder and those above it. Node's own recursive mkdir says ENOENT where a disk can only be read. */
async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir);
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return;
    if (!hasCode(error, 'ENOENT')) throw error;
    await makeFolder(path.dirname(dir));
    await mkdir(dir);
  }
}

async function existingMode(target: string): Promise<number | undefined> {
  const found = await stat(target).catch(whereAbsent(undefined));
  return found && found.mode & 0o777;
}
