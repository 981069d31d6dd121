// What the grades of a submission depend on, as one hash: where anything of it changes, they are found again.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PACKAGE_FOLDERS } from '../../runtimes/contract/package-folders.ts';

export interface FingerprintOptions {
  /** Absolute path of the workspace. */
  readonly dir: string;
  /** What else decides: the course, the lab's version, how it is run. */
  readonly basis: readonly string[];
  readonly signal: AbortSignal;
}

/** Folders of which only the names count: what npm has put there is listed in its own file. */
const ONLY_NAMES: ReadonlySet<string> = new Set([...PACKAGE_FOLDERS, '.git']);
const MOST_FILES = 20_000;

/** The hash, in hex. What cannot be read counts by its name, its size and its time. */
export async function fingerprint({ dir, basis, signal }: FingerprintOptions): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([dir, ...basis]));
  let files = 0;
  async function walk(inner: string, onlyNames: boolean): Promise<void> {
    const entries = await readdir(path.join(dir, inner), { withFileTypes: true }).catch(() => []);
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      files += 1;
      if (files > MOST_FILES) return;
      signal.throwIfAborted();
      const file = path.join(inner, entry.name);
      hash.update(JSON.stringify([file, entry.isFile(), entry.isDirectory()]));
      const isFile = entry.isFile() && (!onlyNames || entry.name === '.package-lock.json');
      if (isFile) await addFile(hash, path.join(dir, file));
      else if (entry.isDirectory() && !onlyNames) await walk(file, ONLY_NAMES.has(entry.name));
    }
  }
  await walk('', false);
  return hash.digest('hex');
}

/** More than a file that is graded can have: what is larger counts by its size and time. */
const MAX_BYTES = 64 * 1024 * 1024;

async function addFile(hash: Hash, file: string): Promise<void> {
  const found = await lstat(file).catch(() => undefined);
  hash.update(JSON.stringify([found?.size, found?.mtimeMs]));
  if (found?.isFile() !== true || found.size > MAX_BYTES) return;
  try {
    await pipeline(createReadStream(file, { end: MAX_BYTES }), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) hash.update(chunk);
    });
  } catch {
    hash.update('unreadable');
  }
}
