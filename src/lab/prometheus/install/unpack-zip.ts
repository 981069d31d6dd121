// Takes named files out of a zip (the release for Windows is one), and nothing else.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { brokenArchive } from './broken-archive.ts';

/** Writes each wanted entry (its name in the archive -> the file it becomes) and gives the names that were there. */
export async function unpackZip(
  archive: string,
  wanted: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const written = new Set<string>();
  // Loaded here: only an installation on Windows needs it. The default export: a bundle of a CommonJS package has no other.
  const { openPromise } = (await import('yauzl')).default;
  try {
    // Undecoded: the package would refuse the whole archive for a name that leads elsewhere. Here no name is followed.
    const zip = await openPromise(archive, { decodeStrings: false });
    for await (const entry of zip.eachEntry()) {
      const name = entry.fileNameRaw.toString();
      const target = wanted.get(name);
      if (target === undefined) continue;
      const out = createWriteStream(target, { flags: 'wx', mode: 0o755 });
      await pipeline(await zip.openReadStreamPromise(entry), out, { signal });
      written.add(name);
    }
    return written;
  } catch (error) {
    signal.throwIfAborted();
    // The system's own errors are not the archive's.
    throw error instanceof Error && 'syscall' in error ? error : brokenArchive(error);
  }
}
