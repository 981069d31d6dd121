// A client of a session that runs in another process.
import { randomUUID } from 'node:crypto';
import { LabError } from '../../model/errors.ts';
import { sessionError } from '../contract/errors.ts';
import type { StreamEvent, StreamListener } from '../contract/events.ts';
import type { Session, SessionCall, SessionCalls } from '../contract/calls.ts';
import { isResultOf } from '../contract/parse.ts';
import { followEvents, isGone, NotASession, postCall, type SessionAddress } from './requests.ts';
import type { CallAnswer } from './protocol.ts';

export interface RemoteOptions extends SessionAddress {
  /** Longest wait for a sign of life, in milliseconds. @default 15 s; a session gives one every 2 s */
  readonly silenceMs?: number;
}

const SILENCE_MS = 15_000;

/** The result of a call. Throws what the session has refused it with. */
function resultOf<C extends SessionCall>(name: C, answer: CallAnswer): SessionCalls[C]['result'] {
  if ('error' in answer) throw new LabError(answer.error.fact, { code: answer.error.code });
  if (!isResultOf(name, answer.result)) throw new NotASession();
  return answer.result;
}

/** Connects to a running session, or undefined if nothing responds (its runner died and left its file behind). */
export async function connectSession(
  { silenceMs = SILENCE_MS, ...address }: RemoteOptions,
  signal: AbortSignal,
): Promise<Session | undefined> {
  const closing = new AbortController();
  const listeners = new Set<StreamListener>();
  const waiting = new Set<{ readonly id: number; readonly arrive: () => void }>();
  const own = new Set<string>();
  let lastId: number;
  let feed: Awaited<ReturnType<typeof followEvents>>;
  try {
    const body = JSON.stringify({ name: 'state' });
    const answer = await postCall(address, { body, signal, silenceMs });
    resultOf('state', answer);
    lastId = answer.lastEvent;
    feed = await followEvents(address, { after: lastId, onEvent, signal: closing.signal, silenceMs });
  } catch (error) {
    if (isGone(error)) return undefined;
    throw error;
  }
  feed.ended.catch(() => undefined);

  function onEvent(one: StreamEvent): void {
    for (const listener of listeners) listener(one);
    lastId = one.id;
    for (const { id, arrive } of waiting) if (id <= lastId) arrive();
  }

  /** Events and answers come by two connections: resolves once the event of this id has been handed over. */
  async function arrivalOf(id: number): Promise<void> {
    if (id <= lastId) return;
    await new Promise<void>((resolve) => waiting.add({ id, arrive: resolve }));
  }

  return {
    async call(name, params, callSignal) {
      const id = randomUUID();
      own.add(id);
      const over = new AbortController();
      try {
        const body = JSON.stringify({ id, name, params });
        const asked = postCall(address, { body, signal: AbortSignal.any([callSignal, over.signal]) });
        const answer = await Promise.race([asked, feed.ended]);
        await Promise.race([arrivalOf(answer.lastEvent), feed.ended]);
        return resultOf(name, answer);
      } catch (error) {
        // An answer that is cut off looks the same at both ends.
        callSignal.throwIfAborted();
        throw isGone(error) ? sessionError('session-lost', {}, error) : error;
      } finally {
        over.abort();
      }
    },
    subscribe(listener, after) {
      if (after === undefined) {
        listeners.add(listener);
        return () => void listeners.delete(listener);
      }
      const leaving = new AbortController();
      const leave = AbortSignal.any([closing.signal, leaving.signal]);
      followEvents(address, { after, onEvent: listener, signal: leave, silenceMs })
        .then(({ ended }) => ended)
        .catch(() => undefined);
      return () => leaving.abort();
    },
    isOwn: ({ call }) => call !== undefined && own.has(call),
    close() {
      closing.abort();
      return Promise.resolve();
    },
  };
}
