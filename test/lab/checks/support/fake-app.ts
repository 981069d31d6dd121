// A running app in memory, for checks of the live app that look at its ports only.
import type { AppRun, AppStart } from '../../../../src/lab/model/app-run.ts';

const nothing = (): Promise<never> => Promise.reject(new Error('not a part of this test'));

/** A live app that listens on these ports, asked for -> got, and on others once it is at rest. */
export function fakeLiveApp(
  ports: Readonly<Record<number, number>> = { 3000: 3000, 8000: 8000 },
  later: Readonly<Record<number, number>> = {},
): () => Promise<AppStart> {
  let isQuiet = false;
  const address = (asked: number): string | undefined => {
    const port = ports[asked] ?? (isQuiet ? later[asked] : undefined);
    return port === undefined ? undefined : `127.0.0.1:${port}`;
  };
  const run: AppRun = {
    pid: 1,
    listens: Object.entries(ports).map(([asked, got]) => ({
      status: 'listening',
      asked: Number(asked),
      got,
    })),
    exited: new Promise(() => {}),
    address,
    whenListening: (asked) => Promise.resolve(address(asked)),
    registries: nothing,
    hold: nothing,
    release: nothing,
    failStore: nothing,
    slowStore: nothing,
    breakStore: nothing,
    setDate: nothing,
    takeTime: nothing,
    freezeClock: nothing,
    skipTime: nothing,
    whenQuiet: () => {
      isQuiet = true;
      return Promise.resolve({ hasTimers: false, open: 0, held: 0, raisedGauges: [] });
    },
    whenIdle: nothing,
    readIdle: nothing,
    nextTimer: nothing,
    passTime: nothing,
    isFrozen: nothing,
    hasOthers: () => false,
    lastLines: () => [],
    stop: () => Promise.resolve(),
  };
  return () => Promise.resolve({ status: 'running', run });
}
