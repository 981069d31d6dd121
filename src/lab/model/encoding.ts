// How a text file is encoded, as far as it matters: everything that the lab and Node.js read is UTF-8.

/** Whether bytes are UTF-16, as some Windows programs write it: by its mark, or by the zeros of plain letters. */
export function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const head = bytes.subarray(0, 1_000);
  const zeros = head.filter((byte) => byte === 0).length;
  return head.length >= 4 && zeros * 4 > head.length;
}
