// The listening socket: checks the client, reads the request, finds the route and responds. Knows nothing of the endpoints.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ApiError, apiErrorOf } from '../api/error.ts';
import { failure } from '../api/envelope.ts';
import { refusalOf } from './guard.ts';
import { readForm } from './request-body.ts';
import {
  matchRoute,
  toApiRequest,
  type Reply,
  type RequestText,
  type Route,
  type RouteMatch,
} from '../api/route.ts';
import { sendReply } from '../api/send-reply.ts';
import { listenOn } from '../../../http/listen.ts';

/** As much as Go's server accepts: an address may contain a long expression. */
const MAX_HEADER_BYTES = 1024 * 1024;

/** Answers the requests of the routes that are queries. */
export interface QueryAnswerer {
  /** @throws {ApiError} */
  answer(request: RequestText, signal: AbortSignal): Promise<Reply>;
}

export interface HttpServerOptions {
  readonly port: number;
  /** IP address to listen on. @default 127.0.0.1 */
  readonly listenAddress?: string;
  /** Names that requests may come under besides those of the loopback, see {@link refusalOf}. @default none */
  readonly allowedHosts?: readonly string[];
  readonly routes: readonly Route[];
  /** @default their routes answer them in this thread */
  readonly queries?: QueryAnswerer;
  /** Told of each answered request. `handler` is the route's path, for bounded labels. */
  readonly onAnswered: (handler: string, status: number) => void;
  /** Called with an error of this program; the client gets 500. */
  readonly onFault: (error: unknown) => void;
}

export interface HttpServer {
  readonly port: number;
  /** Refuses new requests, aborts those under way, closes the port. */
  close(): Promise<void>;
}

/** Starts listening. Rejects with the listen error (`EADDRINUSE`, `EACCES`, `EADDRNOTAVAIL`). */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const stopping = new AbortController();
  const server = createServer(
    { requestTimeout: 60_000, maxHeaderSize: MAX_HEADER_BYTES },
    (message, response) => {
      void handle(message, response, options, stopping.signal);
    },
  );
  const port = await listenOn(server, options.port, options.listenAddress ?? '127.0.0.1');
  return {
    port,
    close: () => {
      stopping.abort(new ApiError('unavailable', 'the server is stopping'));
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

async function handle(
  message: IncomingMessage,
  response: ServerResponse,
  options: HttpServerOptions,
  stopping: AbortSignal,
): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort(new ApiError('canceled', 'the client went away')));
  const url = new URL(`http://localhost${message.url?.startsWith('/') ? message.url : '/'}`);
  const method = message.method ?? 'GET';
  const match = matchRoute(options.routes, method, url.pathname);
  let reply: Reply;
  try {
    reply = await answer(message, url, match, options, AbortSignal.any([stopping, gone.signal]));
  } catch (error) {
    // A body that is cut off is the client's business, too.
    const hasLeft = gone.signal.aborted || (message.destroyed && !message.complete);
    const known = apiErrorOf(error);
    if (known === undefined && !hasLeft) options.onFault(error);
    reply = failure(known ?? new ApiError('internal', wordsOf(error)));
    // The unread rest of a body must not be taken for the next request.
    if (!message.complete) reply = { ...reply, headers: { ...reply.headers, Connection: 'close' } };
  }
  const handler = match.kind === 'found' ? match.route.path : 'unknown';
  try {
    await sendReply(message, response, reply);
    options.onAnswered(handler, response.statusCode);
  } catch (error) {
    // Mid-answer, a client that went away is the client's business; anything else is ours.
    if (!gone.signal.aborted && !stopping.aborted) options.onFault(error);
    response.destroy();
  }
}

async function answer(
  message: IncomingMessage,
  url: URL,
  match: RouteMatch,
  { queries, allowedHosts }: HttpServerOptions,
  signal: AbortSignal,
): Promise<Reply> {
  const method = message.method ?? 'GET';
  const refusal = refusalOf(method, message.headers.host, message.headers.origin, allowedHosts);
  if (refusal !== undefined)
    return { status: 403, contentType: 'text/plain; charset=utf-8', body: `${refusal}\n` };
  if (match.kind === 'not-found') return notFound(url.pathname);
  if (match.kind === 'method-not-allowed') {
    const headers = { Allow: match.allowed.join(', ') };
    if (method === 'OPTIONS') return { status: 204, contentType: '', body: '', headers };
    return { status: 405, contentType: 'text/plain; charset=utf-8', body: 'Method Not Allowed\n', headers };
  }
  const text: RequestText = {
    method,
    path: url.pathname,
    pathParam: match.pathParam,
    search: url.search,
    body: await readForm(message),
    accept: message.headers.accept ?? '',
  };
  const { route } = match;
  const request = toApiRequest(text, signal);
  if (route.isQuery === true && queries !== undefined && route.isLittle?.(request) !== true)
    return queries.answer(text, signal);
  return route.answer(request);
}

function notFound(path: string): Reply {
  if (path.startsWith('/api/')) return failure(new ApiError('not_found', `there is no ${path} in this API`));
  return { status: 404, contentType: 'text/plain; charset=utf-8', body: '404 page not found\n' };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
