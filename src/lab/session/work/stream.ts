// A session's events as a numbered stream: it can be followed from any moment on, and resumed where it was left.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { SessionEvent, StreamEvent, StreamListener } from '../contract/events.ts';

export interface EventStream {
  readonly emit: (event: SessionEvent) => void;
  /** The id of the latest event; 0 before any. */
  readonly lastId: () => number;
  /**
   * Adds a listener; the returned function removes it.
   *
   * @param after first hand over the events after this id, or one `events-missed` where some of them are not kept any
   * more; 0 is the beginning @default only what happens from now on
   */
  readonly subscribe: (listener: StreamListener, after?: number) => () => void;
  /** Does a call's work: the events that it causes until it is over carry the call's id. */
  readonly during: <T>(call: string, work: () => Promise<T>) => Promise<T>;
}

/** How many of the latest events are kept: more than a check and its traffic cause. */
const KEPT_EVENTS = 1000;

/**
 * The call that is being worked on, of whichever stream. One for the process: in Node.js 20, each storage makes all
 * asynchronous work a little slower, for as long as the process lives.
 */
const working = new AsyncLocalStorage<{
  readonly stream: object;
  readonly id: string;
  isOver: boolean;
}>();

/** A stream without events. */
export function createEventStream(): EventStream {
  const listeners = new Set<StreamListener>();
  const kept: StreamEvent[] = [];
  let lastId = 0;

  function resume(listener: StreamListener, after: number): void {
    const isKept = after <= lastId && after >= lastId - kept.length;
    if (!isKept) listener({ id: lastId, event: { kind: 'events-missed' } });
    else for (const one of kept.slice(kept.length - (lastId - after))) listener(one);
  }

  return {
    emit(event) {
      const call = working.getStore();
      lastId += 1;
      // What a call has started outlives it: an app that exits an hour later is not the call's doing.
      const isCaused = call !== undefined && call.stream === listeners && !call.isOver;
      const one = { id: lastId, ...(isCaused ? { call: call.id } : {}), event };
      kept.push(one);
      if (kept.length > KEPT_EVENTS) kept.shift();
      for (const listener of listeners) listener(one);
    },
    lastId: () => lastId,
    subscribe(listener, after) {
      if (after !== undefined) resume(listener, after);
      // Each subscription is its own, also of the same function.
      const added: StreamListener = (one) => listener(one);
      listeners.add(added);
      return () => void listeners.delete(added);
    },
    during(id, work) {
      const call = { stream: listeners, id, isOver: false };
      return working.run(call, () =>
        work().finally(() => {
          call.isOver = true;
        }),
      );
    },
  };
}
