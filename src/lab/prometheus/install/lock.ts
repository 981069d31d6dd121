// One installation at a time in one cache. The lock names its owner and is touched while the owner lives.
import { randomBytes } from 'node:crypto';
import { link, mkdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readRegularText } from '../../../files/index.ts';
import { isAlive, ownPid } from '../../children/living.ts';

const LOCK = '.lock';
const TOUCH_EVERY_MS = 2000;
/** An owner that has not touched its lock for this long is gone, whoever has its pid now. */
const STALE_AFTER_MS = 20_000;
const ASK_AGAIN_MS = 200;

export interface InstallLockOptions {
  /** The folder to lock; created where missing. */
  readonly dir: string;
  readonly signal: AbortSignal;
  /** Called once where another installation has to be waited for. */
  readonly onWait: (pid: number) => void;
}

/** Waits for the lock, runs `act`, gives the lock back. */
export async function withInstallLock<T>(options: InstallLockOptions, act: () => Promise<T>): Promise<T> {
  const file = join(options.dir, LOCK);
  await mkdir(options.dir, { recursive: true });
  await acquire(file, options);
  const timer = setInterval(() => {
    const now = new Date();
    // A lock that was taken away by hand is given up quietly: files are renamed into place, so two do no harm.
    utimes(file, now, now).catch(() => undefined);
  }, TOUCH_EVERY_MS);
  timer.unref();
  try {
    return await act();
  } finally {
    clearInterval(timer);
    await rm(file, { force: true });
  }
}

async function acquire(file: string, { signal, onWait }: InstallLockOptions): Promise<void> {
  let hasSaid = false;
  for (;;) {
    signal.throwIfAborted();
    if (await take(file)) return;
    const owner = await ownerOf(file);
    if (owner === undefined) {
      await rm(file, { force: true });
      continue;
    }
    if (!hasSaid) onWait(owner);
    hasSaid = true;
    await delay(ASK_AGAIN_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}

/** Puts the lock in place whole, with its owner's pid in it; false where there is one already. */
async function take(file: string): Promise<boolean> {
  const own = `${file}-${ownPid}-${randomBytes(4).toString('hex')}`;
  await writeFile(own, String(ownPid));
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/** The pid of the lock's living owner, undefined where it is stale or gone. */
async function ownerOf(file: string): Promise<number | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readRegularText(file), stat(file)]);
    if (Date.now() - mtimeMs > STALE_AFTER_MS) return undefined;
    const owner = Number.parseInt(text, 10);
    return Number.isSafeInteger(owner) && owner > 0 && isAlive(owner) ? owner : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
