// What a learner is told about packages that the lab handles.
import { workspaceFact, type WorkspaceNote } from '../contract/notes.ts';

/** Packages of a course that the lab does not come with. */
export const missingPackagesNote = (packages: readonly string[]): WorkspaceNote => ({
  fact: workspaceFact('packages-missing', { packages }),
  isWarning: true,
});

/** Packages that were linked or copied again when a workspace was opened. */
export const linksRepairedNote = (packages: readonly string[]): WorkspaceNote => ({
  fact: workspaceFact('links-repaired', { packages }),
  isWarning: false,
});
