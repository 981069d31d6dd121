// When the memory is copied to disk: where a segment begins, and when the store closes, if enough of the log has come
// since the copy before. So a start has little more than one segment to read.
import type { MemoryStore } from '../memory/store.ts';
import { writeCheckpoint, type LogPlace } from './checkpoint.ts';
import type { DataPlace } from './data-place.ts';

/** As much as a copy needs to know of the log. */
interface LogProgress {
  readonly place: LogPlace;
  /** Since it was opened. */
  readonly writtenBytes: number;
}

export interface CopyOptions {
  readonly place: DataPlace;
  /** A copy that saves the next start less of the log than this is not made. */
  readonly worthBytes: number;
  readonly log: (line: string) => void;
}

export class MemoryCopies {
  readonly #options: CopyOptions;
  readonly #store: MemoryStore;
  /** How far the log was written when the newest copy was begun; below 0 for what was written before it was opened. */
  #copiedBytes: number;
  #writing: Promise<void> | undefined;

  /** @param replayedBytes how much of the log had to be read at the start */
  constructor(options: CopyOptions, store: MemoryStore, replayedBytes: number) {
    this.#options = options;
    this.#store = store;
    this.#copiedBytes = -replayedBytes;
  }

  /** Makes a copy where it is worth it; resolves when it is on the disk or has failed. One is made at a time. */
  write(log: LogProgress): Promise<void> {
    if (log.writtenBytes - this.#copiedBytes < this.#options.worthBytes) return Promise.resolve();
    this.#writing ??= this.#write(log.place, log.writtenBytes).finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  /** The same when nothing more is stored. */
  async writeLast(log: LogProgress): Promise<void> {
    await this.#writing;
    await this.write(log);
  }

  async #write(place: LogPlace, writtenBytes: number): Promise<void> {
    try {
      await this.#options.place.refuseOther();
      await writeCheckpoint(this.#options.place.dir, this.#store, place);
      this.#copiedBytes = writtenBytes;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      this.#options.log(
        `sample log: the memory could not be copied, so the next start takes longer: ${error.message}`,
      );
    }
  }
}
