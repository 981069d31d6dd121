// Room for samples: fixed blocks carved out of large typed arrays, 12 bytes a sample and nothing for each block.
// One array per chunk of a series would cost V8 more in headers than the samples themselves.
import { writeStaleAt } from '../model.ts';

/** Samples in one block. */
export const BLOCK_SIZE = 128;
/** The longest time between the first and the last sample of a block: what 32 bits of milliseconds hold. */
export const MAX_BLOCK_SPAN_MS = 0xffff_ffff;

const BLOCKS_PER_SLAB = 256;

interface Slab {
  /** Milliseconds since the first sample of the block. */
  readonly offsets: Uint32Array;
  readonly values: Float64Array;
}

/** Hands out blocks by number, takes them back, and reads and writes what is in them. */
export class Arena {
  readonly #slabs: Slab[] = [];
  readonly #free: number[] = [];

  /** The number of an unused block; what it holds is undefined. */
  allocate(): number {
    const reused = this.#free.pop();
    if (reused !== undefined) return reused;
    const first = this.#slabs.length * BLOCKS_PER_SLAB;
    this.#slabs.push({
      offsets: new Uint32Array(BLOCKS_PER_SLAB * BLOCK_SIZE),
      values: new Float64Array(BLOCKS_PER_SLAB * BLOCK_SIZE),
    });
    for (let block = first + BLOCKS_PER_SLAB - 1; block > first; block--) this.#free.push(block);
    return first;
  }

  release(block: number): void {
    this.#free.push(block);
  }

  write(block: number, index: number, offset: number, value: number, isStale: boolean): void {
    const slab = this.#slab(block);
    const at = (block % BLOCKS_PER_SLAB) * BLOCK_SIZE + index;
    slab.offsets[at] = offset;
    if (isStale) writeStaleAt(slab.values, at);
    else slab.values[at] = value;
  }

  offsetAt(block: number, index: number): number {
    return this.#slab(block).offsets[(block % BLOCKS_PER_SLAB) * BLOCK_SIZE + index] ?? 0;
  }

  /** The first index below `count` whose offset is at least `offset`; `count` where there is none. */
  search(block: number, count: number, offset: number): number {
    const { offsets } = this.#slab(block);
    const base = (block % BLOCKS_PER_SLAB) * BLOCK_SIZE;
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((offsets[base + middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Copies samples out, bit for bit. */
  read(
    block: number,
    from: number,
    to: number,
    blockStart: number,
    timestamps: Float64Array,
    values: Float64Array,
    at: number,
  ): void {
    const slab = this.#slab(block);
    const base = (block % BLOCKS_PER_SLAB) * BLOCK_SIZE;
    const { offsets } = slab;
    let out = at;
    for (let i = base + from; i < base + to; i++) timestamps[out++] = blockStart + (offsets[i] ?? 0);
    values.set(slab.values.subarray(base + from, base + to), at);
  }

  #slab(block: number): Slab {
    const slab = this.#slabs[Math.floor(block / BLOCKS_PER_SLAB)];
    if (slab === undefined) throw new Error(`block ${block} was never handed out`);
    return slab;
  }
}
