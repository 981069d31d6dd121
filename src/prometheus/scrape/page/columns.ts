// Columns that grow: the samples of one scrape, made once for each target and used again for the next scrape.
import { writeStaleAt } from '../../model/samples.ts';
import type { SampleBatch, SeriesRef } from '../../storage/index.ts';
import { SampleFault } from './sample-labels.ts';

/** Of one page. The rest of a longer one is not read: it would hold up all other scrapes. */
const MAX_SAMPLES = 150_000;

export class PageColumns implements SampleBatch {
  readonly series: SeriesRef[] = [];
  timestamps = new Float64Array(64);
  values = new Float64Array(64);
  length = 0;

  /** Of the sample that was added last. */
  get lastTimestampMs(): number {
    return this.timestamps[this.length - 1] ?? 0;
  }

  clear(): void {
    this.length = 0;
    this.series.length = 0;
  }

  /** @throws {SampleFault} where the page has more samples than the store could take */
  add(series: SeriesRef, timestampMs: number, value: number): void {
    if (this.length >= MAX_SAMPLES)
      throw new SampleFault(
        `the page has more than ${MAX_SAMPLES} samples, which is all that the embedded server reads`,
      );
    this.#append(series, timestampMs, value);
  }

  #append(series: SeriesRef, timestampMs: number, value: number): void {
    if (this.length === this.values.length) this.#grow();
    this.series.push(series);
    this.timestamps[this.length] = timestampMs;
    this.values[this.length] = value;
    this.length++;
  }

  addStale(series: SeriesRef, timestampMs: number): void {
    this.#append(series, timestampMs, 0);
    writeStaleAt(this.values, this.length - 1);
  }

  #grow(): void {
    const timestamps = new Float64Array(this.timestamps.length * 2);
    const values = new Float64Array(this.values.length * 2);
    timestamps.set(this.timestamps);
    values.set(this.values);
    this.timestamps = timestamps;
    this.values = values;
  }
}
