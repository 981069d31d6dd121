// Takes named files out of a zip (the release for Windows is one), and nothing else.
// Format: PKWARE APPNOTE 4.3: end record, central directory, local headers; stored or deflated, no zip64.
import { createReadStream, createWriteStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { brokenArchive } from './broken-archive.ts';

const END_RECORD = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
/** The end record and the longest comment behind it. */
const LONGEST_END = 22 + 0xffff;

interface ZipEntry {
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly localOffset: number;
}

/** Writes each wanted entry (its name in the archive -> the file it becomes) and gives the names that were there. */
export async function unpackZip(
  archive: string,
  wanted: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const written = new Set<string>();
  const file = await open(archive);
  try {
    for (const entry of await readDirectory(file)) {
      const target = wanted.get(entry.name);
      if (target === undefined) continue;
      await unpackEntry(archive, file, entry, target, signal);
      written.add(entry.name);
    }
    return written;
  } catch (error) {
    signal.throwIfAborted();
    throw isFormatError(error) ? brokenArchive(error) : error;
  } finally {
    await file.close();
  }
}

async function readDirectory(file: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await file.stat();
  const tail = await read(file, Math.max(0, size - LONGEST_END), Math.min(size, LONGEST_END));
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(END_RECORD);
  const end = tail.lastIndexOf(signature);
  if (end < 0) throw brokenArchive();
  const length = tail.readUInt32LE(end + 12);
  const offset = tail.readUInt32LE(end + 16);
  if (offset + length > size) throw brokenArchive();
  return parseDirectory(await read(file, offset, length));
}

/** Reads the central directory. */
function parseDirectory(directory: Buffer): readonly ZipEntry[] {
  const entries: ZipEntry[] = [];
  for (let at = 0; at + 46 <= directory.length;) {
    if (directory.readUInt32LE(at) !== CENTRAL) throw brokenArchive();
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      method: directory.readUInt16LE(at + 10),
      compressedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      localOffset: directory.readUInt32LE(at + 42),
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function unpackEntry(
  archive: string,
  file: FileHandle,
  entry: ZipEntry,
  target: string,
  signal: AbortSignal,
): Promise<void> {
  const local = await read(file, entry.localOffset, 30);
  if (local.readUInt32LE(0) !== LOCAL || (entry.method !== 0 && entry.method !== 8)) throw brokenArchive();
  const start = entry.localOffset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  const out = createWriteStream(target, { flags: 'wx', mode: 0o755 });
  if (entry.compressedSize > 0) {
    const packed = createReadStream(archive, { start, end: start + entry.compressedSize - 1 });
    if (entry.method === 0) await pipeline(packed, out, { signal });
    else await pipeline(packed, createInflateRaw(), out, { signal });
  } else {
    out.end();
  }
  if (out.bytesWritten !== entry.size) throw brokenArchive();
}

async function read(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead !== length) throw brokenArchive();
  return buffer;
}

function isFormatError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error instanceof RangeError ||
    ('code' in error && typeof error.code === 'string' && error.code.startsWith('Z_'))
  );
}
