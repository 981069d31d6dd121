// Replaces a file whole or not at all: a temporary file, flushed, then renamed over the old one.
import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { hasCode } from '../system/error-code.ts';

export interface ReplaceOptions {
  /** Permission bits, whatever the umask says. @default the user's usual ones */
  readonly mode?: number | undefined;
  /** Where it is written first, in an existing folder. @default next to it */
  readonly temporary?: string;
}

/** Replaces or creates a file. After a crash at any moment the old or the new content is there, never a part. */
export async function replaceFile(
  file: string,
  content: string | Uint8Array,
  { mode, temporary = `${file}.${randomBytes(8).toString('hex')}.tmp` }: ReplaceOptions = {},
): Promise<void> {
  try {
    await writeFlushed(temporary, content, mode);
    await renameOver(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await flushFolder(dirname(file));
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
