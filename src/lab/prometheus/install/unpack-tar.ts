// Takes named files out of a tar.gz, and nothing else: no paths of the archive are followed, no links, no modes.
// Format: POSIX ustar, 512-byte blocks (pax and GNU extensions hold no short names of regular files).
import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { brokenArchive } from './broken-archive.ts';
import { errorCode } from '../../../system/error-code.ts';

const BLOCK = 512;

interface Entry {
  readonly name: string;
  readonly size: number;
  readonly isFile: boolean;
}

/** Writes each wanted entry (its name in the archive -> the file it becomes) and gives the names that were there. */
export async function unpackTar(
  archive: string,
  wanted: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const written = new Set<string>();
  const source = createReadStream(archive);
  const plain = createGunzip();
  source.on('error', (error) => plain.destroy(error));
  const blocks = new Blocks(source.pipe(plain));
  try {
    for (;;) {
      signal.throwIfAborted();
      const header = await blocks.take(BLOCK);
      // An empty block ends the archive.
      if (header.every((byte) => byte === 0)) return written;
      const entry = parseHeader(header);
      const target = entry.isFile ? wanted.get(entry.name) : undefined;
      const file = target === undefined ? undefined : await open(target, 'wx', 0o755);
      try {
        await copy(blocks, entry.size, file, signal);
      } finally {
        await file?.close();
      }
      if (file !== undefined) written.add(entry.name);
      await blocks.take((BLOCK - (entry.size % BLOCK)) % BLOCK);
    }
  } catch (error) {
    signal.throwIfAborted();
    throw isZlibError(error) ? brokenArchive(error) : error;
  } finally {
    source.destroy();
    plain.destroy();
  }
}

async function copy(
  blocks: Blocks,
  size: number,
  file: FileHandle | undefined,
  signal: AbortSignal,
): Promise<void> {
  for (let left = size; left > 0;) {
    signal.throwIfAborted();
    const chunk = await blocks.some(left);
    left -= chunk.length;
    await file?.writeFile(chunk);
  }
}

/** Reads the fields of one header block. Rejects one whose checksum is wrong. */
function parseHeader(header: Buffer): Entry {
  const text = (start: number, end: number) => header.toString('utf8', start, end).replace(/\0.*$/s, '');
  const octal = (start: number, end: number) => Number.parseInt(text(start, end).trim(), 8);
  // The checksum counts its own field as eight spaces.
  const sum = header.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  const size = octal(124, 136);
  if (sum !== octal(148, 156) || !Number.isSafeInteger(size) || size < 0) throw brokenArchive();
  const type = text(156, 157);
  return { name: text(0, 100), size, isFile: type === '0' || type === '' };
}

/** A stream of bytes, taken in the lengths that the format asks for. */
class Blocks {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /** At most `limit` bytes, at least one. Rejects at the end of the stream. */
  async some(limit: number): Promise<Buffer> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done === true) throw brokenArchive();
      this.#rest = value;
    }
    const chunk = this.#rest.subarray(0, limit);
    this.#rest = this.#rest.subarray(chunk.length);
    return chunk;
  }

  /** Exactly `length` bytes. */
  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = length; left > 0;) {
      const part = await this.some(left);
      parts.push(part);
      left -= part.length;
    }
    return Buffer.concat(parts);
  }
}

function isZlibError(error: unknown): boolean {
  return errorCode(error)?.startsWith('Z_') === true;
}
