// One installation at a time in one cache.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lockHost, takeLock, type Lock } from '../../../locks/index.ts';

const LOCK = '.lock';
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
  await mkdir(options.dir, { recursive: true });
  const lock = await acquire(options);
  try {
    return await act();
  } finally {
    await lock.release();
  }
}

async function acquire({ dir, signal, onWait }: InstallLockOptions): Promise<Lock> {
  const place = { file: join(dir, LOCK), aside: dir, host: lockHost() };
  for (let hasSaid = false; ; hasSaid = true) {
    signal.throwIfAborted();
    const outcome = await takeLock(place);
    if (outcome.status === 'acquired') return outcome.lock;
    if (!hasSaid) onWait(outcome.holder.pid);
    await delay(ASK_AGAIN_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
  }
}
