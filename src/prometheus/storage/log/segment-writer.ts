// Puts chunks of bytes into segment files in order, each at its place. What fails stays first in line and is tried again
// at the same place, so a half-written chunk is overwritten and never followed by anything.
import { open, type FileHandle } from 'node:fs/promises';
import type { DataPlace } from './data-place.ts';
import { segmentPath } from './segment-files.ts';

export interface Chunk {
  readonly segment: number;
  /** Where in the file it goes. */
  readonly offset: number;
  readonly bytes: Buffer;
  /** No more comes for this segment. */
  readonly isLast: boolean;
}

export type DrainOutcome =
  { readonly status: 'written' } | { readonly status: 'failed'; readonly error: Error };

export class SegmentWriter {
  readonly #place: DataPlace;
  readonly #queue: Chunk[] = [];
  #file: { readonly segment: number; readonly handle: FileHandle } | undefined;
  #draining: Promise<DrainOutcome> | undefined;

  constructor(place: DataPlace) {
    this.#place = place;
  }

  get queuedBytes(): number {
    return this.#queue.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }

  push(chunk: Chunk): void {
    this.#queue.push(chunk);
  }

  /** Forgets what is not written yet. */
  clear(): void {
    // The first one may be on its way to the disk right now.
    this.#queue.splice(this.#draining === undefined ? 0 : 1);
  }

  /** Writes the queue out. Calls that meet join. */
  drain(): Promise<DrainOutcome> {
    this.#draining ??= this.#drainAll().finally(() => {
      this.#draining = undefined;
    });
    return this.#draining;
  }

  async close(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    if (file === undefined) return;
    try {
      await file.handle.datasync();
    } finally {
      await file.handle.close();
    }
  }

  async #drainAll(): Promise<DrainOutcome> {
    try {
      for (let chunk = this.#queue[0]; chunk !== undefined; chunk = this.#queue[0]) {
        const handle = await this.#handleFor(chunk);
        await writeFully(handle, chunk);
        if (chunk.isLast) await this.close();
        this.#queue.shift();
      }
      return { status: 'written' };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      await this.#giveUpFile();
      return { status: 'failed', error };
    }
  }

  /** The next attempt opens the file again: it, or its folder, may have been replaced. */
  async #giveUpFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    // What could not be written cannot be lost by a close that fails as well.
    await file?.handle.close().catch(() => undefined);
  }

  async #handleFor({ segment, offset }: Chunk): Promise<FileHandle> {
    if (this.#file?.segment === segment) return this.#file.handle;
    await this.close();
    await this.#place.refuseOther();
    const handle = await open(segmentPath(this.#place.dir, segment), offset === 0 ? 'w' : 'r+');
    this.#file = { segment, handle };
    return handle;
  }
}

async function writeFully(handle: FileHandle, { bytes, offset }: Chunk): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
}
