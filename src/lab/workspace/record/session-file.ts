// `.ecom-lab/session.json`: where a second terminal finds the running session. Readable by its owner only.
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { refuseIrregular } from '../../../files/index.ts';
import { writeFileAtomic } from '../files/atomic-write.ts';
import { folderIdentity } from '../files/folder-identity.ts';
import { parseJsonObject } from '../../../json.ts';
import type { Workspace } from '../files/place.ts';
import { STATE_FOLDER } from '../files/place.ts';
import { fileFault } from '../files/write-fault.ts';
import { readIfThere } from '../files/bytes.ts';

export interface SessionFile {
  readonly version: 1;
  readonly pid: number;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly token: string;
  /** Identity of the workspace that the session is bound to; see `folderIdentity`. */
  readonly folder: string;
}

export type SessionFileRead =
  | { readonly status: 'found'; readonly session: SessionFile }
  | { readonly status: 'absent' }
  /** Cut, garbled or of another version: no running session can be reached through it. */
  | { readonly status: 'unreadable' };

const FILE = 'session.json';
const OWNER_ONLY = 0o600;
const MAX_BYTES = 64 * 1024;

/** Writes the session's address and token, for the owner's eyes only. */
export async function writeSessionFile(
  workspace: Workspace,
  session: Omit<SessionFile, 'version' | 'folder'>,
): Promise<void> {
  const text = `${JSON.stringify({ version: 1, ...session, folder: workspace.identity })}\n`;
  await writeFileAtomic(workspace, `${STATE_FOLDER}/${FILE}`, text, { mode: OWNER_ONLY });
}

/** The running session's address and token, where a file of one is there. It may be a leftover of a killed one. */
export async function readSessionFile(workspace: Workspace): Promise<SessionFileRead> {
  const file = path.join(workspace.stateDir, FILE);
  const bytes = await readIfThere(file, { maxBytes: MAX_BYTES });
  if (bytes === undefined) return { status: 'absent' };
  const session = parseSession(bytes.toString());
  return session === undefined ? { status: 'unreadable' } : { status: 'found', session };
}

/** Removes the session file if it is this session's own. Safe to call twice. */
export async function removeSessionFile(workspace: Workspace, token: string): Promise<void> {
  // What is at the path now may be a copy, with a copy of this file.
  if ((await folderIdentity(workspace.dir)) !== workspace.identity) return;
  const read = await readSessionFile(workspace);
  if (read.status === 'found' && read.session.token !== token) return;
  const file = path.join(workspace.stateDir, FILE);
  try {
    await rm(file, { force: true });
  } catch (error) {
    throw fileFault(error, 'write', file);
  }
}

/** Removes whatever session file is there: what the holder of the workspace's lock finds is of a session that is gone. */
export async function clearSessionFile(workspace: Workspace): Promise<void> {
  const file = path.join(workspace.stateDir, FILE);
  try {
    await refuseIrregular(file);
    await rm(file, { force: true });
  } catch (error) {
    throw fileFault(error, 'write', file);
  }
}

function parseSession(text: string): SessionFile | undefined {
  const { version, pid, url, token, folder } = parseJsonObject(text) ?? {};
  if (version !== 1 || typeof url !== 'string' || typeof folder !== 'string') return undefined;
  // It becomes a header of a request.
  if (typeof token !== 'string' || !/^[\w-]{1,200}$/.test(token)) return undefined;
  if (typeof pid !== 'number' || !Number.isSafeInteger(pid) || pid <= 0) return undefined;
  // A token is sent to this address: only ever to this machine.
  const port = Number(/^http:\/\/127\.0\.0\.1:(\d{1,5})$/.exec(url)?.[1]);
  return port >= 1 && port <= 65_535 ? { version, pid, url, token, folder } : undefined;
}
