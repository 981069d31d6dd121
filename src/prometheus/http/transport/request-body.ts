// Reads the form body of a request, up to a limit.
import type { IncomingMessage } from 'node:http';
import { ApiError } from '../api/error.ts';

/** Enough for any query a person or a dashboard writes. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Of all bodies that are being read at one moment. */
const MAX_READING_BYTES = 64 * 1024 * 1024;

let readingBytes = 0;

/**
 * The form body of a request; '' if it has none. Rejects a body over the limit with 413, and one that comes while
 * as much as there is room for is being read with 503.
 */
export async function readForm(message: IncomingMessage, maxBytes = MAX_BODY_BYTES): Promise<string> {
  const contentType = message.headers['content-type'] ?? '';
  const isForm = /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType);
  if (message.method !== 'POST' && message.method !== 'PUT') return '';
  const declared = Number(message.headers['content-length'] ?? 0);
  if (declared > maxBytes) throw tooLarge(maxBytes);
  const body = await readBody(message, maxBytes);
  return isForm ? body : '';
}

async function readBody(message: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      size += chunk.length;
      readingBytes += chunk.length;
      if (size > maxBytes) throw tooLarge(maxBytes);
      if (readingBytes > MAX_READING_BYTES)
        throw new ApiError('unavailable', 'too many large requests are being read: try again later');
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    readingBytes -= size;
  }
}

function tooLarge(maxBytes: number): ApiError {
  return new ApiError(
    'bad_data',
    `error parsing form values: the body is over the limit of ${maxBytes} bytes`,
    413,
  );
}
