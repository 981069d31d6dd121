// Names that a course may not use as it likes, because they become paths.
import { PACKAGE_FOLDERS } from '../../runtimes/contract/package-folders.ts';

const RESERVED: ReadonlySet<string> = new Set([...PACKAGE_FOLDERS, '.ecom-lab', '.git']);

/** Whether a workspace path lies where the lab, npm or git keeps its own files; case-insensitive as some disks are. */
export function isReserved(file: string): boolean {
  return file.split('/').some((part) => RESERVED.has(part.toLowerCase().replace(/[. ]+$/, '')));
}
