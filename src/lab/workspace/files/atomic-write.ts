// Writes a file of a workspace whole or not at all: to a temporary file, flushed, then renamed over the old one.
import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
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
    try {
      await writeFlushed(temporary, content, mode);
      await renameOver(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await flushFolder(path.dirname(target));
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

async function writeFlushed(
  file: string,
  content: string | Uint8Array,
  mode: number | undefined,
): Promise<void> {
  const handle = await open(file, 'wx', mode);
  try {
    await handle.writeFile(content);
    // The mode given to open is cut by the umask; a replaced file keeps its own.
    if (mode !== undefined) await handle.chmod(mode);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const RENAME_TRIES = 6;

/** Renames. On Windows a virus scanner or an editor may hold a file open for a moment; there is no event to wait for. */
export async function renameOver(from: string, to: string): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (tries === RENAME_TRIES || !hasCode(error, 'EBUSY', 'EPERM', 'EACCES')) throw error;
      await wait(20 * tries);
    }
  }
}

/** Makes the rename itself last through a power cut. Windows cannot open a folder, and needs no flush for it. */
async function flushFolder(dir: string): Promise<void> {
  try {
    const handle = await open(dir, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!hasCode(error, 'EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP')) throw error;
  }
}
