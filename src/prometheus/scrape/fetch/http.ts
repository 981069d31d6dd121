// Gets a page over HTTP or HTTPS with Node's own client. Each scrape opens a new connection: one that is kept open
// would keep a learner's app from closing its server, and could fail a scrape when the app was restarted.
import { isUtf8 } from 'node:buffer';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { faultMessage, type FailedRequest } from '../../client/fault.ts';
import { lookupBoth } from '../../client/lookup.ts';
import type { Page, PageRequest } from './page.ts';

const MAX_REDIRECTS = 10;
/** Of a page, where the job sets no limit: many times what the store has room for, and still no danger to the lab. */
const MAX_BODY_BYTES = 128 * 2 ** 20;
const REDIRECTS: ReadonlySet<number | undefined> = new Set([301, 302, 303, 307, 308]);

/** Gets one page. Never rejects but for a bug. */
export async function fetchOverHttp(request: PageRequest, signal: AbortSignal): Promise<Page> {
  let url = request.url;
  const { protocol } = new URL(url);
  if (!isHttp(protocol)) {
    const scheme = JSON.stringify(protocol.slice(0, -1));
    return { status: 'failed', message: `Get ${JSON.stringify(url)}: unsupported protocol scheme ${scheme}` };
  }
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    let response: IncomingMessage;
    try {
      response = await respond(url, request.headers, signal);
    } catch (error) {
      return failure(request.url, error, 'request', signal);
    }
    const { location } = response.headers;
    if (!request.followRedirects || location === undefined || !REDIRECTS.has(response.statusCode)) {
      return readPage(request, response, signal);
    }
    response.resume();
    const next = URL.canParse(location, url) ? new URL(location, url) : undefined;
    if (next === undefined || !isHttp(next.protocol)) {
      return { status: 'failed', message: `Get ${JSON.stringify(location)}: unsupported protocol scheme` };
    }
    url = next.href;
  }
  return { status: 'failed', message: `Get "${request.url}": stopped after ${MAX_REDIRECTS} redirects` };
}

function isHttp(protocol: string): boolean {
  return protocol === 'http:' || protocol === 'https:';
}

function respond(
  url: string,
  headers: PageRequest['headers'],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = new URL(url).protocol === 'https:' ? https.get : http.get;
    send(url, { headers, signal, agent: false, lookup: lookupBoth }, resolve).on('error', reject);
  });
}

async function readPage(request: PageRequest, response: IncomingMessage, signal: AbortSignal): Promise<Page> {
  const { statusCode, statusMessage = '', headers } = response;
  if (statusCode !== 200) {
    response.resume();
    return {
      status: 'failed',
      message: `server returned HTTP status ${statusCode} ${statusMessage}`.trimEnd(),
    };
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of decompressed(response)) {
      if (!Buffer.isBuffer(chunk)) throw new Error('the body of a response came as text');
      size += chunk.length;
      // As in Prometheus, a body that is exactly as long as the limit is over it.
      if (request.bodySizeLimit > 0 && size >= request.bodySizeLimit) {
        response.destroy();
        return { status: 'failed', message: 'body size limit exceeded' };
      }
      if (size > MAX_BODY_BYTES) {
        response.destroy();
        return {
          status: 'failed',
          message: `the page is longer than ${MAX_BODY_BYTES / 2 ** 20} MiB, which is all that the embedded server reads`,
        };
      }
      chunks.push(chunk);
    }
    const body = Buffer.concat(chunks);
    if (!isUtf8(body)) return { status: 'failed', message: 'the page is not valid UTF-8' };
    return { status: 'ok', body, contentType: headers['content-type'] };
  } catch (error) {
    return failure(request.url, error, 'body', signal);
  }
}

/** Iterating destroys the streams at its end, also at an early one. */
function decompressed(response: IncomingMessage): Readable {
  if (response.headers['content-encoding']?.toLowerCase() !== 'gzip') return response;
  const gunzip = createGunzip();
  response.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => response.destroy());
  return response.pipe(gunzip);
}

function failure(url: string, error: unknown, phase: FailedRequest['phase'], signal: AbortSignal): Page {
  if (!(error instanceof Error)) throw error;
  return { status: 'failed', message: faultMessage({ method: 'Get', url, phase, signal }, error) };
}
