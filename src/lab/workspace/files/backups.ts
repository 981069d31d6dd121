// Copies of files before they are replaced or removed: `.ecom-lab/backups/<time>-<step>/…`, never overwritten.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomic } from './atomic-write.ts';
import { pathForWriting } from './confined-path.ts';
import { timestampForName } from './timestamp.ts';
import { STATE_FOLDER } from './place.ts';
import type { BackedUpFile, Workspace } from './place.ts';
import { fileFault } from './write-fault.ts';
import { readIfThere } from './bytes.ts';
import { hasCode } from '../../../system/error-code.ts';

/** Copies each file that has something in it, byte for byte. All copies of one call lie in one folder. */
export async function backUpFiles(
  workspace: Workspace,
  files: readonly string[],
  step: string,
  now: Date,
): Promise<readonly BackedUpFile[]> {
  const copies: BackedUpFile[] = [];
  let folder: string | undefined;
  for (const file of files) {
    const bytes = await readIfThere(path.join(workspace.dir, file));
    if (bytes === undefined || bytes.length === 0) continue;
    folder ??= await newFolder(workspace, `${timestampForName(now)}-${step}`);
    const copy = `${folder}/${file}`;
    await writeFileAtomic(workspace, copy, bytes);
    copies.push({ file, copy });
  }
  return copies;
}

/** A separate folder, even for two backups in one millisecond. */
async function newFolder(workspace: Workspace, name: string): Promise<string> {
  const backups = `${STATE_FOLDER}/backups`;
  try {
    await mkdir(await pathForWriting(workspace, backups), { recursive: true });
    for (let number = 1; ; number += 1) {
      const folder = `${backups}/${name}${number === 1 ? '' : `-${number}`}`;
      if (await isCreated(await pathForWriting(workspace, folder))) return folder;
    }
  } catch (error) {
    throw fileFault(error, 'write', path.join(workspace.dir, backups));
  }
}

async function isCreated(folder: string): Promise<boolean> {
  try {
    await mkdir(folder);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}
