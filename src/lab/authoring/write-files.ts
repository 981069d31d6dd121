// Writes the files of a new step or course, and never over a file that is there.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { authoringError } from './facts/errors.ts';
import { hasCode } from '../../system/error-code.ts';

/** Writes each file. Rejects with a LabError where one is there already or cannot be written. */
export async function writeNewFiles(dir: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [inner, text] of files) {
    const file = path.join(dir, inner);
    try {
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, text, { flag: 'wx' });
    } catch (cause) {
      throw authoringError(hasCode(cause, 'EEXIST') ? 'file-exists' : 'not-written', { file }, cause);
    }
  }
}

/** Replaces a file atomically: a concurrent reader sees the old or the new text. */
export async function replaceFile(file: string, text: string): Promise<void> {
  const next = `${file}.next`;
  try {
    await writeFile(next, text, { flag: 'wx' });
    await rename(next, file);
  } catch (cause) {
    await rm(next, { force: true });
    throw authoringError('not-written', { file }, cause);
  }
}
