// Times and values that grow: where decoded samples go.

/**
 * The bits of numbers, two words each, low word first: a NaN that goes through a variable may lose its payload, and the
 * stale marker is one.
 */
export function wordsOf(values: Float64Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length * 2);
}

export class SampleColumns {
  timestamps = new Float64Array(256);
  values = new Float64Array(256);
  valueWords = wordsOf(this.values);
  length = 0;

  /** Makes room for so many more. */
  reserve(more: number): void {
    const needed = this.length + more;
    if (needed <= this.values.length) return;
    const size = Math.max(needed, this.values.length * 2);
    const { timestamps, values } = this;
    this.timestamps = new Float64Array(size);
    this.values = new Float64Array(size);
    this.timestamps.set(timestamps.subarray(0, this.length));
    this.values.set(values.subarray(0, this.length));
    this.valueWords = wordsOf(this.values);
  }
}
