// Folders that a file system allows and Node runs no program in.
import path from 'node:path';
import { workspaceError } from '../contract/errors.ts';

/**
 * Rejects with LabError `folder-not-runnable` where the path has a backslash that separates no folders: Node refuses to
 * resolve modules there (https://nodejs.org/api/errors.html, ERR_INVALID_MODULE_SPECIFIER).
 */
export function refuseUnrunnable(dir: string): void {
  if (path.sep === '\\' || !dir.includes('\\')) return;
  throw workspaceError('folder-not-runnable', { dir });
}
