// Everything in a folder, byte for byte, to show that nothing was written into it.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Content of each file, the packages and the samples of a running Prometheus left out. */
export async function snapshotOf(dir: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(dir, { withFileTypes: true, recursive: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)))
    .filter(
      (file) => !/^node_modules|^\.ecom-lab\/(?:prometheus|run|tmp)\//.test(file.replaceAll('\\', '/')),
    );
  const read = files
    .toSorted()
    .map(async (file) => [file, await readFile(path.join(dir, file), 'base64')] as const);
  return Object.fromEntries(await Promise.all(read));
}
