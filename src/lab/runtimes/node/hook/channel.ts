// The hook's end of the IPC channel: takes orders, sends reports, ends the app when the runner is gone.
import type { FromHook, OrderKind, OrderValue, Reply, ToHook } from '../../contract/protocol.ts';
import { hasCode } from '../../../../system/error-code.ts';

/** What carries out each order. The signal aborts when the runner no longer waits. */
export type Orders = Readonly<
  Record<OrderKind, (value: OrderValue | undefined, signal: AbortSignal) => Promise<Omit<Reply, 'id'>>>
>;

/** Takes the channel over from the app and returns the function that reports to the runner. */
export function connectRunner(orders: Orders): (message: FromHook) => void {
  const send = process.send?.bind(process);
  const tell = (message: FromHook): void => {
    // Without a callback a closed channel would be an 'error' event in the learner's app.
    if (process.connected) send?.(message, undefined, undefined, () => undefined);
  };
  const running = new Map<number, AbortController>();

  const carryOut = async (
    kind: OrderKind,
    value: OrderValue | undefined,
    signal: AbortSignal,
    id: number,
  ) => {
    try {
      const reply = await orders[kind](value, signal);
      tell({ from: 'hook', kind: 'reply', reply: { id, ...reply } });
    } catch (error) {
      // Cancelled: the runner has stopped waiting for an answer. All else is a bug of the hook, told to the runner.
      if (!signal.aborted) tell({ from: 'hook', kind: 'reply', reply: { id, fault: String(error) } });
    } finally {
      running.delete(id);
    }
  };
  process.on('message', (message: ToHook) => {
    if (message.to !== 'hook') return;
    const { id } = message;
    if (message.kind === 'cancel') {
      running.get(id)?.abort();
      running.delete(id);
      return;
    }
    const controller = new AbortController();
    running.set(id, controller);
    void carryOut(message.kind, message.value, controller.signal, id);
  });
  process.on('disconnect', killAppAndChildren);
  // A runner that is killed in the moment of the spawn is gone before anybody listens here.
  if (!process.connected) killAppAndChildren();
  process.on('uncaughtExceptionMonitor', (error: unknown) => {
    tell({ from: 'hook', kind: 'uncaught', error: describe(error) });
  });

  // The app is a normal program: it ends when it has nothing left to do, and sees no parent to talk to.
  process.channel?.unref();
  Object.assign(process, { send: undefined });
  hideDisconnect();
  return tell;
}

/** Node.js itself calls `process.disconnect` when the runner is gone; to the app, there is none. */
function hideDisconnect(): void {
  const disconnect = process.disconnect?.bind(process);
  Object.defineProperty(process, 'disconnect', {
    configurable: true,
    enumerable: true,
    get: () => {
      const [, , caller = ''] = new Error('who asks').stack?.split('\n') ?? [];
      return caller.includes('node:internal/child_process') ? disconnect : undefined;
    },
  });
}

function killAppAndChildren(): void {
  // The app leads its own process group, except on Windows, where the reaper ends the tree, and in a sandbox,
  // which ends with it.
  if (process.platform !== 'win32') {
    try {
      process.kill(-process.pid, 'SIGKILL');
    } catch (error) {
      if (!hasCode(error, 'ESRCH')) throw error;
    }
  }
  process.kill(process.pid, 'SIGKILL');
}

function describe(error: unknown): { summary: string; stack: string; code?: string } {
  if (!(error instanceof Error)) return { summary: `Uncaught ${String(error)}`, stack: '' };
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return {
    summary: `${error.name}: ${error.message}`.split('\n', 1)[0] ?? '',
    stack: error.stack ?? '',
    ...code,
  };
}
