// Sends a body over HTTP or HTTPS with Node's own client, as Go's client does: redirects included. Each request
// opens a new connection, so that no idle one outlives the server.
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { faultMessage } from './fault.ts';
import { lookupBoth } from './lookup.ts';

/** One request that sends something. */
export interface PostRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly followRedirects: boolean;
}

export type PostOutcome =
  /** Whatever the status is. */
  | {
      readonly status: 'answered';
      readonly code: number;
      /** As on the wire: `404 Not Found`. */
      readonly statusLine: string;
      readonly headers: http.IncomingHttpHeaders;
      /** The beginning of the body, of at most 64 KiB. */
      readonly text: string;
    }
  /** `message` in the words of Go's client. */
  | { readonly status: 'failed'; readonly message: string };

/** Never rejects; a signal that aborts makes it `failed`. */
export type Post = (request: PostRequest, signal: AbortSignal) => Promise<PostOutcome>;

/** Of a response to something that was sent, only a message is expected. */
const MAX_TEXT_BYTES = 64 * 1024;
const MAX_REDIRECTS = 10;
/** These are followed by a GET without the body (RFC 9110, section 15.4). */
const TO_GET: ReadonlySet<number> = new Set([301, 302, 303]);
const REPEATED: ReadonlySet<number> = new Set([307, 308]);

/** Sends one request. */
export const postOverHttp: Post = async (request, signal) => {
  const failed = (error: Error): PostOutcome => ({
    status: 'failed',
    message: faultMessage({ method: 'Post', url: request.url, phase: 'request', signal }, error),
  });
  let { url } = request;
  let body: PostRequest['body'] | undefined = request.body;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    // The URL class would take the first part of the path for the host.
    if (/^\w+:\/\/(?:[/?#]|$)/.test(url)) return failed(new Error('http: no Host in request URL'));
    if (!URL.canParse(url)) return failed(new Error('invalid URL'));
    const { protocol } = new URL(url);
    if (protocol !== 'http:' && protocol !== 'https:')
      return failed(new Error(`unsupported protocol scheme ${JSON.stringify(protocol.slice(0, -1))}`));
    let response: IncomingMessage;
    try {
      response = await respond(url, body, request.headers, signal);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return failed(error);
    }
    const { statusCode: code = 0, statusMessage = '', headers } = response;
    const isRedirect = TO_GET.has(code) || REPEATED.has(code);
    if (!request.followRedirects || !isRedirect || headers.location === undefined)
      return {
        status: 'answered',
        code,
        statusLine: `${code} ${statusMessage}`.trimEnd(),
        headers,
        text: await beginningOf(response),
      };
    response.destroy();
    if (!URL.canParse(headers.location, url)) return failed(new Error('invalid URL in the Location header'));
    url = new URL(headers.location, url).href;
    if (TO_GET.has(code)) body = undefined;
  }
  return failed(new Error(`stopped after ${MAX_REDIRECTS} redirects`));
};

function respond(
  url: string,
  body: PostRequest['body'] | undefined,
  headers: PostRequest['headers'],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const send = new URL(url).protocol === 'https:' ? https.request : http.request;
    const options = { agent: false, lookup: lookupBoth, signal };
    if (body === undefined) {
      const withoutBody = Object.entries(headers).filter(([name]) => !/^content-/i.test(name));
      send(url, { ...options, method: 'GET', headers: Object.fromEntries(withoutBody) }, resolve)
        .on('error', reject)
        .end();
      return;
    }
    const length = Buffer.byteLength(body);
    send(url, { ...options, method: 'POST', headers: { ...headers, 'Content-Length': length } }, resolve)
      .on('error', reject)
      .end(body);
  });
}

/** The status is what counts: a body that breaks off or has no end changes nothing. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      if (!Buffer.isBuffer(chunk)) continue;
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MAX_TEXT_BYTES) break;
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
  }
  return Buffer.concat(chunks).subarray(0, MAX_TEXT_BYTES).toString();
}
