// What counts as a file that can be read: regular, and not too large.
import type { Stats } from 'node:fs';
import { FileRefusal } from './refusal.ts';

/** Throws a FileRefusal for anything but a regular file of at most `maxBytes`. */
export function refuseOthers(path: string, found: Stats, maxBytes: number): void {
  const kind = kindOf(found);
  if (kind !== undefined) throw new FileRefusal('not-a-file', path, `${path} is ${kind}, not a file.`);
  if (found.size > maxBytes) throw tooLarge(path, maxBytes);
}

/** What it is, with its article; undefined for a regular file. */
function kindOf(found: Stats): string | undefined {
  if (found.isFile()) return undefined;
  if (found.isDirectory()) return 'a folder';
  if (found.isFIFO()) return 'a named pipe';
  return found.isSocket() ? 'a socket' : 'a device';
}

/** The refusal of a file with more than `maxBytes`. */
export const tooLarge = (path: string, maxBytes: number): FileRefusal =>
  new FileRefusal('file-too-large', path, `${path} is larger than ${formatBytes(maxBytes)}.`);

const formatBytes = (bytes: number): string =>
  bytes >= 2 ** 20 ? `${bytes / 2 ** 20} MB` : `${bytes / 2 ** 10} KB`;
