// Turns what a file system refuses into a sentence with a way out.
import { FileRefusal } from '../../../files/index.ts';
import { LabError } from '../../model/errors.ts';
import { systemFault } from '../../model/system-fault.ts';

/** The error's code (`EACCES`), or undefined. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const REFUSED: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
const IN_THE_WAY: ReadonlySet<string> = new Set(['EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY']);
const OTHERS: ReadonlySet<string> = new Set([
  'ENOENT',
  'EMFILE',
  'ENFILE',
  'EIO',
  'EBUSY',
  'ENAMETOOLONG',
  'ELOOP',
  'ESTALE',
]);

/** A LabError for an error that a user can mend; any other error as it is. */
export function fileFault(error: unknown, action: 'read' | 'write', file: string): unknown {
  if (error instanceof FileRefusal) return systemFault(error);
  const code = errorCode(error);
  if (error instanceof LabError || code === undefined) return error;
  if (FULL.has(code)) {
    return new LabError('disk-full', `There is no room left on the disk to write ${file}.`, {
      hint: 'Free some space and try again: the file is as it was before.',
      cause: error,
    });
  }
  const fault = (message: string, hint: string) =>
    new LabError(`cannot-${action}`, message, { hint, cause: error });
  if (REFUSED.has(code)) {
    return fault(
      `The lab may not ${action} ${file}.`,
      `Make the file and its folder ${action === 'read' ? 'readable' : 'writable'} for you, or work in another folder with --dir.`,
    );
  }
  const cannot = `${file} cannot be ${action === 'read' ? 'read' : 'written'}`;
  if (IN_THE_WAY.has(code)) {
    return fault(`${cannot}: something else is in its place.`, 'Move what is in the way to another place.');
  }
  if (code === 'ENOENT') {
    return fault(`${cannot}: its folder is gone.`, 'Was it moved or deleted? Give its new place with --dir.');
  }
  return OTHERS.has(code)
    ? fault(`${cannot} (${code}).`, 'Close other programs that use it, or work in another folder with --dir.')
    : error;
}
