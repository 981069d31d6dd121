// Room for encoded samples: cells of 32 bytes, each naming the next one, carved out of large slabs. A series takes only
// as many as its samples need, and one that goes leaves no hole that another cannot fill.

export const CELL_BYTES = 32;
const CELL_WORDS = CELL_BYTES / 4;
const CELLS_PER_SLAB = 2 ** 15;
const SLAB_SHIFT = 15;
const IN_SLAB = CELLS_PER_SLAB - 1;

interface Slab {
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
  /** Of each cell, the number of the one after it. */
  readonly next: Uint32Array;
}

/** Hands out cells by number, from 1 on; 0 is no cell. */
export class Cells {
  readonly #slabs: Slab[] = [];
  /** The first of the chain of cells that were given back. */
  #free = 0;
  /** The lowest number that was never handed out. */
  #unused = 1;

  /** A cell that nothing follows; what it holds is undefined. */
  allocate(): number {
    const reused = this.#free;
    if (reused !== 0) {
      this.#free = this.next(reused);
      this.#setNext(reused, 0);
      return reused;
    }
    const cell = this.#unused++;
    if (cell >> SLAB_SHIFT === this.#slabs.length) this.#slabs.push(newSlab());
    return cell;
  }

  /** A new cell behind this one. */
  extend(cell: number): number {
    const added = this.allocate();
    this.#setNext(cell, added);
    return added;
  }

  next(cell: number): number {
    return this.#slab(cell).next[cell & IN_SLAB] ?? 0;
  }

  /** Takes back the chain from `first` to `last`. */
  release(first: number, last: number): void {
    this.#setNext(last, this.#free);
    this.#free = first;
  }

  writeByte(cell: number, offset: number, byte: number): void {
    this.#slab(cell).bytes[(cell & IN_SLAB) * CELL_BYTES + offset] = byte;
  }

  /** Copies a chain into `out`, which must have room for it. @returns how many bytes it has */
  read(first: number, out: Uint32Array): number {
    let at = 0;
    for (let cell = first; cell !== 0;) {
      const { words, next } = this.#slab(cell);
      const inSlab = cell & IN_SLAB;
      const from = inSlab * CELL_WORDS;
      for (let i = 0; i < CELL_WORDS; i++) out[at + i] = words[from + i] ?? 0;
      at += CELL_WORDS;
      cell = next[inSlab] ?? 0;
    }
    return at * 4;
  }

  /** A new chain with these bytes, which are whole cells. @returns its first and its last cell */
  load(bytes: Uint8Array): readonly [first: number, last: number] {
    const first = this.allocate();
    let last = first;
    for (let from = 0; from < bytes.length; from += CELL_BYTES) {
      if (from > 0) last = this.extend(last);
      this.#slab(last).bytes.set(bytes.subarray(from, from + CELL_BYTES), (last & IN_SLAB) * CELL_BYTES);
    }
    return [first, last];
  }

  #setNext(cell: number, next: number): void {
    this.#slab(cell).next[cell & IN_SLAB] = next;
  }

  #slab(cell: number): Slab {
    const slab = this.#slabs[cell >> SLAB_SHIFT];
    if (slab === undefined) throw new Error(`cell ${cell} was never handed out`);
    return slab;
  }
}

function newSlab(): Slab {
  const words = new Uint32Array(CELLS_PER_SLAB * CELL_WORDS);
  return { words, bytes: new Uint8Array(words.buffer), next: new Uint32Array(CELLS_PER_SLAB) };
}
