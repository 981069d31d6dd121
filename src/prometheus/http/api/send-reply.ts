// Writes a reply to a response: gzip where the client takes it, no body for HEAD, 304 where the client has it already.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Reply } from './route.ts';

/** Below this many bytes compressing costs more than it saves. */
const GZIP_MIN_BYTES = 1400;
const PIECE_BYTES = 64 * 1024;

/** Sends the reply; resolves when it is handed over or the client is gone. */
export async function sendReply(
  message: IncomingMessage,
  response: ServerResponse,
  reply: Reply,
): Promise<void> {
  const headers: Record<string, string> = { 'X-Content-Type-Options': 'nosniff', Vary: 'Accept-Encoding' };
  if (reply.contentType !== '') headers['Content-Type'] = reply.contentType;
  Object.assign(headers, reply.headers);
  const isHead = message.method === 'HEAD';
  const text = typeof reply.body === 'string' ? reply.body : undefined;
  if (headers['Cache-Control'] === 'no-cache' && text !== undefined && reply.status === 200) {
    const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`;
    headers['ETag'] = etag;
    if (hasMatchingTag(message.headers['if-none-match'], etag)) return end(response, 304, headers, undefined);
  }
  const isGzip =
    takesGzip(message.headers['accept-encoding']) && (text === undefined || text.length >= GZIP_MIN_BYTES);
  if (isGzip) headers['Content-Encoding'] = 'gzip';
  if (text !== undefined && !isGzip) headers['Content-Length'] = String(Buffer.byteLength(text));
  if (isHead || reply.status === 204) return end(response, reply.status, headers, undefined);
  if (text !== undefined && !isGzip) return end(response, reply.status, headers, text);
  response.writeHead(reply.status, headers);
  const source = Readable.from(asBytes(reply.body), { objectMode: false });
  await (isGzip ? pipeline(source, createGzip({ level: 1 }), response) : pipeline(source, response));
}

async function end(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: string | undefined,
): Promise<void> {
  await new Promise<void>((resolve) => {
    response.once('close', resolve);
    response.writeHead(status, headers);
    response.end(body, () => resolve());
  });
}

function asBytes(body: Reply['body']): Iterable<Buffer> | AsyncIterable<Uint8Array> {
  if (typeof body === 'string') return inPieces([body]);
  return Symbol.asyncIterator in body ? body : inPieces(body);
}

/** Small parts joined into pieces worth a write. */
export function* inPieces(parts: Iterable<string | Uint8Array>): Generator<Buffer> {
  let piece = Buffer.allocUnsafe(PIECE_BYTES);
  let length = 0;
  for (const part of parts) {
    const isText = typeof part === 'string';
    const size = isText ? Buffer.byteLength(part) : part.length;
    if (length + size > piece.length) {
      if (length > 0) yield piece.subarray(0, length);
      piece = Buffer.allocUnsafe(Math.max(PIECE_BYTES, size));
      length = 0;
    }
    if (isText) piece.write(part, length);
    else piece.set(part, length);
    length += size;
  }
  if (length > 0) yield piece.subarray(0, length);
}

function takesGzip(header: string | string[] | undefined): boolean {
  return String(header ?? '')
    .split(',')
    .some((one) => /^\s*(?:gzip|\*)\s*(?:;\s*q\s*=\s*(?!0(?:\.0*)?\s*$)[\d.]+)?\s*$/i.test(one));
}

function hasMatchingTag(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false;
  return header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);
}
