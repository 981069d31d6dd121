// What the lab did in a workspace by itself, or could not read in it, and a person should know.
import type { Fact } from '../../model/verdict.ts';
import type { MarkerFault, ProgressFault } from './faults.ts';
import type { InstallFailure } from '../../runtimes/contract/packages.ts';

/** The parameters of each. */
export interface WorkspaceFacts {
  /** Packages of a course that the lab does not come with. */
  'packages-missing': { readonly packages: readonly string[] };
  /** Packages that were linked or copied again. */
  'links-repaired': { readonly packages: readonly string[] };
  /** The lab's own copy of a package is used, because npm could not get it. */
  'package-linked': { readonly name: string; readonly failure: InstallFailure };
  /** `copy`: where the file is kept. */
  'progress-unreadable': { readonly fault: ProgressFault; readonly copy: string };
  /** The course's own file replaces one that could not be edited. */
  'file-replaced': { readonly file: string; readonly error: Fact };
  /** Of a workspace that was handed in. */
  'record-newer/workspace': object;
  'record-newer/progress': object;
  'record-unreadable/marker': { readonly file: string; readonly fault: MarkerFault };
  'record-unreadable/progress': { readonly file: string; readonly fault: ProgressFault };
  'record-not-a-file': { readonly file: string };
  'record-refused': { readonly error: Fact };
  'record-not-read': { readonly file: string; readonly code: string };
}

/** Something that the lab did by itself and the learner should know. */
export interface WorkspaceNote {
  readonly fact: Fact;
  readonly isWarning: boolean;
}

/** What is to be told, as a fact. */
export const workspaceFact = <K extends keyof WorkspaceFacts>(
  kind: K,
  params: WorkspaceFacts[K],
): WorkspaceFacts[K] & { readonly kind: K } => ({ kind, ...params });
