// One server a data folder: a file with the owner's pid. The lock of a process that is gone is taken over.
import { link, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { kill, pid as ownPid } from 'node:process';
import { readRegularFile, readRegularText } from '../../../files/index.ts';

export type LockOutcome =
  | { readonly status: 'held'; readonly release: () => Promise<void> }
  | { readonly status: 'taken'; readonly pid: number; readonly path: string };

/** Folders that this very process holds: its own pid in a lock file is stale unless the folder is in here. */
const heldHere = new Set<string>();

/** Takes the lock of a folder, or says who has it. */
export async function acquireLock(dataDir: string): Promise<LockOutcome> {
  const path = join(dataDir, 'lock');
  if (heldHere.has(path)) return { status: 'taken', pid: ownPid, path };
  heldHere.add(path);
  try {
    // The name appears with its content: a reader never finds an empty lock.
    const draft = `${path}.${ownPid}`;
    await writeFile(draft, `${ownPid}\n`);
    try {
      for (;;) {
        if (await linked(draft, path)) return { status: 'held', release: () => release(path) };
        const owner = await readOwner(path);
        if (owner === undefined) continue;
        if (owner !== ownPid && isAlive(owner) && !(await isFromBeforeBoot(path))) {
          heldHere.delete(path);
          return { status: 'taken', pid: owner, path };
        }
        await removeStale(path, owner);
      }
    } finally {
      await unlink(draft);
    }
  } catch (error) {
    heldHere.delete(path);
    throw error;
  }
}

async function release(path: string): Promise<void> {
  if (!heldHere.has(path)) return;
  if ((await readOwner(path)) === ownPid) await unlink(path);
  heldHere.delete(path);
}

/** Gives the file a second name unless that name is there already. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    // FAT, exFAT and some network folders give a file no second name, each system with its own error. Whatever
    // else is wrong keeps the file from being written as well.
  }
  try {
    await writeFile(to, await readRegularFile(from), { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** After a restart of the machine a pid belongs to somebody else. */
async function isFromBeforeBoot(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path);
  const bootedMs = Date.now() - uptime() * 1000;
  return mtimeMs < bootedMs - 60_000;
}

/** 0 where the file holds no pid; undefined where it is gone. */
async function readOwner(path: string): Promise<number | undefined> {
  try {
    const text = await readRegularText(path);
    return /^\d+\s*$/.test(text) ? Number(text) : 0;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Moves a stale lock away before it goes, and puts it back if another server was quicker and it is a fresh one. */
async function removeStale(path: string, judged: number): Promise<void> {
  const aside = `${path}.stale.${ownPid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw error;
  }
  if ((await readOwner(aside)) !== judged) await linked(aside, path);
  await unlink(aside);
}

function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
