// A session that runs in another terminal, called over its socket.
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { LabError } from '../../model/errors.ts';
import { sessionError } from '../contract/errors.ts';
import type { SessionListener } from '../contract/events.ts';
import type { Session, SessionCall, SessionCalls } from '../contract/calls.ts';
import { isResultOf } from '../contract/parse.ts';
import { parseLine } from './answers.ts';
import { FOLDER_HEADER, type CallLine } from './protocol.ts';

export interface RemoteOptions {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly token: string;
  /** Identity of the workspace that the calls are meant for. */
  readonly folder: string;
  /** Hears what a call sets off. */
  readonly onEvent: SessionListener;
  /** Longest wait for a sign of life, in milliseconds. @default 15 s; a session gives one every 2 s */
  readonly silenceMs?: number;
}

/** Far more than a query of the learner's gives. */
const MAX_LINE_CHARS = 64 * 1024 * 1024;
const SILENCE_MS = 15_000;

/** Whoever answers on the session's port is not the session. */
class NotASession extends Error {
  override readonly name = 'NotASession';
}

/** The session is not there, or went away in the middle of an answer. */
const isGone = (error: unknown): boolean =>
  error instanceof NotASession ||
  (error instanceof Error &&
    'code' in error &&
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(String(error.code)));

async function post(
  options: RemoteOptions,
  body: string,
  signal: AbortSignal,
): Promise<CallLine | undefined> {
  const { url, token, folder, silenceMs = SILENCE_MS } = options;
  return new Promise((resolve, reject) => {
    const sent = httpRequest(`${url}/call`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        [FOLDER_HEADER]: encodeURIComponent(folder),
      },
      signal,
      timeout: silenceMs,
    });
    sent.on('timeout', () => {
      reject(sessionError('session-silent', { afterMs: silenceMs }));
      sent.destroy();
    });
    sent.on('error', reject);
    sent.on('response', (response) => {
      // Another program may have got the port of a session that is gone.
      if (response.headers['content-type'] !== 'application/x-ndjson') {
        response.destroy();
        reject(new NotASession());
        return;
      }
      if (response.headers[FOLDER_HEADER] !== encodeURIComponent(folder)) {
        response.destroy();
        reject(sessionError('other-workspace', { isRefused: false }));
        return;
      }
      readLines(response, options.onEvent).then(resolve, (error: unknown) => {
        response.destroy();
        reject(error);
      });
    });
    sent.end(body);
  });
}

/** Hands events on; resolves with the last other line. Rejects with NotASession for what no session writes. */
async function readLines(response: IncomingMessage, onEvent: SessionListener): Promise<CallLine | undefined> {
  let last: CallLine | undefined;
  let parts: string[] = [];
  let length = 0;
  response.setEncoding('utf8');
  for await (const chunk of response as AsyncIterable<string>) {
    parts.push(chunk);
    length += chunk.length;
    if (length > MAX_LINE_CHARS) throw new NotASession();
    if (!chunk.includes('\n')) continue;
    const lines = parts.join('').split('\n');
    const rest = lines.pop() ?? '';
    parts = [rest];
    length = rest.length;
    for (const text of lines) {
      const line = parseLine(text);
      if (line === undefined) throw new NotASession();
      if ('event' in line) onEvent(line.event);
      else if (!('alive' in line)) last = line;
    }
  }
  return last;
}

/** Connects to a running session, or undefined where nobody answers (its runner died and left its file behind). */
export async function connectSession(
  options: RemoteOptions,
  signal: AbortSignal,
): Promise<Session | undefined> {
  async function ask<C extends SessionCall>(
    name: C,
    params: SessionCalls[C]['params'],
    callSignal: AbortSignal,
  ): Promise<SessionCalls[C]['result']> {
    const line = await post(options, JSON.stringify({ name, params }), callSignal);
    if (line !== undefined && 'error' in line) {
      const { code, fact } = line.error;
      throw new LabError(fact, { code });
    }
    if (line === undefined || !('result' in line)) throw sessionError('session-lost', {});
    if (!isResultOf(name, line.result)) throw new NotASession();
    return line.result;
  }
  try {
    await ask('state', {}, signal);
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
  return {
    async call(name, params, callSignal) {
      try {
        return await ask(name, params, callSignal);
      } catch (error) {
        throw isGone(error) ? sessionError('session-lost', {}, error) : error;
      }
    },
    close: () => Promise.resolve(),
  };
}
