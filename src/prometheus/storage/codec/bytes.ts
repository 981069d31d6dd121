// Numbers as bytes: a growing writer and a checked reader. Small whole numbers take one byte.

/** Appends to a buffer that grows as needed. */
export class ByteWriter {
  #buffer = Buffer.allocUnsafe(4096);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  /** What was written, valid until the next write. */
  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  uint32(value: number): void {
    this.#reserve(4);
    this.#length = this.#buffer.writeUInt32LE(value, this.#length);
  }

  double(value: number): void {
    this.#reserve(8);
    this.#length = this.#buffer.writeDoubleLE(value, this.#length);
  }

  /** A whole number from 0 to 2^53 - 1, seven bits a byte. */
  varint(value: number): void {
    this.#reserve(8);
    let rest = value;
    while (rest >= 0x80) {
      this.#buffer[this.#length++] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[this.#length++] = rest;
  }

  /** A whole number of either sign and at most 52 bits. */
  signedVarint(value: number): void {
    this.varint(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  text(value: string): void {
    const length = Buffer.byteLength(value, 'utf8');
    this.varint(length);
    this.#reserve(length);
    this.#length += this.#buffer.write(value, this.#length, 'utf8');
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Overwrites four bytes that were written before. */
  patchUint32(at: number, value: number): void {
    this.#buffer.writeUInt32LE(value, at);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}

/** Reads what {@link ByteWriter} wrote. Reading past the end throws a RangeError. */
export class ByteReader {
  readonly #buffer: Buffer;
  #at: number;
  readonly #end: number;

  constructor(buffer: Buffer, from = 0, end = buffer.length) {
    this.#buffer = buffer;
    this.#at = from;
    this.#end = end;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#end;
  }

  byte(): number {
    return this.#buffer[this.#take(1)] ?? 0;
  }

  double(): number {
    return this.#buffer.readDoubleLE(this.#take(8));
  }

  uint32(): number {
    return this.#buffer.readUInt32LE(this.#take(4));
  }

  /** So many bytes, as a view. */
  bytes(count: number): Uint8Array {
    const from = this.#take(count);
    return this.#buffer.subarray(from, from + count);
  }

  /** The bits of a number, low word first. */
  doubleInto(words: Uint32Array): void {
    const from = this.#take(8);
    words[0] = this.#word(from);
    words[1] = this.#word(from + 4);
  }

  varint(): number {
    // Most numbers of a log take one byte, and there are millions of them at a start.
    const first = this.#at < this.#end ? (this.#buffer[this.#at] ?? 0x80) : 0x80;
    if (first < 0x80) {
      this.#at++;
      return first;
    }
    let value = 0;
    for (let scale = 1; ; scale *= 0x80) {
      const byte = this.byte();
      value += (byte % 0x80) * scale;
      if (byte < 0x80) return value;
    }
  }

  signedVarint(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  text(): string {
    const length = this.varint();
    const from = this.#take(length);
    return this.#buffer.toString('utf8', from, from + length);
  }

  #word(at: number): number {
    const bytes = this.#buffer;
    return (
      (bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24)
    );
  }

  #take(count: number): number {
    const from = this.#at;
    if (from + count > this.#end) throw new RangeError('the record ends early');
    this.#at = from + count;
    return from;
  }
}
