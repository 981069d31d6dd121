// Series as a query's thread has them: labels, and where the samples are in memory that it shares with the server. A
// series is decoded when it is taken, so a query holds the samples of one at a time.
import type { Labels, SeriesList, SeriesSamples, TimestampMs } from '../model/samples.ts';
import { SampleColumns, type ChunkColumns, type ChunkReader } from '../storage/index.ts';

/** What a series and a chunk take here. */
const SERIES_BYTES = 16;
const CHUNK_BYTES = 16;

interface Part {
  readonly labels: readonly Labels[];
  readonly chunkCounts: Uint32Array;
  readonly chunks: ChunkColumns;
}

export class SharedSeries implements SeriesList {
  readonly #reader: ChunkReader;
  readonly #minT: TimestampMs;
  readonly #maxT: TimestampMs;
  readonly #parts: Part[] = [];
  length = 0;
  heldBytes = 0;

  /** The samples with minT <= t <= maxT of the series that are added. */
  constructor(reader: ChunkReader, minT: TimestampMs, maxT: TimestampMs) {
    this.#reader = reader;
    this.#minT = minT;
    this.#maxT = maxT;
  }

  add(part: Part): void {
    this.#parts.push(part);
    this.length += part.labels.length;
    this.heldBytes += part.labels.length * SERIES_BYTES + part.chunks.counts.length * CHUNK_BYTES;
  }

  get labels(): readonly Labels[] {
    return this.#parts.flatMap(({ labels }) => labels);
  }

  *[Symbol.iterator](): Generator<SeriesSamples> {
    const columns = new SampleColumns();
    for (const { labels, chunkCounts, chunks } of this.#parts) {
      const { firstCells, counts, starts } = chunks;
      let at = 0;
      for (const [index, one] of labels.entries()) {
        columns.length = 0;
        for (const end = at + (chunkCounts[index] ?? 0); at < end; at++)
          this.#reader.decode(
            firstCells[at] ?? 0,
            counts[at] ?? 0,
            starts[at] ?? 0,
            this.#minT,
            this.#maxT,
            columns,
          );
        const { timestamps, values, length } = columns;
        if (length > 0)
          yield {
            labels: one,
            timestamps: timestamps.subarray(0, length),
            values: values.subarray(0, length),
          };
      }
    }
  }
}
