// Where the samples of some series are: enough to find and decode them, without a sample. One chunk after the other,
// column by column.
import type { TimestampMs } from '../../model/samples.ts';

/** The columns, cut to their length. */
export interface ChunkColumns {
  /** Time of the first sample of each chunk. */
  readonly starts: Float64Array<ArrayBuffer>;
  /** How many samples each chunk has. */
  readonly counts: Uint8Array<ArrayBuffer>;
  readonly firstCells: Uint32Array<ArrayBuffer>;
}

export class ChunkList {
  #starts = new Float64Array(256);
  #counts = new Uint8Array(256);
  #firstCells = new Uint32Array(256);
  length = 0;

  add(start: TimestampMs, count: number, firstCell: number): void {
    if (this.length === this.#counts.length) this.#grow();
    this.#starts[this.length] = start;
    this.#counts[this.length] = count;
    this.#firstCells[this.length++] = firstCell;
  }

  /** A copy of the columns. */
  columns(): ChunkColumns {
    return {
      starts: this.#starts.slice(0, this.length),
      counts: this.#counts.slice(0, this.length),
      firstCells: this.#firstCells.slice(0, this.length),
    };
  }

  #grow(): void {
    const { length } = this;
    const [starts, counts, firstCells] = [this.#starts, this.#counts, this.#firstCells];
    this.#starts = new Float64Array(length * 2);
    this.#counts = new Uint8Array(length * 2);
    this.#firstCells = new Uint32Array(length * 2);
    this.#starts.set(starts);
    this.#counts.set(counts);
    this.#firstCells.set(firstCells);
  }
}
