declare module 'snappyjs' {
  /** A snappy block (no frames). */
  export function compress(uncompressed: Uint8Array): Uint8Array<ArrayBuffer>;
  /** @throws {Error} where the block is not valid */
  export function uncompress(compressed: Uint8Array, maxLength?: number): Uint8Array<ArrayBuffer>;
}
