// The body of a request or a response, bounded: what comes without end is not read to its end.

/** All of a stream, undefined where it is longer than `maxBytes`. */
export async function readBody(stream: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
