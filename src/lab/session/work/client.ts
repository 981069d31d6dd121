// A client of a session in the same process.
import { randomUUID } from 'node:crypto';
import type { Session, SessionCall, SessionCalls } from '../contract/calls.ts';
import type { CallRequest } from '../contract/parse.ts';
import type { EventStream } from './stream.ts';

/** What all clients of a session share. */
export interface SessionCore {
  /** Makes a call; what it causes carries the id of the request. */
  readonly run: <C extends SessionCall>(
    request: CallRequest<C> & { readonly id: string },
    signal: AbortSignal,
  ) => Promise<SessionCalls[C]['result']>;
  readonly stream: EventStream;
}

/** One more client. */
export function createClient({ run, stream }: SessionCore): Omit<Session, 'close'> {
  const own = new Set<string>();
  return {
    call(name, params, signal) {
      const id = randomUUID();
      own.add(id);
      return run({ id, name, params }, signal);
    },
    subscribe: stream.subscribe,
    isOwn: ({ call }) => call !== undefined && own.has(call),
  };
}
