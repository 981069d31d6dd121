// Decodes chunks out of the cells that they lie in.
import type { TimestampMs } from '../../model/samples.ts';
import { CELL_BYTES, type CellReader } from './cells.ts';
import { decodeSamples, MAX_SAMPLE_BYTES } from './sample-codec.ts';
import type { SampleColumns } from './sample-columns.ts';

/** Samples in one chunk. */
export const CHUNK_SIZE = 128;
/** The longest that the bytes of a chunk can get, in whole cells. */
export const MAX_CHUNK_BYTES = Math.ceil((CHUNK_SIZE * MAX_SAMPLE_BYTES) / CELL_BYTES) * CELL_BYTES;

export class ChunkReader {
  readonly #cells: CellReader;
  /** The one chunk that is worked on. */
  readonly #words = new Uint32Array(MAX_CHUNK_BYTES / 4);
  readonly #bytes = new Uint8Array(this.#words.buffer);

  constructor(cells: CellReader) {
    this.#cells = cells;
  }

  /** The encoded samples and what is left of their last cell; valid until the next chunk is read. */
  encoded(firstCell: number): Uint8Array {
    return this.#bytes.subarray(0, this.#cells.read(firstCell, this.#words));
  }

  /** Adds the samples with minT <= t <= maxT of a chunk of `count` samples to `out`. */
  decode(
    firstCell: number,
    count: number,
    start: TimestampMs,
    minT: TimestampMs,
    maxT: TimestampMs,
    out: SampleColumns,
  ): void {
    this.#cells.read(firstCell, this.#words);
    decodeSamples(this.#bytes, count, start, minT, maxT, out);
  }
}
