// Notices that something happens to a folder itself, which a watch inside it does not see: it is renamed or replaced.
import { watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** A mount over the folder makes no event, nor does a rename on some network drives. */
const LOOK_EVERY_MS = 2000;

/**
 * Calls `onEvent` when the folder's entry in the folder above may have changed, and every 2 s. Returns the end of it.
 */
export function watchPlace(dir: string, onEvent: () => void): () => void {
  const timer = setInterval(onEvent, LOOK_EVERY_MS);
  timer.unref();
  const closeWatch = watchEntry(dir, onEvent);
  return () => {
    clearInterval(timer);
    closeWatch();
  };
}

function watchEntry(dir: string, onEvent: () => void): () => void {
  const name = basename(dir);
  try {
    const watcher = watch(dirname(dir), (_event, changed) => {
      if (changed === null || changed === name) onEvent();
    });
    watcher.on('error', onEvent);
    return () => watcher.close();
  } catch {
    // The folder above may not be read: that the folder is deleted is still seen from inside.
    return () => undefined;
  }
}
