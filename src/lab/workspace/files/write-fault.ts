// What a file system refuses, as an error that a user can fix.
import { FileRefusal } from '../../../files/index.ts';
import { LabError } from '../../model/errors.ts';
import { systemFault } from '../../model/faults/system.ts';
import { workspaceError, type WorkspaceErrors } from '../contract/errors.ts';
import { errorCode } from '../../../system/error-code.ts';

const REFUSED: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
const IN_THE_WAY: ReadonlySet<string> = new Set(['EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY']);
const OTHERS: ReadonlySet<string> = new Set([
  'EMFILE',
  'ENFILE',
  'EIO',
  'EBUSY',
  'ENAMETOOLONG',
  'ELOOP',
  'ESTALE',
]);

/** A LabError for an error that a user can fix; any other error as it is. */
export function fileFault(error: unknown, action: 'read' | 'write', file: string): unknown {
  if (error instanceof FileRefusal) return systemFault(error);
  const code = errorCode(error);
  if (error instanceof LabError || code === undefined) return error;
  if (FULL.has(code)) return workspaceError('disk-full', { file }, error);
  const why = reasonOf(code);
  return why === undefined ? error : workspaceError(`cannot-${action}`, { file, why, code }, error);
}

function reasonOf(code: string): WorkspaceErrors['cannot-read']['why'] | undefined {
  if (REFUSED.has(code)) return 'forbidden';
  if (IN_THE_WAY.has(code)) return 'occupied';
  if (code === 'ENOENT') return 'folder-gone';
  return OTHERS.has(code) ? 'other' : undefined;
}
