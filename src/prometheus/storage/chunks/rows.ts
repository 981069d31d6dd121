// The rows of series and of chunks, column by column. Row 0 is no row.

const FIRST_CAPACITY = 64;

/** Typed arrays that grow together, and which of their rows are free. */
abstract class Rows {
  #free: number[] = [];
  #unused = 1;
  #capacity = FIRST_CAPACITY;

  /** A row; what it holds is undefined. */
  allocate(): number {
    const reused = this.#free.pop();
    if (reused !== undefined) return reused;
    const row = this.#unused++;
    if (row === this.#capacity) {
      // By half: twice the room of 100,000 series that will not be used is worth avoiding.
      this.#capacity = Math.ceil(this.#capacity * 1.5);
      this.grow(this.#capacity);
    }
    return row;
  }

  release(row: number): void {
    this.#free.push(row);
  }

  protected abstract grow(capacity: number): void;
}

/** What is known of each series. */
export class SeriesRows extends Rows {
  firstChunk = new Uint32Array(FIRST_CAPACITY);
  lastChunk = new Uint32Array(FIRST_CAPACITY);
  lastTime = new Float64Array(FIRST_CAPACITY);
  /** Between its last two samples, where they are in one chunk. */
  lastDelta = new Float64Array(FIRST_CAPACITY);
  lastValue = new Float64Array(FIRST_CAPACITY);
  /** The bits of the last value, low word first. */
  lastValueWords = new Uint32Array(this.lastValue.buffer);
  /** Of the last cell of its last chunk. */
  usedBytes = new Uint8Array(FIRST_CAPACITY);

  constructor() {
    super();
    // A series that has no row has no sample.
    this.clear(0);
  }

  /** A row without samples. */
  override allocate(): number {
    const row = super.allocate();
    this.clear(row);
    return row;
  }

  clear(row: number): void {
    this.firstChunk[row] = 0;
    this.lastChunk[row] = 0;
    this.lastTime[row] = -Infinity;
  }

  protected grow(capacity: number): void {
    this.firstChunk = grown(this.firstChunk, new Uint32Array(capacity));
    this.lastChunk = grown(this.lastChunk, new Uint32Array(capacity));
    this.lastTime = grown(this.lastTime, new Float64Array(capacity));
    this.lastDelta = grown(this.lastDelta, new Float64Array(capacity));
    this.lastValue = grown(this.lastValue, new Float64Array(capacity));
    this.lastValueWords = new Uint32Array(this.lastValue.buffer);
    this.usedBytes = grown(this.usedBytes, new Uint8Array(capacity));
  }
}

/** What is known of each chunk. */
export class ChunkRows extends Rows {
  /** Time of its first sample. */
  start = new Float64Array(FIRST_CAPACITY);
  /** Time of its last sample. */
  end = new Float64Array(FIRST_CAPACITY);
  count = new Uint8Array(FIRST_CAPACITY);
  firstCell = new Uint32Array(FIRST_CAPACITY);
  lastCell = new Uint32Array(FIRST_CAPACITY);
  /** The chunk after it; 0 where it is the newest of its series. */
  next = new Uint32Array(FIRST_CAPACITY);

  protected grow(capacity: number): void {
    this.start = grown(this.start, new Float64Array(capacity));
    this.end = grown(this.end, new Float64Array(capacity));
    this.count = grown(this.count, new Uint8Array(capacity));
    this.firstCell = grown(this.firstCell, new Uint32Array(capacity));
    this.lastCell = grown(this.lastCell, new Uint32Array(capacity));
    this.next = grown(this.next, new Uint32Array(capacity));
  }
}

function grown<T extends Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
