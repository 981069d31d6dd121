// Reads the parameters of a request: its query string, and its form body up to a limit.
import type { IncomingMessage } from 'node:http';
import { ApiError } from './api-error.ts';

/** Enough for any query a person or a dashboard writes. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Form body first, then query string, as Go's Request.Form orders them. Rejects a body over the limit with 413. */
export async function readParams(
  message: IncomingMessage,
  search: URLSearchParams,
  maxBytes = MAX_BODY_BYTES,
): Promise<URLSearchParams> {
  const contentType = message.headers['content-type'] ?? '';
  const isForm = /^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType);
  if (message.method !== 'POST' && message.method !== 'PUT') return search;
  const declared = Number(message.headers['content-length'] ?? 0);
  if (declared > maxBytes) throw tooLarge(maxBytes);
  const body = await readBody(message, maxBytes);
  if (!isForm) return search;
  return new URLSearchParams([...new URLSearchParams(body), ...search]);
}

async function readBody(message: IncomingMessage, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function tooLarge(maxBytes: number): ApiError {
  return new ApiError(
    'bad_data',
    `error parsing form values: the body is over the limit of ${maxBytes} bytes`,
    413,
  );
}
