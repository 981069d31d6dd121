// The learner's files for an editor outside of the file system's own: listed, read, and written only over what was read.
import { createHash } from 'node:crypto';
import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { FileRefusal, readRegularFile } from '../../../files/index.ts';
import { errorCode } from '../../../system/error-code.ts';
import { workspaceError } from '../contract/errors.ts';
import { writeFileAtomic } from './atomic-write.ts';
import { pathForWriting } from './confined-path.ts';
import type { Workspace } from './place.ts';
import { decodeText, encodeLike } from './text.ts';
import { fileFault } from './write-fault.ts';
import { PACKAGE_FOLDERS } from '../../runtimes/contract/package-folders.ts';

export interface VersionedText {
  /** Without a byte order mark, lines ended by `\n`. */
  readonly text: string;
  /** Of the bytes on the disk. */
  readonly version: string;
}

/** Far more than a person writes, in bytes. */
const MAX_BYTES = 256 * 1024;
const MAX_FILES = 500;
const MAX_DEPTH = 8;

const versionOf = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('hex');

/** Hidden ones belong to tools, to the lab's own state or to Git; packages belong to package managers. */
const isEditable = (name: string): boolean =>
  !name.startsWith('.') && !PACKAGE_FOLDERS.has(name.toLowerCase());

/** The regular files of the workspace that can be edited, sorted, by their paths with forward slashes. */
export async function listFiles({ dir }: Workspace): Promise<readonly string[]> {
  const files: string[] = [];
  const walk = async (folder: string, depth: number): Promise<void> => {
    const entries = await readdir(path.join(dir, folder), { withFileTypes: true });
    for (const entry of entries.filter(({ name }) => isEditable(name))) {
      if (files.length === MAX_FILES) return;
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isFile()) files.push(file);
      else if (entry.isDirectory() && depth < MAX_DEPTH) await walk(file, depth + 1);
    }
  };
  try {
    await walk('', 1);
  } catch (error) {
    throw fileFault(error, 'read', dir);
  }
  return files.toSorted();
}

/** The absolute path of a file that may be edited. Rejects with a LabError for any other. */
async function editablePath(workspace: Workspace, file: string): Promise<string> {
  const parts = file.split('/');
  const isPlain = !/[\0\\:]/.test(file) && parts.every((part) => part !== '' && isEditable(part));
  if (!isPlain) throw workspaceError('file-not-editable', { file });
  const target = await pathForWriting(workspace, file);
  // Where a folder on the way is a link, or spelled in another way, what counts is where it leads.
  const real = path.relative(await realpath(workspace.dir), await realFolder(path.dirname(target)));
  if (!real.split(path.sep).every((part) => part === '' || isEditable(part)))
    throw workspaceError('file-not-editable', { file });
  return target;
}

/** The real path of a folder, or of the nearest one above it that exists. */
async function realFolder(dir: string): Promise<string> {
  try {
    return await realpath(dir);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' || path.dirname(dir) === dir) throw error;
    return realFolder(path.dirname(dir));
  }
}

/** The bytes of a file, undefined if there is none. */
async function bytesOf(target: string): Promise<Uint8Array | undefined> {
  try {
    return await readRegularFile(target, { maxBytes: MAX_BYTES });
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileFault(error, 'read', target);
  }
}

/** Reads a file. Rejects with a LabError if there is none, or no regular one of UTF-8 text and at most 256 KB. */
export async function readVersion(workspace: Workspace, file: string): Promise<VersionedText> {
  const target = await editablePath(workspace, file);
  const bytes = await bytesOf(target);
  const version = versionOf(bytes);
  if (bytes === undefined || version === undefined) throw workspaceError('file-missing', { file });
  return { text: decodeText(bytes, file).text, version };
}

/**
 * Writes a file whole; line ends and byte order mark stay as they were. Resolves with the new version. Rejects with a
 * LabError `file-conflict` where the file is not of the version given: it has changed, or (without one) exists already.
 */
export async function writeVersion(
  workspace: Workspace,
  file: string,
  { text, version }: { readonly text: string; readonly version?: string },
): Promise<string> {
  const target = await editablePath(workspace, file);
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw fileFault(
      new FileRefusal(target, { code: 'file-too-large', maxBytes: MAX_BYTES }),
      'write',
      target,
    );
  const existing = await bytesOf(target);
  if (versionOf(existing) !== version) throw workspaceError('file-conflict', { file });
  const content = Buffer.from(
    encodeLike(existing === undefined ? undefined : decodeText(existing, file), text),
  );
  await writeFileAtomic(workspace, file, content);
  return versionOf(content) ?? '';
}
