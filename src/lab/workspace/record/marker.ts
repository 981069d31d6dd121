// `.ecom-lab/workspace.json`: reads and formats the marker of a workspace, of this and of older versions.
import type { MarkerFault } from '../contract/faults.ts';
import { parseJsonObject } from '../../../json.ts';
import type { WorkspaceMarker } from '../files/place.ts';

export const MARKER_FILE = 'workspace.json';
/** Lies beside the marker while the folder is being filled. */
export const CREATING_FILE = 'creating.json';
export const MARKER_VERSION = 1;

export type ParsedMarker =
  | { readonly status: 'ok'; readonly marker: WorkspaceMarker; readonly isMigrated: boolean }
  | { readonly status: 'newer'; readonly version: number }
  | { readonly status: 'unreadable'; readonly fault: MarkerFault };

/** The marker as file content. */
export function formatMarker(marker: WorkspaceMarker): string {
  return `${JSON.stringify(marker, undefined, 2)}\n`;
}

/**
 * Reads a marker. Version 0 (before the first release) had neither a version nor a seed: it is brought up to date.
 */
export function parseMarker(text: string): ParsedMarker {
  const value = parseJsonObject(text);
  if (value === undefined) return { status: 'unreadable', fault: 'garbled' };
  const { version = 0, course, seed = 0, learner, created } = value;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 0) {
    return { status: 'unreadable', fault: 'no-version' };
  }
  if (version > MARKER_VERSION) return { status: 'newer', version };
  if (typeof course !== 'string') return { status: 'unreadable', fault: 'no-course' };
  if (typeof seed !== 'number' || !Number.isSafeInteger(seed)) {
    return { status: 'unreadable', fault: 'bad-seed' };
  }
  if (learner !== undefined && typeof learner !== 'string') {
    return { status: 'unreadable', fault: 'bad-learner' };
  }
  if (typeof created !== 'string' || Number.isNaN(Date.parse(created))) {
    return { status: 'unreadable', fault: 'no-time' };
  }
  const named = learner === undefined ? {} : { learner };
  const marker: WorkspaceMarker = { version: MARKER_VERSION, course, seed, ...named, created };
  return { status: 'ok', marker, isMigrated: version !== MARKER_VERSION };
}
