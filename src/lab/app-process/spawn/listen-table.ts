// Where the app listens: kept from the hook's reports, asked by port, awaited by whoever needs one.
import type { Listen } from '../../model/app-run.ts';

export interface ListenTable {
  readonly listens: readonly Listen[];
  /** Takes one report. */
  add(listen: Listen): void;
  /** Takes the report that a port is closed. */
  remove(asked: number, got: number): void;
  /** `127.0.0.1:PORT` of the asked-for port, undefined while it does not listen. */
  address(asked: number): string | undefined;
  /** Resolves as soon as the port listens, with undefined when the table is ended or the signal aborts first. */
  whenListening(asked: number, signal: AbortSignal): Promise<string | undefined>;
  /** Resolves with the first report of the asked-for port, good or bad, with undefined as above. */
  whenReported(asked: number, signal: AbortSignal): Promise<Listen | undefined>;
  /** The app is gone: nothing listens any more. */
  end(): void;
}

/** An empty table. */
export function createListenTable(): ListenTable {
  const listens: Listen[] = [];
  /** Asked-for port -> ports that listen for it now, oldest first. */
  const open = new Map<number, number[]>();
  const waiting = new Set<() => void>();
  let isEnded = false;

  const address = (asked: number): string | undefined => {
    const port = open.get(asked)?.at(-1);
    return port === undefined ? undefined : `127.0.0.1:${port}`;
  };
  const changed = (): void => {
    for (const look of waiting) look();
  };

  const when = <T>(find: () => T | undefined, signal: AbortSignal): Promise<T | undefined> =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = find();
        if (found === undefined && !isEnded && !signal.aborted) return;
        waiting.delete(look);
        signal.removeEventListener('abort', look);
        resolve(found);
      };
      waiting.add(look);
      signal.addEventListener('abort', look);
      look();
    });

  return {
    listens,
    add(listen) {
      listens.push(listen);
      if (listen.status === 'listening' && listen.name === undefined)
        open.set(listen.asked, [...(open.get(listen.asked) ?? []), listen.got]);
      changed();
    },
    remove(asked, got) {
      open.set(
        asked,
        (open.get(asked) ?? []).filter((port) => port !== got),
      );
    },
    address,
    whenListening: (asked, signal) => when(() => address(asked), signal),
    whenReported: (asked, signal) => when(() => listens.find((listen) => listen.asked === asked), signal),
    end() {
      isEnded = true;
      open.clear();
      changed();
    },
  };
}
