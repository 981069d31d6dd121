// Hands each event to every listener, in order.
import type { SessionEvent, SessionListener } from './contract/events.ts';

export interface Emitter {
  readonly emit: (event: SessionEvent) => void;
  /** The returned function removes the listener. */
  readonly subscribe: (listener: SessionListener) => () => void;
}

/** An emitter with no listeners yet. */
export function createEmitter(): Emitter {
  const listeners = new Set<SessionListener>();
  return {
    emit(event) {
      for (const listener of listeners) listener(event);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
