// One owner for a folder: a lock file names it. The lock of a dead owner is taken over by exactly one.
import { createHash, randomBytes } from 'node:crypto';
import { link, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readRegularText } from '../files/index.ts';
import { hasCode, whereAbsent } from '../system/error-code.ts';
import { formatLock, parseLock, type LockHolder } from './holder.ts';
import type { LockHost } from './host.ts';

/** Who asks for a lock, and where it is. */
export interface LockPlace {
  /** The lock file. */
  readonly file: string;
  readonly host: LockHost;
  /** Identity of the folder, where a copy of it may bring a copy of the lock. */
  readonly folder?: string;
  /** Whether an owner on another machine is believed to live. @default false: the folder belongs to this machine */
  readonly isShared?: boolean;
}

/** A lock that this process holds. */
export interface Lock {
  readonly holder: LockHolder;
  /** Gives the folder free. Safe to call twice; leaves a lock alone that is another's by now. */
  readonly release: () => Promise<void>;
}

export type LockOutcome =
  | { readonly status: 'acquired'; readonly lock: Lock }
  | { readonly status: 'held'; readonly holder: LockHolder };

/** The tokens of the locks that this process holds. */
const heldHere = new Set<string>();

/** Takes the lock for this process, or says who has it. `aside`: a folder for the files that are needed on the way. */
export async function takeLock(
  place: LockPlace & { readonly aside: string },
  now: Date = new Date(),
): Promise<LockOutcome> {
  const { file, host, folder } = place;
  const start = await host.startOf(host.pid);
  const holder: LockHolder = {
    pid: host.pid,
    since: now.toISOString(),
    hostname: host.hostname,
    token: randomBytes(8).toString('hex'),
    ...(folder === undefined ? {} : { folder }),
    ...(start === undefined ? {} : { start }),
  };
  heldHere.add(holder.token);
  const rival = await take(place, holder);
  if (rival === undefined) {
    const release = async (): Promise<void> => {
      await removeOwn(file, holder);
      heldHere.delete(holder.token);
    };
    return { status: 'acquired', lock: { holder, release } };
  }
  heldHere.delete(holder.token);
  return { status: 'held', holder: rival };
}

/** Who holds the lock now, undefined where no living process does. */
export async function holderOf(place: LockPlace): Promise<LockHolder | undefined> {
  const found = await readHolder(place.file);
  return found?.holder !== undefined && (await isHeld(found.holder, place)) ? found.holder : undefined;
}

/**
 * Takes a lock file; resolves with whoever holds it already. A stale lock may be replaced only by the one who holds
 * the lock file that is named after its token, so of many who find it stale one replaces it, and the others see that.
 */
async function take(
  place: LockPlace & { readonly aside: string },
  holder: LockHolder,
): Promise<LockHolder | undefined> {
  const { file, aside } = place;
  const temporary = path.join(aside, `${path.basename(file)}.${holder.token}`);
  for (;;) {
    if (await createWhole(temporary, file, formatLock(holder))) return undefined;
    const found = await readSettled(file);
    if (found === undefined) continue;
    if (found.holder !== undefined && (await isHeld(found.holder, place))) return found.holder;
    const takeover = path.join(aside, `lock.${found.id}`);
    const rival = await take({ ...place, file: takeover }, holder);
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

async function isHeld(holder: LockHolder, { host, folder, isShared = false }: LockPlace): Promise<boolean> {
  // A pid of another machine (a synced or shared folder) tells nothing here.
  if (holder.hostname !== host.hostname) return isShared;
  // The pid of a program that was killed may be this process's own by now.
  if (holder.pid === host.pid && !heldHere.has(holder.token)) return false;
  // A lock that came with a copy of the folder is its original's.
  if (holder.folder !== undefined && folder !== undefined && holder.folder !== folder) return false;
  if (Date.parse(holder.since) < (host.bootedMs ?? 0) - CLOCK_SLACK_MS || !host.isAlive(holder.pid))
    return false;
  if (holder.start === undefined) return true;
  const start = await host.startOf(holder.pid);
  return start === undefined ? host.isAlive(holder.pid) : start === holder.start;
}

/** How far the clock may have been set since a lock was taken. */
const CLOCK_SLACK_MS = 60_000;

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
  const text = await readRegularText(file).catch(whereAbsent(undefined));
  if (text === undefined) return undefined;
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

async function removeOwn(file: string, holder: LockHolder): Promise<void> {
  const found = await readHolder(file);
  if (found?.id === holder.token) await rm(file, { force: true });
}
