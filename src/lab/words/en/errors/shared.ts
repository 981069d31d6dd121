// What the operating system refuses, and what is wrong with a file or a workspace.
import type { FileFault } from '../../../../files/index.ts';
import type { SharedErrors, SystemCode } from '../../../model/shared-errors.ts';
import type { ErrorEntries } from '../../contract/entries.ts';
import { duration } from '../grammar/phrases.ts';

const CHECK_PATH = 'Check the path and its permissions, or use another folder with --dir.';
const FREE_SPACE = 'Free some space, and try again.';
const CLOSE_OTHERS = 'Close other programs, and try again.';
const CONNECT = 'Connect the drive again, or use a folder on this computer with --dir.';
const USE_UTF8 =
  'Save it with the encoding UTF-8. Most editors show the encoding in their status bar, and PowerShell takes -Encoding utf8.';

/** What a code means, and what to do. */
const REASONS: Readonly<Record<SystemCode, readonly [reason: string, hint: string]>> = {
  ENOENT: ['it does not exist', 'If it was moved or deleted, put it back, or use another folder with --dir.'],
  ENAMETOOLONG: ['its name is too long', CHECK_PATH],
  ELOOP: ['its links form a circle', CHECK_PATH],
  ENOTDIR: ['a part of the path is a file, not a folder', CHECK_PATH],
  EISDIR: ['it is a folder', CHECK_PATH],
  EEXIST: ['something else is in its place', CHECK_PATH],
  ENOTEMPTY: ['its folder is not empty', CHECK_PATH],
  EACCES: ['you do not have permission to open it', CHECK_PATH],
  EPERM: ['you do not have permission to change it', CHECK_PATH],
  EROFS: ['the disk is read-only', 'Use a folder on another disk with --dir.'],
  EXDEV: ['it is on another disk', CHECK_PATH],
  EBUSY: ['another program uses it', CLOSE_OTHERS],
  ETXTBSY: ['another program uses it', CLOSE_OTHERS],
  ENOSPC: ['there is no space left on the disk', FREE_SPACE],
  EDQUOT: ['your share of the disk is full', FREE_SPACE],
  EFBIG: ['the file would be too large for the disk', FREE_SPACE],
  EMFILE: [
    'too many files are open',
    'Raise the limit of files that one program may open, for example with `ulimit -n 1024`, and try again.',
  ],
  ENFILE: ['too many files are open on this computer', CLOSE_OTHERS],
  EAGAIN: ['too many processes run on this computer', CLOSE_OTHERS],
  ENOMEM: ['this computer is out of memory', CLOSE_OTHERS],
  EIO: ['the disk does not work as it should', CONNECT],
  ESTALE: ['the network drive no longer knows it', CONNECT],
  EHOSTDOWN: ['the network drive does not respond', CONNECT],
  ENOTCONN: ['the network drive is disconnected', CONNECT],
  ENODEV: ['its disk is not there', CONNECT],
  ENXIO: ['its disk is not there', CONNECT],
};

const FOUND = { folder: 'a folder', 'named-pipe': 'a named pipe', socket: 'a socket', device: 'a device' };

const LONGEST_PATH = 200;
const shortPath = (path: string): string =>
  path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path;

const size = (bytes: number): string =>
  bytes >= 2 ** 20 ? `${bytes / 2 ** 20} MB` : `${bytes / 2 ** 10} KB`;

export const sharedErrors = {
  'system-refused': ({ code, path }) => {
    const [reason, hint] = REASONS[code];
    return { message: `${path === undefined ? 'A file' : shortPath(path)} cannot be used: ${reason}.`, hint };
  },
  'not-a-file': ({ path, found }) => ({
    message: `${path} is ${FOUND[found]}, not a file.`,
    hint: 'Move it somewhere else, and put the file there.',
  }),
  'file-too-large': ({ path, maxBytes }) => ({
    message: `${path} is larger than ${size(maxBytes)}.`,
    hint: 'A file of the lab has a few kilobytes. Find out what was written into it, or start the step over.',
  }),
  'file-not-answering': ({ path, afterMs }) => ({
    message: `The disk did not respond within ${duration(afterMs)} for ${path}.`,
    hint: `If it is on a network drive, check that the drive is connected. ${CONNECT}`,
  }),
  'not-utf8/utf-16': ({ file }) => ({ message: `${file} is saved as UTF-16, not as UTF-8.`, hint: USE_UTF8 }),
  'not-utf8/invalid': ({ file }) => ({ message: `${file} is not UTF-8 text.`, hint: USE_UTF8 }),
  'workspace-gone/absent': ({ dir }) => ({
    message: `The folder ${dir} no longer exists.`,
    hint: 'If it was moved, give its new path with --dir.',
  }),
  'workspace-gone/moved': ({ dir }) => ({
    message: `The folder ${dir} no longer exists.`,
    hint: 'If it was moved, quit and start the lab in its new place.',
  }),
  'workspace-gone/replaced': ({ dir }) => ({
    message: `Another folder is at ${dir} now, and the lab writes nothing into it.`,
    hint: 'Quit, and start the lab again in the folder that you want to work in.',
  }),
} satisfies ErrorEntries<SharedErrors>;

/** Why a file is not read, one sentence. */
export function refusal(path: string, fault: FileFault): string {
  switch (fault.code) {
    case 'not-a-file':
      return sharedErrors['not-a-file']({ path, ...fault }).message;
    case 'file-too-large':
      return sharedErrors['file-too-large']({ path, ...fault }).message;
    case 'file-not-answering':
      return sharedErrors['file-not-answering']({ path, ...fault }).message;
    default:
      return fault satisfies never;
  }
}
