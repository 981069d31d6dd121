// Reads files of a course: none that lies outside the course folder, also not through a symlink, and none too large.
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { FileRefusal, readRegularFile, withinTime } from '../../../files/index.ts';
import { errorCode, hasCode } from '../../../system/error-code.ts';

/** Why a path of a course cannot be used. */
export interface PathFault {
  readonly status: 'fault';
  readonly code:
    'missing-file' | 'leaves-course' | 'file-too-large' | 'not-a-file' | 'not-utf8' | 'cannot-read';
  /** A sentence that names the path. */
  readonly message: string;
}

export type CourseFile = { readonly status: 'ok'; readonly file: string; readonly text: string } | PathFault;

/** A step is a page or two, and a program a few hundred lines. */
const MAX_FILE_BYTES = 256 * 1024;

const fault = (code: PathFault['code'], message: string): PathFault => ({ status: 'fault', code, message });

/** The real path of a file in the course, or why there is none. `root` is the course folder with symlinks resolved. */
export async function locateFile(
  root: string,
  inner: string,
): Promise<{ readonly status: 'ok'; readonly file: string } | PathFault> {
  const shown = JSON.stringify(inner);
  const target = path.resolve(root, inner);
  if (!isInside(root, target)) return fault('leaves-course', `${shown} leads out of the course folder.`);
  try {
    const real = await withinTime(realpath(target), target);
    if (!isInside(root, real))
      return fault('leaves-course', `${shown} is a link that leads out of the course folder.`);
    const found = await withinTime(stat(real), target);
    if (!found.isFile()) return fault('not-a-file', `${shown} is not a file.`);
    if (found.size > MAX_FILE_BYTES) {
      return fault('file-too-large', `${shown} is larger than ${MAX_FILE_BYTES / 1024} KB.`);
    }
    return { status: 'ok', file: target };
  } catch (error) {
    if (error instanceof FileRefusal) return fault('cannot-read', error.message);
    return hasCode(error, 'ENOENT', 'ENOTDIR')
      ? fault('missing-file', `There is no file ${shown}.`)
      : fault('cannot-read', `${shown} cannot be read (${errorCode(error) ?? String(error)}).`);
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
    if (error instanceof FileRefusal) return fault('cannot-read', error.message);
    if (error instanceof TypeError) return fault('not-utf8', `${JSON.stringify(inner)} is not UTF-8 text.`);
    return fault('cannot-read', `${JSON.stringify(inner)} cannot be read (${String(error)}).`);
  }
}

const isInside = (root: string, target: string) => {
  const relative = path.relative(root, target);
  return (
    relative !== '' &&
    relative !== '..' &&
    !relative.startsWith(`..${path.sep}`) &&
    !path.isAbsolute(relative)
  );
};
