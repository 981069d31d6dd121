// Reads files of a course: none outside of the course folder, not even through a symlink, and none that is too large.
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import type { PathFact } from '../facts/diagnostics.ts';
import { FileRefusal, readRegularFile, withinTime, isInside } from '../../../files/index.ts';
import { errorCode, hasCode } from '../../../system/error-code.ts';

/** Why a path of a course cannot be used. */
export interface PathFault {
  readonly status: 'fault';
  readonly fact: PathFact;
}

export type CourseFile = { readonly status: 'ok'; readonly file: string; readonly text: string } | PathFault;

/** A step is a page or two, and a program a few hundred lines. */
const MAX_FILE_BYTES = 256 * 1024;

const fault = (fact: PathFact): PathFault => ({ status: 'fault', fact });

/** The real path of a file in the course, or why there is none. `root` is the course folder with symlinks resolved. */
export async function locateFile(
  root: string,
  inner: string,
): Promise<{ readonly status: 'ok'; readonly file: string } | PathFault> {
  const target = path.resolve(root, inner);
  if (!isInside(root, target)) return fault({ kind: 'leaves-course', file: inner });
  try {
    const real = await withinTime(realpath(target), target);
    if (!isInside(root, real)) return fault({ kind: 'leaves-course/link', file: inner });
    const found = await withinTime(stat(real), target);
    if (!found.isFile()) return fault({ kind: 'not-a-file', file: inner });
    if (found.size > MAX_FILE_BYTES) {
      return fault({ kind: 'file-too-large', file: inner, maxKilobytes: MAX_FILE_BYTES / 1024 });
    }
    return { status: 'ok', file: target };
  } catch (error) {
    if (error instanceof FileRefusal)
      return fault({ kind: 'cannot-read/refused', file: inner, fault: error.fault });
    return hasCode(error, 'ENOENT', 'ENOTDIR')
      ? fault({ kind: 'missing-file', file: inner })
      : fault({ kind: 'cannot-read', file: inner, said: errorCode(error) ?? String(error) });
  }
}

/** Reads a file of the course as UTF-8 text, without BOM and with plain line ends. */
export async function readCourseFile(root: string, inner: string): Promise<CourseFile> {
  const read = await readVerbatim(root, inner);
  return read.status === 'ok'
    ? { ...read, text: read.text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n') }
    : read;
}

/** Reads a file of the course as UTF-8 text, with its BOM and its line ends: they may be what it shows. */
export async function readVerbatim(root: string, inner: string): Promise<CourseFile> {
  const located = await locateFile(root, inner);
  if (located.status !== 'ok') return located;
  try {
    const bytes = await readRegularFile(located.file, { maxBytes: MAX_FILE_BYTES });
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return { status: 'ok', file: located.file, text };
  } catch (error) {
    if (error instanceof FileRefusal)
      return fault({ kind: 'cannot-read/refused', file: inner, fault: error.fault });
    if (error instanceof TypeError) return fault({ kind: 'not-utf8', file: inner });
    return fault({ kind: 'cannot-read', file: inner, said: String(error) });
  }
}
