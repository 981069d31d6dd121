// Reads a file of a workspace that need not be there.
import { stat } from 'node:fs/promises';
import { readRegularFile, type ReadOptions } from '../../../files/index.ts';
import { hasCode } from '../../../system/error-code.ts';
import { fileFault } from './write-fault.ts';

/** The content of a file, undefined if there is none. Rejects with a LabError where it cannot be read. */
export async function readIfThere(file: string, options?: ReadOptions): Promise<Buffer | undefined> {
  try {
    return await readRegularFile(file, options);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw fileFault(error, 'read', file);
  }
}

/** Whether there is anything at a path. */
export async function isThere(place: string): Promise<boolean> {
  try {
    await stat(place);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR', 'ELOOP')) return false;
    throw fileFault(error, 'read', place);
  }
}
