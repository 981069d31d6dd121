// One runner a workspace: `.ecom-lab/lock` names its owner. The lock of a dead owner is taken over by exactly one.
import { createHash, randomBytes } from 'node:crypto';
import { link, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readRegularText } from '../../../files/index.ts';
import { TEMPORARY_FOLDER } from '../files/atomic-write.ts';
import { pathForWriting } from '../files/confined-path.ts';
import { folderIdentity } from '../files/folder-identity.ts';
import type { Workspace } from '../files/place.ts';
import { STATE_FOLDER } from '../files/place.ts';
import { fileFault } from '../files/write-fault.ts';
import { hasCode } from '../../../system/error-code.ts';
import type { LockHost } from './host.ts';
import { formatLock, parseLock } from './record.ts';
import type { LockHolder } from './record.ts';

/** A lock that this process holds. */
export interface WorkspaceLock {
  readonly holder: LockHolder;
  /** Gives the workspace free. Safe to call twice; leaves a lock alone that is not its own. */
  release(): Promise<void>;
}

export type LockOutcome =
  | { readonly status: 'acquired'; readonly lock: WorkspaceLock }
  | { readonly status: 'held'; readonly holder: LockHolder };

/** The tokens of the locks that this process holds. */
const heldHere = new Set<string>();

/** Takes the workspace for this process, or says who has it. */
export async function acquireLock(
  workspace: Workspace,
  host: LockHost,
  now: Date = new Date(),
): Promise<LockOutcome> {
  try {
    const file = await pathForWriting(workspace, `${STATE_FOLDER}/lock`);
    // What a takeover that is cut off leaves is cleared away there.
    const aside = await pathForWriting(workspace, TEMPORARY_FOLDER);
    await mkdir(aside, { recursive: true });
    const start = await host.startOf(host.pid);
    const holder: LockHolder = {
      pid: host.pid,
      since: now.toISOString(),
      hostname: host.hostname,
      folder: workspace.identity,
      token: randomBytes(8).toString('hex'),
      ...(start === undefined ? {} : { start }),
    };
    heldHere.add(holder.token);
    const rival = await take({ file, aside, holder, host });
    if (rival !== undefined) {
      heldHere.delete(holder.token);
      return { status: 'held', holder: rival };
    }
    return { status: 'acquired', lock: { holder, release: () => release(workspace, file, holder) } };
  } catch (error) {
    throw fileFault(error, 'write', path.join(workspace.stateDir, 'lock'));
  }
}

/** Who holds the workspace now, undefined where nobody alive does. */
export async function readLock(workspace: Workspace, host: LockHost): Promise<LockHolder | undefined> {
  const found = await readHolder(path.join(workspace.stateDir, 'lock'));
  return found?.holder !== undefined && (await isHeld(found.holder, host, workspace.identity))
    ? found.holder
    : undefined;
}

interface Take {
  /** The lock file. */
  readonly file: string;
  /** The folder for what is needed on the way. */
  readonly aside: string;
  readonly holder: LockHolder;
  readonly host: LockHost;
}

/**
 * Takes a lock file; resolves with whoever holds it already. A stale lock may be replaced only by the one who holds
 * the lock file that is named after its token, so of many who find it stale one replaces it, and the others see that.
 */
async function take({ file, aside, holder, host }: Take): Promise<LockHolder | undefined> {
  const temporary = path.join(aside, `${path.basename(file)}.${holder.token}`);
  for (;;) {
    if (await createWhole(temporary, file, formatLock(holder))) return undefined;
    const found = await readSettled(file);
    if (found === undefined) continue;
    if (found.holder !== undefined && (await isHeld(found.holder, host, holder.folder))) return found.holder;
    const takeover = path.join(aside, `lock.${found.id}`);
    const rival = await take({ file: takeover, aside, holder, host });
    if (rival !== undefined) return rival;
    try {
      const again = await readHolder(file);
      if (again?.id !== found.id) continue;
      await writeNew(temporary, formatLock(holder));
      await rename(temporary, file);
      return undefined;
    } finally {
      await removeOwn(takeover, holder);
    }
  }
}

/** A lock that came with a copy of a workspace is its original's. */
const isCopied = (holder: LockHolder, folder: string | undefined): boolean =>
  holder.folder !== undefined && folder !== undefined && holder.folder !== folder;

async function isHeld(holder: LockHolder, host: LockHost, folder: string | undefined): Promise<boolean> {
  // A pid of another machine (a synced or shared folder) tells nothing here, so its owner is believed.
  if (holder.hostname !== host.hostname) return true;
  // The pid of a lab that was killed may be this process's own by now.
  if (holder.pid === host.pid && !heldHere.has(holder.token)) return false;
  if (isCopied(holder, folder) || !host.isAlive(holder.pid)) return false;
  if (holder.start === undefined) return true;
  const start = await host.startOf(holder.pid);
  return start === undefined ? host.isAlive(holder.pid) : start === holder.start;
}

/** Creates a file with its whole content at once; false where it exists. */
async function createWhole(temporary: string, file: string, content: string): Promise<boolean> {
  await writeNew(temporary, content);
  try {
    await link(temporary, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    // FAT, exFAT and some network folders give a file no second name, each system with its own error. Whatever
    // else is wrong keeps the file from being created as well.
    return await createExclusive(file, content);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function createExclusive(file: string, content: string): Promise<boolean> {
  try {
    await writeNew(file, content);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

async function writeNew(file: string, content: string): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(content);
  } finally {
    await handle.close();
  }
}

interface FoundLock {
  /** The holder's token, or a hash of what cannot be read. */
  readonly id: string;
  readonly holder: LockHolder | undefined;
}

async function readHolder(file: string): Promise<FoundLock | undefined> {
  let text: string;
  try {
    text = await readRegularText(file);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const holder = parseLock(text);
  return { id: holder?.token ?? createHash('sha256').update(text).digest('hex').slice(0, 16), holder };
}

/** Where there are no hard links a lock is created before it is filled: what cannot be read gets a moment to be. */
async function readSettled(file: string): Promise<FoundLock | undefined> {
  const found = await readHolder(file);
  if (found === undefined || found.holder !== undefined) return found;
  await wait(100);
  return readHolder(file);
}

async function release(workspace: Workspace, file: string, holder: LockHolder): Promise<void> {
  // What is at the path now may be a copy, with a copy of this lock.
  if ((await folderIdentity(workspace.dir)) !== workspace.identity) return;
  try {
    await removeOwn(file, holder);
    heldHere.delete(holder.token);
  } catch (error) {
    throw fileFault(error, 'write', file);
  }
}

async function removeOwn(file: string, holder: LockHolder): Promise<void> {
  const found = await readHolder(file);
  if (found?.id === holder.token) await rm(file, { force: true });
}
