// A running app in memory, for checks of the live app that look at its ports only.
import type { AppRun, AppStart } from '../../../../src/lab/model/app-run.ts';

const nothing = (): Promise<never> => Promise.reject(new Error('not a part of this test'));

/** A live app that listens on these ports: asked for -> got. */
export function fakeLiveApp(
  ports: Readonly<Record<number, number>> = { 3000: 3000, 8000: 8000 },
): () => Promise<AppStart> {
  const address = (asked: number): string | undefined =>
    ports[asked] === undefined ? undefined : `127.0.0.1:${ports[asked]}`;
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
    setDate: nothing,
    takeTime: nothing,
    whenQuiet: nothing,
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
