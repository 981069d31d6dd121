// Tells of saves in the learner's folder, whatever way the editor writes, until the folder is gone.
import { EventEmitter, once } from 'node:events';
import { stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { createSaveBursts } from './save-bursts.ts';
import type { Watch, WatchEnd, WatchOptions } from '../contract/options.ts';
import { followFiles } from './follow.ts';
import { watchPlace } from './place.ts';

/** Watches from the moment `ready` resolves. Nothing is left open once `ended` has resolved. */
export function watchFiles(options: WatchOptions): Watch {
  const start = new EventEmitter();
  const ready = once(start, 'ready').then(() => undefined);
  return { ready, ended: watchUntilEnd(options, () => start.emit('ready')) };
}

async function watchUntilEnd(options: WatchOptions, onReady: () => void): Promise<WatchEnd> {
  const { dir, signal, onChange, settleMs = 25 } = options;
  const bursts = createSaveBursts(settleMs, (files) =>
    onChange(files.map((file) => relative(dir, file).replaceAll('\\', '/'))),
  );
  // Not at the top: a command that watches nothing has no use for it.
  const { watch } = await import('chokidar');
  const identity = await identityOf(dir);
  const closers: (() => Promise<void> | void)[] = [onReady, () => bursts.stop()];
  try {
    if (identity === undefined) return { status: 'folder-gone' };
    return await new Promise<WatchEnd>((resolve) => {
      const onAbort = (): void => resolve({ status: 'aborted' });
      signal.addEventListener('abort', onAbort);
      closers.push(() => signal.removeEventListener('abort', onAbort));
      if (signal.aborted) onAbort();

      const checkFolder = async (): Promise<void> => {
        if ((await identityOf(dir)) !== identity) resolve({ status: 'folder-gone' });
      };
      const onError = (error: unknown): void =>
        resolve({ status: 'failed', message: error instanceof Error ? error.message : String(error) });
      closers.push(watchPlace(dir, () => void checkFolder()));
      closers.push(followFiles({ watch, options, bursts, checkFolder, onReady, onError }));
    });
  } finally {
    for (const close of closers.toReversed()) await close();
  }
}

/** What tells the folder from another one that takes its place. */
async function identityOf(dir: string): Promise<string | undefined> {
  const found = await stat(dir, { bigint: true }).catch(() => undefined);
  return found?.isDirectory() ? `${found.dev} ${found.ino}` : undefined;
}
