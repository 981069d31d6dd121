// The series texts that one target has shown, as bytes, each with what became of it. A page mostly has the lines of the
// page before in the same order, so each text remembers which one came after it: to know a line is to compare it.
import type { SeriesRef } from '../../storage/index.ts';

const FIRST_CAPACITY = 64;

/** Texts by number, from 1 on; 0 is not text. */
export class KnownSeries {
  /** The series of each text; nothing where a rule drops it. */
  readonly series: (SeriesRef | undefined)[] = [undefined];
  /** The page that showed it last. */
  seenAt = new Uint32Array(FIRST_CAPACITY);
  #bytes = Buffer.alloc(4096);
  /** Where the bytes of each text end; they begin where those of the one before end. */
  #ends = new Uint32Array(FIRST_CAPACITY);
  #followers = new Uint32Array(FIRST_CAPACITY);
  /** Numbers of texts by hash, with open addressing; at most half full. */
  #slots = new Uint32Array(FIRST_CAPACITY * 2);

  get size(): number {
    return this.series.length - 1;
  }

  /** The text that came after this one; the first one of a page comes after 0. */
  followerOf(entry: number): number {
    return this.#followers[entry] ?? 0;
  }

  follow(entry: number, follower: number): void {
    this.#followers[entry] = follower;
  }

  /** Where the text ends, if it stands at this place of a page; -1 otherwise. */
  endAt(entry: number, page: Uint8Array, start: number): number {
    const bytes = this.#bytes;
    const from = this.#ends[entry - 1] ?? 0;
    const length = (this.#ends[entry] ?? 0) - from;
    if (start + length > page.length) return -1;
    for (let i = 0; i < length; i++) if (bytes[from + i] !== page[start + i]) return -1;
    return start + length;
  }

  /** The number of a text; 0 where it is not known. */
  find(text: Uint8Array): number {
    return this.#slots[this.#slotOf(text)] ?? 0;
  }

  /** Takes up a text that is not known. */
  add(text: Uint8Array, series: SeriesRef | undefined): number {
    const entry = this.series.length;
    if (entry === this.seenAt.length) this.#grow();
    const from = this.#ends[entry - 1] ?? 0;
    const end = from + text.length;
    if (end > this.#bytes.length) {
      const bytes = Buffer.alloc(Math.max(end, Math.ceil(this.#bytes.length * 1.5)));
      bytes.set(this.#bytes.subarray(0, from));
      this.#bytes = bytes;
    }
    this.#bytes.set(text, from);
    this.#ends[entry] = end;
    this.series.push(series);
    this.#slots[this.#slotOf(text)] = entry;
    return entry;
  }

  /** The texts that this page showed, in their order of first appearance. */
  seenOn(page: number): KnownSeries {
    const kept = new KnownSeries();
    let last = 0;
    for (let entry = 1; entry <= this.size; entry++) {
      if (this.seenAt[entry] !== page) continue;
      const added = kept.add(this.#textOf(entry), this.series[entry]);
      kept.seenAt[added] = page;
      kept.follow(last, added);
      last = added;
    }
    return kept;
  }

  /** The slot that holds a text, or the free one where it belongs. */
  #slotOf(text: Uint8Array): number {
    const mask = this.#slots.length - 1;
    for (let slot = hashOf(text) & mask; ; slot = (slot + 1) & mask) {
      const entry = this.#slots[slot] ?? 0;
      if (entry === 0 || this.#is(entry, text)) return slot;
    }
  }

  #is(entry: number, text: Uint8Array): boolean {
    const length = (this.#ends[entry] ?? 0) - (this.#ends[entry - 1] ?? 0);
    return length === text.length && this.endAt(entry, text, 0) === length;
  }

  #grow(): void {
    const capacity = this.seenAt.length * 2;
    this.seenAt = grown(this.seenAt, capacity);
    this.#ends = grown(this.#ends, capacity);
    this.#followers = grown(this.#followers, capacity);
    this.#slots = new Uint32Array(capacity * 2);
    for (let entry = 1; entry <= this.size; entry++) this.#slots[this.#slotOf(this.#textOf(entry))] = entry;
  }

  #textOf(entry: number): Uint8Array {
    return this.#bytes.subarray(this.#ends[entry - 1], this.#ends[entry]);
  }
}

function grown(from: Uint32Array, length: number): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(length);
  to.set(from);
  return to;
}

/** FNV-1a from a start that differs from process to process, so that no page can be made to collide. */
function hashOf(bytes: Uint8Array): number {
  let hash = seed;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ (bytes[i] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

const seed = Math.floor(Math.random() * 2 ** 32);
