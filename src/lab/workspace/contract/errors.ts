// Why a workspace cannot be made, opened, read or changed.
import { labErrors } from '../../model/errors.ts';
import type { MarkerFault, ScrapeFileFault } from './faults.ts';
import type { InstallFailure } from '../../runtimes/contract/packages.ts';

/** A file that cannot be read or written. `code`: the system's. */
interface UnusableFile {
  readonly file: string;
  readonly why: 'forbidden' | 'occupied' | 'folder-gone' | 'other';
  readonly code: string;
}

/** The parameters of each. */
export interface WorkspaceErrors {
  'disk-full': { readonly file: string };
  'cannot-read': UnusableFile;
  'cannot-write': UnusableFile;
  /** `target`: where the link leads. */
  'symlink-refused': { readonly file: string; readonly target: string };
  'already-a-workspace': { readonly dir: string };
  'folder-not-empty': { readonly dir: string; readonly entries: readonly string[] };
  'not-a-folder/file': { readonly dir: string };
  'not-a-folder/dead-link': { readonly dir: string };
  'not-a-workspace': {
    readonly dir: string;
    readonly found: 'absent' | 'half-created' | 'empty' | 'foreign' | 'not-a-folder';
  };
  'other-course': { readonly dir: string; readonly course: string; readonly wanted: string };
  'workspace-newer': { readonly dir: string };
  'workspace-unreadable': { readonly file: string; readonly fault: MarkerFault };
  'folder-not-runnable': { readonly dir: string };
  'progress-newer': { readonly dir: string };
  'npm-failed': { readonly name: string; readonly dir: string; readonly failure: InstallFailure };
  'package-json-broken': object;
  /** It is hidden or a package's, or its path leads elsewhere. */
  'file-not-editable': { readonly file: string };
  /** It is not what it was when it was read. */
  'file-conflict': { readonly file: string };
  'file-missing': { readonly file: string };
  'scrape-config-broken': ScrapeFileFault;
  'course-file-missing': { readonly file: string };
}

export const workspaceError = labErrors<WorkspaceErrors>();
