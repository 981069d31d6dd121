// Reads a file that another program may have put there: only a regular one, of bounded size, in bounded time. A plain
// readFile of a named pipe blocks a thread forever, and one of /dev/zero uses all memory.
import { constants } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { refuseOthers, tooLarge } from './regular.ts';
import { withinTime } from './within-time.ts';

/** What a file that a person edits may have: far more than any of the lab's, and little enough for memory. */
const USUAL_MAX_BYTES = 8 * 1024 * 1024;
const CHUNK_BYTES = 64 * 1024;

export interface ReadOptions {
  /** @default 8 MB */
  readonly maxBytes?: number;
  /** In milliseconds. @default 10 s */
  readonly limitMs?: number;
}

/**
 * The content of a regular file. Rejects with a FileRefusal where it is something else (a folder, a named pipe, a
 * device), is larger than `maxBytes` or does not come in time, and with the system's error where it cannot be opened.
 */
export function readRegularFile(path: string, options: ReadOptions = {}): Promise<Buffer> {
  return withinTime(readBounded(path, options.maxBytes ?? USUAL_MAX_BYTES), path, options.limitMs);
}

/** The same as UTF-8 text; what is not UTF-8 becomes U+FFFD. */
export async function readRegularText(path: string, options: ReadOptions = {}): Promise<string> {
  return (await readRegularFile(path, options)).toString('utf8');
}

async function readBounded(path: string, maxBytes: number): Promise<Buffer> {
  // Before it is opened: to open a device may do something, and a socket cannot be opened at all.
  refuseOthers(path, await stat(path), maxBytes);
  // If a named pipe replaces the file meanwhile, it must not block the thread: without this flag, it waits for a writer.
  // Windows has no such flag and no such pipes.
  const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await handle.stat();
    refuseOthers(path, found, maxBytes);
    const chunks: Buffer[] = [];
    // The size is not believed: the file may grow, and a file of /proc says 0.
    let size = 0;
    for (;;) {
      const chunk = Buffer.allocUnsafe(Math.max(CHUNK_BYTES, Math.min(found.size, maxBytes) + 1 - size));
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, size);
      if (bytesRead === 0) return Buffer.concat(chunks);
      size += bytesRead;
      if (size > maxBytes) throw tooLarge(path, maxBytes);
      chunks.push(chunk.subarray(0, bytesRead));
    }
  } finally {
    await handle.close();
  }
}
