// Requests to a session's server, and what comes back: read with care, because another program may have got its port.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import * as v from 'valibot';
import { sessionError } from '../contract/errors.ts';
import { streamEventSchema, type StreamEvent } from '../contract/events.ts';
import { answerSchema, FOLDER_HEADER, type CallAnswer } from './protocol.ts';
import { hasCode } from '../../../system/error-code.ts';

export interface SessionAddress {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly token: string;
  /** Identity of the workspace that the calls are meant for. */
  readonly folder: string;
}

/** Far more than a query of the learner's gives. */
const MAX_CHARS = 64 * 1024 * 1024;

/** What responds on the session's port is not the session. */
export class NotASession extends Error {
  override readonly name = 'NotASession';
}

/** The session is not there, or went away in the middle of a response. */
export const isGone = (error: unknown): boolean =>
  error instanceof NotASession || hasCode(error, 'ECONNREFUSED', 'ECONNRESET', 'EPIPE');

interface RequestOptions {
  readonly path: '/call' | '/events';
  /** A call; without it the request is a GET. */
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Longest time without a byte, in milliseconds. @default no limit */
  readonly silenceMs?: number;
}

/** The response to a request, of the content type that belongs to the path. */
function request(
  { url, token, folder }: SessionAddress,
  { path, body, headers, signal, silenceMs }: RequestOptions,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        [FOLDER_HEADER]: encodeURIComponent(folder),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      signal,
      // The shared agent has a time limit, of seconds, for each of its connections.
      agent: false,
      ...(silenceMs === undefined ? {} : { timeout: silenceMs }),
    });
    let got: IncomingMessage | undefined;
    sent.on('timeout', () => {
      const silent = sessionError('session-silent', { afterMs: silenceMs ?? 0 });
      (got ?? sent).destroy(silent);
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      got = response;
      const refuse = (why: Error): void => {
        response.destroy();
        reject(why);
      };
      if (
        response.headers['content-type'] !== (body === undefined ? 'text/event-stream' : 'application/json')
      )
        refuse(new NotASession());
      else if (response.headers[FOLDER_HEADER] !== encodeURIComponent(folder))
        refuse(sessionError('other-workspace', { isRefused: false }));
      else resolve(response);
    });
    sent.end(body);
  });
}

const parsed = <S extends v.GenericSchema>(schema: S, text: string): v.InferOutput<S> => {
  try {
    return v.parse(schema, JSON.parse(text));
  } catch {
    throw new NotASession();
  }
};

/** Makes a call and resolves with its answer. */
export async function postCall(
  address: SessionAddress,
  options: Omit<RequestOptions, 'path' | 'headers'> & { readonly body: string },
): Promise<CallAnswer> {
  const response = await request(address, { path: '/call', ...options });
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response as AsyncIterable<string>) {
    text += chunk;
    if (text.length > MAX_CHARS) throw new NotASession();
  }
  return parsed(answerSchema, text);
}

export interface EventsOptions {
  /** @default from now on */
  readonly after?: number;
  readonly onEvent: (one: StreamEvent) => void;
  readonly signal: AbortSignal;
  readonly silenceMs: number;
}

/** Follows the events. Resolves once it does; `ended` rejects with the reason when they end. */
export async function followEvents(
  address: SessionAddress,
  { after, onEvent, signal, silenceMs }: EventsOptions,
): Promise<{ readonly ended: Promise<never> }> {
  const headers = after === undefined ? {} : { 'last-event-id': String(after) };
  const response = await request(address, { path: '/events', headers, signal, silenceMs });
  response.setEncoding('utf8');
  const read = async (): Promise<never> => {
    let rest = '';
    for await (const chunk of response as AsyncIterable<string>) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      if (rest.length > MAX_CHARS) throw new NotASession();
      for (const block of blocks) {
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (data !== undefined) onEvent(parsed(streamEventSchema, data));
      }
    }
    throw sessionError('session-lost', {});
  };
  const ended = read();
  ended.catch(() => response.destroy());
  return { ended };
}
