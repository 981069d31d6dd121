// For files that another program reads (esbuild, npm, Prometheus): what would hold that program up is refused before.
import { stat } from 'node:fs/promises';
import { refuseOthers } from './regular.ts';
import { withinTime } from './within-time.ts';

/** Like one of the lab's own readers, only larger: this is not read into the lab's memory. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Rejects with a FileRefusal where something else than a regular file is in the place of one, or a file that is far too
 * large. What is not there, or may not be read, is left to the program to tell.
 */
export async function refuseIrregular(path: string): Promise<void> {
  const found = await withinTime(
    stat(path).catch(() => undefined),
    path,
  );
  if (found !== undefined) refuseOthers(path, found, MAX_BYTES);
}
