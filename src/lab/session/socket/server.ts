// The door for a second terminal: an HTTP server on loopback that knows one token and nothing of browsers.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { factOf, LabError } from '../../model/errors.ts';
import type { Fact } from '../../model/verdict.ts';
import { systemFault } from '../../model/system-fault.ts';
import { sessionError } from '../contract/errors.ts';
import type { SessionListener } from '../contract/events.ts';
import type { Session, SessionCalls } from '../contract/calls.ts';
import { parseCall } from '../contract/parse.ts';
import { ALIVE_EVERY_MS, FOLDER_HEADER, MAX_CALL_BYTES, type CallLine } from './protocol.ts';

export interface SessionSocket {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly token: string;
  /** Identity of the workspace that it serves. */
  readonly folder: string;
  close(): Promise<void>;
}

export interface SocketOptions {
  readonly session: Session;
  /** Identity of the workspace that the session is bound to. */
  readonly folder: string;
  /** Rejects where that folder is not at its path any more. */
  readonly refuseGone: () => Promise<void>;
  /** The session's events from now on, so that the caller sees what its call sets off. */
  readonly subscribe: (listener: SessionListener) => () => void;
}

interface Refusal {
  readonly status: number;
  readonly reason: 'wrong-host' | 'origin' | 'wrong-token' | 'no-call' | 'too-large';
}

/** Whether a request may call at all, decided before its body is read. */
export function refuse(request: IncomingMessage, token: string, port: number): Refusal | undefined {
  const host = request.headers.host ?? '';
  if (host !== `127.0.0.1:${port}` && host !== `localhost:${port}`)
    return { status: 403, reason: 'wrong-host' };
  // No page has any business here: a browser names its origin, the lab's own commands do not.
  if (request.headers.origin !== undefined) return { status: 403, reason: 'origin' };
  const given = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted))
    return { status: 401, reason: 'wrong-token' };
  if (request.method !== 'POST' || request.url !== '/call') return { status: 404, reason: 'no-call' };
  if (Number(request.headers['content-length'] ?? 0) > MAX_CALL_BYTES)
    return { status: 413, reason: 'too-large' };
  return undefined;
}

/** The body as text, or undefined where it is over the limit. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left open at the limit, so that the refusal reaches who sends it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_CALL_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answerRefusal(response: ServerResponse, { status, reason }: Refusal): void {
  response.writeHead(status, { 'content-type': 'application/json', connection: 'close' });
  response.end(`${JSON.stringify({ error: { code: 'refused', reason } })}\n`);
}

/** Listens on a free port of 127.0.0.1. */
export async function openSessionSocket(options: SocketOptions): Promise<SessionSocket> {
  const { session, subscribe, folder } = options;
  const token = randomBytes(32).toString('hex');
  let port = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refusal = refuse(request, token, port);
    if (refusal !== undefined) {
      answerRefusal(response, refusal);
      return;
    }
    const body = await readBody(request);
    if (body === undefined) {
      answerRefusal(response, { status: 413, reason: 'too-large' });
      return;
    }
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    response.writeHead(200, {
      'content-type': 'application/x-ndjson',
      [FOLDER_HEADER]: encodeURIComponent(folder),
    });
    const send = (line: CallLine): void => void response.write(`${JSON.stringify(line)}\n`);
    const unsubscribe = subscribe((event) => send({ event }));
    const alive = setInterval(() => send({ alive: true }), ALIVE_EVERY_MS);
    try {
      const call = parseCall(body);
      if (request.headers[FOLDER_HEADER] !== encodeURIComponent(folder))
        throw sessionError('other-workspace', { isRefused: true });
      await options.refuseGone();
      const params = call.params as SessionCalls[typeof call.name]['params'];
      send({ result: await session.call(call.name, params, gone.signal) });
    } catch (error) {
      send({ error: describeError(error) });
    } finally {
      clearInterval(alive);
      unsubscribe();
      response.end();
    }
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) =>
      response.destroy(error instanceof Error ? error : undefined),
    );
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  port = (server.address() as AddressInfo).port;

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

/** A bug's own text is told as it is. */
function describeError(thrown: unknown): { code: string; fact: Fact } {
  const error = systemFault(thrown) ?? thrown;
  return { code: error instanceof LabError ? error.code : 'internal', fact: factOf(error) };
}
