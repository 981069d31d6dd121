// A session that runs in another terminal, called over its socket.
import { request as httpRequest } from 'node:http';
import { createInterface } from 'node:readline';
import { LabError } from '../../model/errors.ts';
import type { SessionListener } from '../events.ts';
import type { Session, SessionCall, SessionCalls } from '../session.ts';
import type { CallLine } from './protocol.ts';

export interface RemoteOptions {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly token: string;
  /** Hears what a call sets off. */
  readonly onEvent: SessionListener;
}

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
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${options.url}/call`, {
      method: 'POST',
      headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/json' },
      signal,
    });
    request.on('error', reject);
    request.on('response', (response) => {
      let last: CallLine | undefined;
      response.on('error', reject);
      // Another program may have got the port of a session that is gone.
      if (response.headers['content-type'] !== 'application/x-ndjson') {
        response.destroy();
        reject(new NotASession());
        return;
      }
      const lines = createInterface({ input: response, crlfDelay: Infinity });
      lines.on('line', (text) => {
        const line = parseLine(text);
        if (line === undefined) {
          response.destroy();
          reject(new NotASession());
        } else if ('event' in line) options.onEvent(line.event);
        else last = line;
      });
      // An error of its input is one of its own.
      lines.on('error', reject);
      lines.on('close', () => resolve(last));
    });
    request.end(body);
  });
}

/** A line of an answer, undefined where it is none. */
function parseLine(text: string): CallLine | undefined {
  try {
    return JSON.parse(text) as CallLine;
  } catch {
    // No session writes such a line: the caller says what that means.
    return undefined;
  }
}

const sessionLost = (cause?: unknown): LabError =>
  new LabError('session-lost', 'The running session ended before it answered.', {
    hint: 'Start it again with `ecom-lab start`, or run the command again without it.',
    cause,
  });

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
    if (line !== undefined && 'result' in line) return line.result as SessionCalls[C]['result'];
    if (line !== undefined && 'error' in line) {
      const { code, message, hint } = line.error;
      throw new LabError(code, message, hint === undefined ? {} : { hint });
    }
    throw sessionLost();
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
        throw isGone(error) ? sessionLost(error) : error;
      }
    },
    close: () => Promise.resolve(),
  };
}
