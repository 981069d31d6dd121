// What the session itself wrote into the learner's folder: the watcher sees it too, and it is no save of the learner's.
import path from 'node:path';
import { stampOf } from '../../app-process/index.ts';

export interface OwnWrites {
  /** Runs work that writes into the folder and says afterwards which files it wrote. */
  during<T extends { readonly written: readonly string[] }>(work: () => Promise<T>): Promise<T>;
  /** Of files that have changed, those that the session did not write. Waits for work that is under way. */
  othersOf(files: readonly string[]): Promise<readonly string[]>;
}

/** For one workspace folder. Files are named by their path in it. */
export function createOwnWrites(dir: string): OwnWrites {
  /** File -> its stamp after the session had written it. */
  const stamps = new Map<string, string | undefined>();
  let writing: Promise<unknown> = Promise.resolve();

  const remember = async (files: readonly string[]): Promise<void> => {
    for (const file of files) stamps.set(file, await stampOf(path.join(dir, file)));
  };

  return {
    during(work) {
      const done = work().then(async (report) => {
        await remember(report.written);
        return report;
      });
      // The caller gets the failure.
      writing = done.catch(() => undefined);
      return done;
    },
    async othersOf(files) {
      await writing;
      const now = await Promise.all(files.map((file) => stampOf(path.join(dir, file))));
      return files.filter((file, index) => !stamps.has(file) || stamps.get(file) !== now[index]);
    },
  };
}
