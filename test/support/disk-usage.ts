// How much disk a folder takes: each file once, also where two names are links to the same bytes.
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** Bytes of all files below a folder; symbolic links are not followed, hard links counted once. */
export async function diskUsage(folder: string): Promise<number> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = await Promise.all(
    entries.filter((entry) => entry.isFile()).map((entry) => stat(path.join(entry.parentPath, entry.name))),
  );
  const sizes = new Map(files.map(({ dev, ino, size }) => [`${dev}:${ino}`, size]));
  return [...sizes.values()].reduce((sum, size) => sum + size, 0);
}
