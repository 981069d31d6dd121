// Binds a store to the place that it was opened at: another folder may come to be there, by a rename, a link or a mount.
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface DataPlace {
  readonly dir: string;
  /** Rejects with an error of code `ESTALE` where the path leads to another place now: nothing may be written there. */
  refuseOther(): Promise<void>;
}

/** The place of a folder as it is now. Its parent tells it from others: the folder itself may be deleted and made again. */
export async function dataPlaceOf(dir: string): Promise<DataPlace> {
  const opened = await identityOf(dirname(dir));
  return {
    dir,
    async refuseOther() {
      const found = await identityOf(dirname(dir)).catch(() => undefined);
      // Where it is gone, whatever is done there fails by itself.
      if (found === undefined || found === opened) return;
      throw Object.assign(new Error(`another folder is at ${dir} now`), { code: 'ESTALE' });
    },
  };
}

async function identityOf(dir: string): Promise<string> {
  const { dev, ino } = await stat(dir, { bigint: true });
  return `${dev}:${ino}`;
}
