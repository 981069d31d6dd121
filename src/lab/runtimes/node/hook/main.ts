// Loaded into the learner's app before the app itself (`node --import`), and run by itself as the reaper.
// Writes nothing to stdout or stderr, and leaves the app as it would be without it.
import { syncBuiltinESMExports } from 'node:module';
import type { HookSettings, OrderKind, OrderValue, OtherSettings, Reply } from '../../contract/protocol.ts';
import { beginName, hookVariable, otherVariable, reaperArgument } from './names.ts';
import { offerCalendar } from './time/calendar.ts';
import { connectRunner, type Orders } from './channel.ts';
import { installClock } from './time/clock.ts';
import { mapConnects } from './network/connects.ts';
import { mapListens } from './network/listens.ts';
import { limitMemory } from './memory.ts';
import { watchOthers } from './others.ts';
import { reapWhenRunnerIsGone } from './reap.ts';
import { findRegistries } from './metrics/registries.ts';
import { trackRequests } from './network/requests.ts';
import { watchGauges } from './metrics/raised-gauges.ts';
import { watchThreadPool } from './thread-pool.ts';
import { createTimekeeper, StillAwaited } from './time/timekeeper.ts';
import { offerStore } from './network/store.ts';

const settings = process.env[hookVariable];
const ofOthers = process.env[otherVariable];
// Threads and programs that the app starts find no such settings: the orders are for the app alone.
if (settings !== undefined && process.send !== undefined) {
  Reflect.deleteProperty(process.env, hookVariable);
  const parsed: HookSettings = JSON.parse(settings);
  hookIn(parsed);
} else if (ofOthers !== undefined) {
  const { ports, ownPorts }: OtherSettings = JSON.parse(ofOthers);
  mapConnects(mapListens({ ports, ownPorts }, () => undefined));
} else if (process.argv[2] === reaperArgument) {
  reapWhenRunnerIsGone();
}

function hookIn({ ports, ownPorts, storeDelayMs, entryFile, isConfined, tellsOfOthers }: HookSettings): void {
  // A listener takes the place of Node's own, which opens an inspector (Node 20 has no flag for it).
  if (isConfined) process.on('SIGUSR1', () => undefined);

  if (tellsOfOthers) hookInOthers({ ports, ownPorts });
  else withoutHook(process.execArgv);
  // `import.meta.url === file://${process.argv[1]}` is how a module finds out that it is the program.
  process.argv[1] = entryFile;

  const calendar = offerCalendar();
  const registries = findRegistries();
  const gauges = watchGauges(() => registries.all());
  /** What each store call and each response takes of the app's time. */
  let takenMs = 0;
  const takeTime = (): void => clock?.skip(takenMs);
  const store = offerStore(storeDelayMs, () => gauges.look(), takeTime);
  const serve = (): void => time.serve();
  const requests = trackRequests(serve, takeTime);
  // The live app keeps real time: a learner watches it.
  const clock = ports === 'free' ? installClock(serve) : undefined;
  const time = createTimekeeper({
    clock,
    requests,
    store,
    raisedGauges: () => gauges.names(),
    computing: watchThreadPool(),
  });
  // `import { setTimeout } from 'node:timers'` is a copy of what has been replaced.
  syncBuiltinESMExports();
  const read = async (): Promise<Pick<Reply, 'registries' | 'awaited'>> => {
    try {
      return { registries: await registries.snapshots((signal) => time.whenStuck(signal)) };
    } catch (error) {
      if (error instanceof StillAwaited) return { awaited: error.awaited };
      throw error;
    }
  };
  const tell = connectRunner({
    ping: done(() => undefined),
    registries: () => read(),
    hold: done(() => store.hold()),
    release: done((value) => {
      store.release(value === undefined ? undefined : Number(value));
      serve();
    }),
    'fail-store': done((value) => store.fail(value === true)),
    'slow-store': done((value) => store.slow(Number(value))),
    'break-store': done((value) => store.breakCall(value === false ? undefined : JSON.parse(String(value)))),
    'take-time': done((value) => {
      takenMs = Number(value);
    }),
    'freeze-clock': done((value) => clock?.freeze(value === true)),
    'skip-time': done((value) => clock?.skip(Number(value))),
    'set-date': done((value) => calendar.set(Number(value))),
    'when-quiet': (_value, signal) => time.whenQuiet(signal),
    'when-idle': (_value, signal) => time.whenIdle(signal),
    'read-idle': async (_value, signal) => {
      const idle = await time.whenIdle(signal);
      return 'rest' in idle ? { ...idle, ...(await read()) } : idle;
    },
    'next-timer': (_value, signal) => time.pass(signal),
    'pass-time': (value, signal) => time.passAll(Number(value), signal),
  });
  mapConnects(mapListens({ ports, ownPorts }, tell));
  limitMemory(tell);
  if (tellsOfOthers) watchOthers(() => tell({ from: 'hook', kind: 'started-other' }));
  Object.assign(globalThis, {
    [beginName]() {
      Reflect.deleteProperty(globalThis, beginName);
      tell({ from: 'hook', kind: 'begun' });
    },
  });
  tell({ from: 'hook', kind: 'loaded' });
}

/**
 * Forks and threads inherit the flags of Node that load the hook, and other processes of Node its options: none of them
 * takes a port that belongs to another run.
 */
function hookInOthers(told: OtherSettings): void {
  process.env[otherVariable] = JSON.stringify(told);
  process.env['NODE_OPTIONS'] = `--import ${import.meta.url}`;
}

function withoutHook(flags: string[]): void {
  const at = flags.indexOf('--import');
  if (at >= 0) flags.splice(at, 2);
}

function done(
  act: (value: OrderValue | undefined, signal: AbortSignal) => Promise<void> | void,
): Orders[OrderKind] {
  return async (value, signal) => {
    await act(value, signal);
    return {};
  };
}
