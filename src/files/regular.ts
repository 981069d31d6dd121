// What counts as a file that can be read: regular and not too large.
import type { Stats } from 'node:fs';
import { FileRefusal } from './refusal.ts';

/** Throws a FileRefusal for anything but a regular file of at most `maxBytes`. @default any size */
export function refuseOthers(path: string, found: Stats, maxBytes = Infinity): void {
  if (!found.isFile()) throw new FileRefusal(path, { code: 'not-a-file', found: kindOf(found) });
  if (found.size > maxBytes) throw tooLarge(path, maxBytes);
}

function kindOf(found: Stats): 'folder' | 'named-pipe' | 'socket' | 'device' {
  if (found.isDirectory()) return 'folder';
  if (found.isFIFO()) return 'named-pipe';
  return found.isSocket() ? 'socket' : 'device';
}

/** The refusal of a file with more than `maxBytes`. */
export const tooLarge = (path: string, maxBytes: number): FileRefusal =>
  new FileRefusal(path, { code: 'file-too-large', maxBytes });
