// What a workspace is: a folder, and the marker in it that says which course and which learner it belongs to.
import path from 'node:path';

/** `.ecom-lab/workspace.json`. */
export interface WorkspaceMarker {
  readonly version: 1;
  /** Id of the course. */
  readonly course: string;
  /** Varies counts and winners; `DEFAULT_SEED` (0) gives the course's own. */
  readonly seed: number;
  /** Who the seed was derived from, where a name was given. */
  readonly learner?: string;
  /** ISO 8601. */
  readonly created: string;
}

/** An open workspace. Plain data: everything that acts takes it as its first argument or option. */
export interface Workspace {
  /** Absolute, symlinks resolved. */
  readonly dir: string;
  /** `.ecom-lab` in it. */
  readonly stateDir: string;
  /** What `folderIdentity` said of it when it was opened. */
  readonly identity: string;
  readonly marker: WorkspaceMarker;
}

/** The lab's own folder in a workspace. */
export const STATE_FOLDER = '.ecom-lab';

/** A file that was copied before it was replaced. Paths are relative to the workspace, with forward slashes. */
export interface BackedUpFile {
  readonly file: string;
  readonly copy: string;
}

/** Where files are written: a workspace, or one that is being made or opened and is not bound to a folder yet. */
export type WritableFolder = Pick<Workspace, 'dir'> & Partial<Pick<Workspace, 'identity'>>;

/** The workspace of a folder whose identity and marker are known. */
export function workspaceAt(dir: string, identity: string, marker: WorkspaceMarker): Workspace {
  return { dir, stateDir: path.join(dir, STATE_FOLDER), identity, marker };
}
