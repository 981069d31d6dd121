// What the operating system refuses, in words: such a refusal is no bug of the lab, whichever line met it.
import { FileRefusal } from '../../files/index.ts';
import { LabError } from './errors.ts';

const LOOK = 'Look at the path and its permissions, or name another folder with --dir.';
const MAKE_ROOM = 'Free some space, and try again.';
const CLOSE_OTHERS = 'Close other programs, and try again.';
const RAISE_LIMIT =
  'Raise the limit of files that one program may open, for example with `ulimit -n 1024`, and try again.';
const CONNECT = 'Connect the drive again, or work in a folder on this computer with --dir.';

/** Code of the system -> what it means, and what to do. */
const REASONS: Readonly<Record<string, readonly [reason: string, hint: string]>> = {
  ENOENT: ['it does not exist', 'Was it moved or deleted? Put it back, or name another folder with --dir.'],
  ENAMETOOLONG: ['its name is too long', LOOK],
  ELOOP: ['its links lead in a circle', LOOK],
  ENOTDIR: ['a part of the path is a file, not a folder', LOOK],
  EISDIR: ['it is a folder', LOOK],
  EEXIST: ['something else is in its place', LOOK],
  ENOTEMPTY: ['its folder is not empty', LOOK],
  EACCES: ['you may not open it', LOOK],
  EPERM: ['you may not change it', LOOK],
  EROFS: ['the disk can only be read', 'Work in a folder on another disk with --dir.'],
  EXDEV: ['it is on another disk', LOOK],
  EBUSY: ['another program uses it', CLOSE_OTHERS],
  ETXTBSY: ['another program uses it', CLOSE_OTHERS],
  ENOSPC: ['there is no room left on the disk', MAKE_ROOM],
  EDQUOT: ['there is no room left for you on the disk', MAKE_ROOM],
  EFBIG: ['the file would be too large for the disk', MAKE_ROOM],
  EMFILE: ['too many files are open', RAISE_LIMIT],
  ENFILE: ['too many files are open on this computer', CLOSE_OTHERS],
  EAGAIN: ['too many processes run on this computer', CLOSE_OTHERS],
  ENOMEM: ['this computer is short of memory', CLOSE_OTHERS],
  EIO: ['the disk does not answer as it should', CONNECT],
  ESTALE: ['the network drive does not know it any more', CONNECT],
  EHOSTDOWN: ['the network drive does not answer', CONNECT],
  ENOTCONN: ['the network drive is disconnected', CONNECT],
  ENODEV: ['its disk is not there', CONNECT],
  ENXIO: ['its disk is not there', CONNECT],
};

/**
 * A refusal of the system as a LabError `system-refused`, or one of a reader of files with the reader's own code;
 * undefined for any other error.
 */
export function systemFault(error: unknown): LabError | undefined {
  if (error instanceof FileRefusal) return refusedFile(error);
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return undefined;
  const known = typeof error.code === 'string' ? REASONS[error.code] : undefined;
  if (known === undefined) return undefined;
  const [reason, hint] = known;
  const path = 'path' in error && typeof error.path === 'string' ? shorten(error.path) : 'A file';
  return new LabError('system-refused', `${path} cannot be used: ${reason}.`, { hint, cause: error });
}

const LONGEST_PATH = 200;
const shorten = (path: string): string =>
  path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path;

const REFUSAL_HINTS: Readonly<Record<FileRefusal['code'], string>> = {
  'not-a-file': 'Move it to another place, and put the file there.',
  'file-too-large': 'A file of the lab is a few kilobytes: look at what got into it, or start the step over.',
  'file-not-answering': `Is it on a network drive that is disconnected? ${CONNECT}`,
};

function refusedFile(error: FileRefusal): LabError {
  return new LabError(error.code, error.message, { hint: REFUSAL_HINTS[error.code], cause: error });
}
