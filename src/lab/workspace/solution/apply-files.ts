// Puts files into a workspace, each whole or not at all, with a copy of whatever they replace.
import path from 'node:path';
import { LabError } from '../../model/errors.ts';
import type { ApplyReport } from '../files/change-report.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { backUpFiles } from '../files/backups.ts';
import { pathForWriting } from '../files/confined-path.ts';
import { encodeLike, readTextFile } from '../files/text.ts';
import type { TextFile } from '../files/text.ts';
import type { Workspace } from '../files/place.ts';

export interface ApplyFilesOptions {
  /** Workspace file -> its new text. */
  readonly files: ReadonlyMap<string, string>;
  /** Names the folder of the backups. */
  readonly step: string;
  /** @default now */
  readonly now?: Date;
  /** Whether what is replaced is copied. @default true */
  readonly keepsCopies?: boolean;
}

/**
 * Writes files into the workspace. Those that hold that text already are left alone; the others are backed up first,
 * all of them before the first is written. Line ends and byte order mark of a replaced file are kept.
 */
export async function applyFiles(workspace: Workspace, options: ApplyFilesOptions): Promise<ApplyReport> {
  const { files, step, now = new Date(), keepsCopies = true } = options;
  const changes: { file: string; text: string; existing: TextFile | undefined }[] = [];
  for (const [file, text] of files) {
    await pathForWriting(workspace, file);
    const existing = await readForReplacing(path.join(workspace.dir, file));
    if (existing?.text !== text) changes.push({ file, text, existing });
  }
  const names = changes.map(({ file }) => file);
  const backups = keepsCopies ? await backUpFiles(workspace, names, step, now) : [];
  for (const { file, text, existing } of changes) {
    await writeFileAtomic(workspace, file, encodeLike(existing, text));
  }
  return { written: names, backups, notes: [] };
}

/** A file that is no readable text is replaced like any other: its copy keeps every byte. */
async function readForReplacing(file: string): Promise<TextFile | undefined> {
  try {
    return await readTextFile(file);
  } catch (error) {
    if (error instanceof LabError && (error.code === 'not-utf8' || error.code === 'file-too-large'))
      return undefined;
    throw error;
  }
}
