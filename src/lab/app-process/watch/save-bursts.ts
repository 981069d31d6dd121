// Single touches of files -> one call per burst with the files that are not what they were.
import { stat } from 'node:fs/promises';

export interface SaveBursts {
  /** Takes the file as it is now for known: it is told only when it changes. */
  know(file: string): Promise<void>;
  /** Something happened to the file. */
  touch(file: string): void;
  /** Tells nothing any more. */
  stop(): void;
}

/** Told at the latest after this many settle times, where writing does not stop. */
const patience = 10;

/** Calls `onChange` when it has been quiet for `settleMs` and a touched file's time, size or inode has changed. */
export function createSaveBursts(settleMs: number, onChange: (files: readonly string[]) => void): SaveBursts {
  /** File -> its stamp when it was last told. */
  const known = new Map<string, string | undefined>();
  const touched = new Set<string>();
  let firstTouchMs = 0;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  const tell = async (): Promise<void> => {
    const files = [...touched];
    touched.clear();
    const stamps = await Promise.all(files.map(stampOf));
    const changed = files.filter((file, index) => {
      const isChanged = known.get(file) !== stamps[index];
      known.set(file, stamps[index]);
      return isChanged;
    });
    if (changed.length > 0 && !isStopped) onChange(changed);
  };

  return {
    async know(file) {
      known.set(file, await stampOf(file));
    },
    touch(file) {
      const nowMs = performance.now();
      if (touched.size === 0) firstTouchMs = nowMs;
      touched.add(file);
      clearTimeout(timer);
      const latestMs = firstTouchMs + patience * settleMs - nowMs;
      timer = setTimeout(() => void tell(), Math.max(0, Math.min(settleMs, latestMs)));
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** What tells one state of a file from another; undefined if there is none. */
export async function stampOf(file: string): Promise<string | undefined> {
  const { mtimeMs, size, ino } = await stat(file).catch(() => ({ mtimeMs: 0, size: 0, ino: 0 }));
  return ino === 0 && mtimeMs === 0 ? undefined : `${ino} ${size} ${mtimeMs}`;
}
