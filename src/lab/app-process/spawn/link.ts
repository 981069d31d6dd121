// The runner's end of the IPC channel of one app: orders out, answers back, each with its wait and its end.
import { appError } from '../contract/errors.ts';
import type { OrderKind, OrderValue, Reply, ToHook } from '../../runtimes/contract/protocol.ts';

export interface AppLink {
  /**
   * Sends an order and resolves with its answer. Rejects with the signal's reason, with LabError `app-gone` when the
   * app ends first, or `app-unresponsive` when it gives no answer within the limit.
   */
  order(kind: OrderKind, options: OrderOptions): Promise<Reply>;
  /** Takes the hook's answer to an order. */
  answer(reply: Reply): void;
  /** The app is gone: nothing will be answered. */
  end(): void;
}

interface OrderOptions {
  readonly signal: AbortSignal;
  readonly value?: OrderValue;
  /** How long the answer may take. @default as long as the signal lets it */
  readonly limitMs?: number;
}

interface Waiter {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/** A link that sends by `send`. */
export function createAppLink(send: (message: ToHook) => void): AppLink {
  const waiting = new Map<number, Waiter>();
  let lastId = 0;
  let isEnded = false;

  return {
    async order(kind, { signal, value, limitMs }) {
      signal.throwIfAborted();
      if (isEnded) throw appError('app-gone', {});
      lastId += 1;
      const id = lastId;
      let timer: NodeJS.Timeout | undefined;
      let onAbort: (() => void) | undefined;
      try {
        return await new Promise<Reply>((resolve, reject) => {
          waiting.set(id, { resolve, reject });
          const giveUp = (reason: unknown): void => {
            reject(reason);
            send({ to: 'hook', id, kind: 'cancel' });
          };
          onAbort = () => giveUp(signal.reason);
          signal.addEventListener('abort', onAbort);
          if (limitMs !== undefined)
            timer = setTimeout(() => giveUp(appError('app-unresponsive', { afterMs: limitMs })), limitMs);
          send({ to: 'hook', id, kind, ...(value === undefined ? {} : { value }) });
        });
      } finally {
        clearTimeout(timer);
        if (onAbort !== undefined) signal.removeEventListener('abort', onAbort);
        waiting.delete(id);
      }
    },
    answer(reply) {
      const waiter = waiting.get(reply.id);
      if (reply.fault === undefined) waiter?.resolve(reply);
      else waiter?.reject(new Error(`the app hook failed: ${reply.fault}`));
    },
    end() {
      isEnded = true;
      for (const waiter of waiting.values()) waiter.reject(appError('app-gone', {}));
    },
  };
}
