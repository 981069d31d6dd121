// Room for encoded samples: cells of 32 bytes, each naming the next one, carved out of large slabs. A series takes only
// as many as its samples need, and one that goes leaves no hole that another cannot fill. The slabs are memory that
// threads share: one of them writes, and others read what they were told of.

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

/** Reads cells by number, from 1 on; 0 is no cell. */
export class CellReader {
  protected readonly slabs: Slab[] = [];

  /** The memory of the slabs from a number on, for {@link addSlab} in another thread. */
  slabsFrom(first: number): readonly SharedArrayBuffer[] {
    return this.slabs.slice(first).map(({ words }) => words.buffer as SharedArrayBuffer);
  }

  addSlab(memory: SharedArrayBuffer): void {
    const words = new Uint32Array(memory, 0, CELLS_PER_SLAB * CELL_WORDS);
    const bytes = new Uint8Array(memory, 0, words.byteLength);
    this.slabs.push({ words, bytes, next: new Uint32Array(memory, words.byteLength, CELLS_PER_SLAB) });
  }

  /**
   * Copies a chain into `out`, as far as that has room for it. While the writer adds to it in another thread, what lies
   * behind the samples that the reader was told of may be anything. @returns how many bytes it has
   */
  read(first: number, out: Uint32Array): number {
    let at = 0;
    for (let cell = first; cell !== 0 && at < out.length;) {
      const slab = this.slabs[cell >> SLAB_SHIFT];
      if (slab === undefined) break;
      const { words, next } = slab;
      const inSlab = cell & IN_SLAB;
      const from = inSlab * CELL_WORDS;
      for (let i = 0; i < CELL_WORDS; i++) out[at + i] = words[from + i] ?? 0;
      at += CELL_WORDS;
      cell = next[inSlab] ?? 0;
    }
    return at * 4;
  }
}

/** A chain that was given back while it may be read. */
interface Released {
  readonly first: number;
  readonly last: number;
  /** The newest reader at that time. */
  readonly reader: number;
}

/** Hands out cells. */
export class Cells extends CellReader {
  /** The first of the chain of cells that can be used again. */
  #free = 0;
  /** The lowest number that was never handed out. */
  #unused = 1;
  /** Those that read now, by the order in which they began. */
  readonly #readers = new Set<number>();
  #lastReader = 0;
  /** In the order in which they were given back. */
  readonly #released: Released[] = [];

  /** A cell that nothing follows; what it holds is undefined. */
  allocate(): number {
    const reused = this.#free;
    if (reused !== 0) {
      this.#free = this.#next(reused);
      this.#setNext(reused, 0);
      return reused;
    }
    const cell = this.#unused++;
    if (cell >> SLAB_SHIFT === this.slabs.length)
      this.addSlab(new SharedArrayBuffer(CELLS_PER_SLAB * (CELL_BYTES + Uint32Array.BYTES_PER_ELEMENT)));
    return cell;
  }

  /** A new cell behind this one. */
  extend(cell: number): number {
    const added = this.allocate();
    this.#setNext(cell, added);
    return added;
  }

  /** Takes back the chain from `first` to `last`. */
  release(first: number, last: number): void {
    if (this.#readers.size === 0) this.#reuse(first, last);
    else this.#released.push({ first, last, reader: this.#lastReader });
  }

  /** What is in use now stays readable until the returned function is called, even where it is released. */
  keep(): () => void {
    const reader = ++this.#lastReader;
    this.#readers.add(reader);
    return () => {
      this.#readers.delete(reader);
      const [oldest = Infinity] = this.#readers;
      const unread = this.#released.findIndex((one) => one.reader >= oldest);
      const over = this.#released.splice(0, unread < 0 ? Infinity : unread);
      for (const { first, last } of over) this.#reuse(first, last);
    };
  }

  /** Writes `bytes` from `from` to before `end` into a cell that has room for them behind `offset`. */
  write(cell: number, offset: number, bytes: Uint8Array, from: number, end: number): void {
    const { bytes: room } = this.#slab(cell);
    const at = (cell & IN_SLAB) * CELL_BYTES + offset - from;
    for (let i = from; i < end; i++) room[at + i] = bytes[i] ?? 0;
  }

  /** A new chain with these bytes, which are whole cells. @returns its first and its last cell */
  load(bytes: Uint8Array): readonly [first: number, last: number] {
    const first = this.allocate();
    const count = bytes.length / CELL_BYTES;
    if (count >= 1 && first === this.#unused - 1 && (first & IN_SLAB) + count <= CELLS_PER_SLAB)
      return this.#loadBehind(first, bytes);
    let last = first;
    for (let from = 0; from < bytes.length; from += CELL_BYTES) {
      if (from > 0) last = this.extend(last);
      this.#slab(last).bytes.set(bytes.subarray(from, from + CELL_BYTES), (last & IN_SLAB) * CELL_BYTES);
    }
    return [first, last];
  }

  /** Takes the cells behind one that was never used before, all in its slab: so a start fills the memory fast. */
  #loadBehind(first: number, bytes: Uint8Array): readonly [first: number, last: number] {
    const slab = this.#slab(first);
    const last = first + bytes.length / CELL_BYTES - 1;
    slab.bytes.set(bytes, (first & IN_SLAB) * CELL_BYTES);
    for (let cell = first; cell < last; cell++) slab.next[cell & IN_SLAB] = cell + 1;
    this.#unused = last + 1;
    return [first, last];
  }

  #reuse(first: number, last: number): void {
    this.#setNext(last, this.#free);
    this.#free = first;
  }

  #next(cell: number): number {
    return this.#slab(cell).next[cell & IN_SLAB] ?? 0;
  }

  #setNext(cell: number, next: number): void {
    this.#slab(cell).next[cell & IN_SLAB] = next;
  }

  #slab(cell: number): Slab {
    const slab = this.slabs[cell >> SLAB_SHIFT];
    if (slab === undefined) throw new Error(`cell ${cell} was never handed out`);
    return slab;
  }
}
