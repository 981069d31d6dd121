// What the operating system refuses, in words: such a refusal is no bug of the lab, whichever line met it.
import { LabError } from '../model/errors.ts';

const REASONS: Readonly<Record<string, string>> = {
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'its links lead in a circle',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EACCES: 'you may not open it',
  EPERM: 'you may not change it',
  EROFS: 'it can only be read there',
  ENOSPC: 'there is no room left on the disk',
  EDQUOT: 'there is no room left for you on the disk',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this computer',
  EIO: 'the disk does not answer as it should',
};

/** The refusal of a path as a LabError; undefined for any other error. */
export function systemFault(error: unknown): LabError | undefined {
  if (!(error instanceof Error && 'code' in error && 'path' in error)) return undefined;
  const { code, path } = error;
  const reason = typeof code === 'string' ? REASONS[code] : undefined;
  if (reason === undefined || typeof path !== 'string') return undefined;
  const shown = path.length > LONGEST_PATH ? `${path.slice(0, LONGEST_PATH)}…` : path;
  return new LabError('system-refused', `${shown} cannot be used: ${reason}.`, {
    hint: 'Look at the path and its permissions, or name another folder with --dir.',
    cause: error,
  });
}

const LONGEST_PATH = 200;
