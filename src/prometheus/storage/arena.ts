// Room for samples: fixed blocks carved out of large typed arrays, 12 bytes a sample and nothing for each block.
// One array per chunk of a series would cost V8 more in headers than the samples themselves.

/** Samples in one block. */
export const BLOCK_SIZE = 128;
/** The longest time between the first and the last sample of a block: what 32 bits of milliseconds hold. */
export const MAX_BLOCK_SPAN_MS = 0xffff_ffff;

const BLOCKS_PER_SLAB = 256;

interface Slab {
  readonly offsets: Uint32Array;
  readonly values: Float64Array;
}

/** Hands out blocks by number and takes them back. */
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

  /** Milliseconds since the block's first sample. */
  offsets(block: number): Uint32Array {
    const from = (block % BLOCKS_PER_SLAB) * BLOCK_SIZE;
    return this.#slab(block).offsets.subarray(from, from + BLOCK_SIZE);
  }

  values(block: number): Float64Array {
    const from = (block % BLOCKS_PER_SLAB) * BLOCK_SIZE;
    return this.#slab(block).values.subarray(from, from + BLOCK_SIZE);
  }

  #slab(block: number): Slab {
    const slab = this.#slabs[Math.floor(block / BLOCKS_PER_SLAB)];
    if (slab === undefined) throw new Error(`no block ${block} was handed out`);
    return slab;
  }
}
