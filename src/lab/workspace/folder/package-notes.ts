// What a learner is told about packages that the lab handles.
import type { WorkspaceNote } from '../files/place.ts';

const list = (names: readonly string[]) => names.join(', ');

/** Packages of a course that the lab does not come with. */
export function missingPackagesNote(names: readonly string[]): WorkspaceNote {
  const text = `The lab does not come with ${list(names)}. Run npm install in the workspace to get ${names.length === 1 ? 'it' : 'them'}.`;
  return { code: 'packages-missing', text, isWarning: true };
}

/** Packages that were linked or copied again when a workspace was opened. */
export function linksMendedNote(names: readonly string[]): WorkspaceNote {
  return {
    code: 'links-mended',
    text: `Brought back from the lab's own copy: ${list(names)}.`,
    isWarning: false,
  };
}
