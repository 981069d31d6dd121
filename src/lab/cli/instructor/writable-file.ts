// A file that a long command writes at its end: whether it can be written is asked before the work, not after it.
import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';
import { commandError } from '../facts/errors.ts';

/** Rejects where the file could not be written. Makes nothing: work that is broken off leaves no empty file. */
export async function refuseUnwritable(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (found?.isDirectory() === true) throw commandError('file-not-written/folder', { file });
  try {
    await access(found === undefined ? path.dirname(file) : file, constants.W_OK);
  } catch (cause) {
    throw commandError('file-not-written', { file }, cause);
  }
}
