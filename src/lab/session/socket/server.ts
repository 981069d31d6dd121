// The session for other processes: an HTTP server on loopback that knows one token and nothing of browsers.
import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { factOf, LabError } from '../../model/errors.ts';
import type { Fact } from '../../model/verdict.ts';
import { systemFault } from '../../model/faults/system.ts';
import type { SessionCore } from '../work/client.ts';
import { sessionError } from '../contract/errors.ts';
import { parseCall } from '../contract/parse.ts';
import { ALIVE_EVERY_MS, FOLDER_HEADER, MAX_CALL_BYTES, type CallAnswer } from './protocol.ts';
import { readBody } from '../../../http/body.ts';
import { listenOn } from '../../../http/listen.ts';

export interface SessionSocket {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly token: string;
  /** Identity of the workspace that it serves. */
  readonly folder: string;
  close(): Promise<void>;
}

export interface SocketOptions {
  readonly core: SessionCore;
  /** Identity of the workspace that the session is bound to. */
  readonly folder: string;
  /** Rejects where that folder is not at its path any more. */
  readonly refuseGone: () => Promise<void>;
}

interface Refusal {
  readonly status: number;
  readonly reason: 'wrong-host' | 'origin' | 'wrong-token' | 'no-call' | 'other-workspace' | 'too-large';
}

type Route = 'call' | 'events';
const ROUTES: Readonly<Record<string, Route>> = { 'POST /call': 'call', 'GET /events': 'events' };

/** A client that reads so slowly is cut off; it can resume. */
const MOST_UNREAD_BYTES = 16 * 1024 * 1024;

/** Whether a request may be served at all, decided before its body is read. */
function refuse(request: IncomingMessage, token: string, port: number): Refusal | undefined {
  const host = request.headers.host ?? '';
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`)
    return { status: 403, reason: 'wrong-host' };
  // No page has any business here: a browser names its origin, the lab's own commands do not.
  if (request.headers.origin !== undefined) return { status: 403, reason: 'origin' };
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    return { status: 401, reason: 'wrong-token' };
  if (routeOf(request) === undefined) return { status: 404, reason: 'no-call' };
  if (Number(request.headers['content-length'] ?? 0) > MAX_CALL_BYTES)
    return { status: 413, reason: 'too-large' };
  return undefined;
}

const routeOf = ({ method, url }: IncomingMessage): Route | undefined => ROUTES[`${method} ${url}`];

function answerRefusal(response: ServerResponse, { status, reason }: Refusal): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(`${JSON.stringify({ error: { code: 'refused', reason } })}\n`);
}

/** Listens on a free port of 127.0.0.1. */
export async function openSessionSocket(options: SocketOptions): Promise<SessionSocket> {
  const { folder } = options;
  const { run, stream } = options.core;
  const token = randomBytes(32).toString('hex');
  let port = 0;

  const isMeant = (request: IncomingMessage): boolean =>
    request.headers[FOLDER_HEADER] === encodeURIComponent(folder);
  const begin = (response: ServerResponse, type: string): void =>
    void response.writeHead(200, { 'content-type': type, [FOLDER_HEADER]: encodeURIComponent(folder) });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refuse(request, token, port);
    if (refusal !== undefined) answerRefusal(response, refusal);
    else if (routeOf(request) === 'events') sendEvents(request, response);
    else await answerCall(request, response);
  }

  async function answerCall(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // Left open at the limit, so that the refusal reaches who sends it.
    const parts: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    const body = (await readBody(parts, MAX_CALL_BYTES))?.toString();
    if (body === undefined) {
      answerRefusal(response, { status: 413, reason: 'too-large' });
      return;
    }
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    begin(response, 'application/json');
    response.flushHeaders();
    // White space before JSON: clients give up on a response that is silent for minutes, and a check may take that long.
    const alive = setInterval(() => response.write(' '), ALIVE_EVERY_MS);
    const answer = await answerTo(body, isMeant(request), gone.signal);
    clearInterval(alive);
    response.end(`${JSON.stringify(answer)}\n`);
  }

  async function answerTo(body: string, isMeantForUs: boolean, signal: AbortSignal): Promise<CallAnswer> {
    let id: string | undefined;
    const over = () => ({ ...(id === undefined ? {} : { id }), lastEvent: stream.lastId() });
    try {
      const request = parseCall(body);
      id = request.id ?? randomUUID();
      if (!isMeantForUs) throw sessionError('other-workspace', { isRefused: true });
      await options.refuseGone();
      const result = await run({ ...request, id }, signal);
      return { ...over(), result };
    } catch (error) {
      return { ...over(), error: describeError(error) };
    }
  }

  function sendEvents(request: IncomingMessage, response: ServerResponse): void {
    if (!isMeant(request)) {
      answerRefusal(response, { status: 409, reason: 'other-workspace' });
      return;
    }
    begin(response, 'text/event-stream');
    const send = (text: string): void => {
      response.write(`${text}\n\n`);
      if (response.writableLength > MOST_UNREAD_BYTES) response.destroy();
    };
    send(':');
    const asked = request.headers['last-event-id'];
    const after = typeof asked === 'string' && /^\d{1,15}$/.test(asked) ? Number(asked) : undefined;
    const unsubscribe = stream.subscribe((one) => send(`id: ${one.id}\ndata: ${JSON.stringify(one)}`), after);
    const alive = setInterval(() => send(':'), ALIVE_EVERY_MS);
    response.on('close', () => {
      clearInterval(alive);
      unsubscribe();
    });
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  port = await listenOn(server, 0, '127.0.0.1');

  return {
    url: `http://127.0.0.1:${port}`,
    token,
    folder,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The text of a bug is passed on as it is. */
function describeError(thrown: unknown): { code: string; fact: Fact } {
  const error = systemFault(thrown) ?? thrown;
  return { code: error instanceof LabError ? error.code : 'internal', fact: factOf(error) };
}
