// Gets a running app for a check and keeps watch over it: an app that dies or freezes meanwhile gets its own verdict.
import type { AppExit, AppRun, PassedTime, RegistrySnapshot } from '../../model/app-run.ts';
import type { CheckContext } from '../contract/context.ts';
import { branchOff } from '../../model/deadline.ts';
import { LabError } from '../../model/errors.ts';
import type { Fail, Verdict } from '../../model/verdict.ts';
import type { OutputReader } from '../../runtimes/contract/output.ts';
import { unlessElsewhere } from './other-processes.ts';
import {
  endOf,
  listenFailed,
  notListening,
  portInUse,
  textOf,
  verdictOfStartFailure,
} from './start-failures.ts';
import { checkError } from '../facts/errors.ts';
import { clientErrorCodes } from '../facts/program-errors.ts';
import { failed } from '../facts/verdicts.ts';

/** After this an order is late, and the app is asked whether its event loop turns. */
const LATE_MS = 3_000;
/** How long an app whose event loop turns may take for one order. */
const ORDER_LIMIT_MS = 60_000;
/** Timers that set the next one when they fire: a chain that is longer is taken for one without an end. */
export const CHAINED_TIMERS = 40;
/** The output of an app that is frozen: the last lines say most. */
const OUTPUT_LINES = 8;
/** What is done again and again shows after so many more turns of a timer. */
const AGAIN = 2;

/** What a judge is given: the app, and a signal that also ends when the app does. */
export interface WatchedApp {
  readonly run: AppRun;
  readonly signal: AbortSignal;
  /** Reads what the app prints and answers. */
  readonly output: OutputReader;
}

/** Runs a judge on the isolated run. */
export async function judgeIsolated(
  context: CheckContext,
  judge: (app: WatchedApp) => Promise<Verdict>,
): Promise<Verdict> {
  const start = await context.isolatedRun();
  if (start.status === 'failed')
    return unlessElsewhere(
      verdictOfStartFailure(start.failure, 'isolated', context.runtime.output),
      start.hasOthers === true,
    );
  const verdict = await judgeWatched(start.run, 'isolated', context, judge);
  return unlessElsewhere(verdict, start.run.hasOthers());
}

/** Runs a judge on a running app; its death in between is the verdict then, whatever the judge made of it. */
async function judgeWatched(
  run: AppRun,
  kind: 'isolated' | 'live',
  { signal, runtime: { output } }: CheckContext,
  judge: (app: WatchedApp) => Promise<Verdict>,
): Promise<Verdict> {
  const dead = new AbortController();
  const death = run.exited.then((exit) => {
    dead.abort(new Error('the app ended'));
    return exit;
  });
  const settled = await judge({ run, output, signal: AbortSignal.any([signal, dead.signal]) }).then(
    (verdict) => ({ verdict }),
    (error: unknown) => ({ error }),
  );
  signal.throwIfAborted();
  if ('verdict' in settled && !isSuspicious(settled.verdict)) return settled.verdict;
  if ('error' in settled && settled.error instanceof AppFrozen) return unresponsive(run);
  const exit = await exitOf(run, death, signal);
  signal.throwIfAborted();
  if (exit !== undefined) {
    // A second server may fail to listen a moment after the first one made the app ready.
    const taken =
      portInUse(exit, output) ??
      (exit.error === undefined ? run.listens.find(({ status }) => status === 'failed') : undefined);
    return taken === undefined ? appDied(exit, output) : listenFailed(taken, kind);
  }
  if ('verdict' in settled) return settled.verdict;
  throw settled.error;
}

/** How the app ended, undefined where it lives. A dying process closes its sockets a little before its end is known. */
async function exitOf(
  run: AppRun,
  death: Promise<AppExit>,
  signal: AbortSignal,
): Promise<AppExit | undefined> {
  const isAlive = run.isFrozen(signal).then(
    () => true,
    (error: unknown) => !(error instanceof LabError && error.code === 'app-gone'),
  );
  return Promise.race([death, isAlive.then((alive) => (alive ? undefined : death))]);
}

function isSuspicious(verdict: Verdict): boolean {
  return verdict.status === 'fail' && ['connection-closed', 'metrics-not-served'].includes(verdict.code);
}

function appDied(exit: AppExit, output: OutputReader): Verdict {
  const known = output.clientError(textOf(exit));
  const isNamed = known !== undefined && clientErrorCodes[known.kind].request !== 'endpoint-broken';
  return isNamed
    ? failed('client-error-ended-app', { ...endOf(exit), known })
    : failed('app-ended-in-check', { ...endOf(exit), known });
}

const unresponsive = (run: AppRun): Fail =>
  failed('app-frozen', { afterMs: undefined, output: run.lastLines(OUTPUT_LINES) });

class AppFrozen extends Error {}

/**
 * Gives the app an order or asks it something. An app that is frozen is found out. Rejects with a LabError where the app
 * is neither done nor frozen after all that time.
 */
export async function order<T>(app: WatchedApp, give: (signal: AbortSignal) => Promise<T>): Promise<T> {
  app.signal.throwIfAborted();
  const branch = branchOff(app.signal);
  const { signal } = branch;
  try {
    return await Promise.race([give(signal), whenLate(app.run, signal)]);
  } finally {
    branch.end();
  }
}

/** Rejects once the app is frozen, or takes too long. Rejects also when the signal aborts, whatever the order does then. */
async function whenLate(run: AppRun, signal: AbortSignal): Promise<never> {
  const startedAt = performance.now();
  for (;;) {
    await pause(LATE_MS, signal);
    signal.throwIfAborted();
    if (await run.isFrozen(signal)) throw new AppFrozen('the app computes without end');
    if (performance.now() - startedAt < ORDER_LIMIT_MS) continue;
    throw checkError('app-busy', { afterMs: ORDER_LIMIT_MS });
  }
}

/** The verdict for an app that is frozen, asked for once a request has gone unanswered; undefined where it still lives. */
export async function judgeFrozen(app: WatchedApp): Promise<Fail | undefined> {
  return (await app.run.isFrozen(app.signal)) ? unresponsive(app.run) : undefined;
}

/** What the app's registries showed at rest, and later. */
export interface SettledReading {
  /** When nothing was open and nothing under way any more, before any timer fired. */
  readonly atOnce: readonly RegistrySnapshot[];
  /** When what the app had put off by timers had happened too; the same reading where there was nothing. */
  readonly settled: readonly RegistrySnapshot[];
  /** Later still, where timers are always set: what they do, they do again and again. */
  readonly later?: readonly RegistrySnapshot[];
  /** Whether the app sent requests to itself meanwhile. */
  readonly hasOwnTraffic: boolean;
}

/** Reads the registries when the app is at rest, and again when time has passed for its timers. */
export async function readSettled(app: WatchedApp): Promise<SettledReading> {
  const read = (): Promise<readonly RegistrySnapshot[]> => order(app, (signal) => app.run.registries(signal));
  const { rest, registries: atOnce } = await order(app, (signal) => app.run.readIdle(signal));
  if (!rest.hasTimers) return { atOnce, settled: atOnce, hasOwnTraffic: false };
  const passed = await passTime(app, CHAINED_TIMERS);
  const settled = await read();
  if (!passed.rest.hasTimers) return { atOnce, settled, hasOwnTraffic: passed.served > 0 };
  const again = await passTime(app, AGAIN);
  return { atOnce, settled, later: await read(), hasOwnTraffic: passed.served + again.served > 0 };
}

/** All registries of the app, when it is at rest and what its timers put off has happened. */
export async function readRegistries(app: WatchedApp): Promise<readonly RegistrySnapshot[]> {
  const { rest, registries } = await order(app, (signal) => app.run.readIdle(signal));
  if (!rest.hasTimers) return registries;
  await passTime(app, CHAINED_TIMERS);
  return order(app, (signal) => app.run.registries(signal));
}

/** Waits until the app is at rest and what its timers put off has happened. */
export async function settle(app: WatchedApp): Promise<void> {
  const { hasTimers } = await order(app, (signal) => app.run.whenIdle(signal));
  if (hasTimers) await passTime(app, CHAINED_TIMERS);
}

/** Lets time pass for the app, so often up to its last timer. */
export function passTime(app: WatchedApp, times: number): Promise<PassedTime> {
  return order(app, (signal) => app.run.passTime(times, signal));
}

/** The address of the app's port, or the verdict where it does not listen there. */
export async function findAddress(
  app: WatchedApp,
  port: number,
): Promise<{ readonly address: string } | { readonly verdict: Verdict }> {
  const now = app.run.address(port);
  if (now !== undefined) return { address: now };
  // A server may start to listen a little after the first one, also by a timer.
  await settle(app);
  const address = app.run.address(port);
  if (address !== undefined) return { address };
  app.signal.throwIfAborted();
  return { verdict: whyNotListening(app.run, port) };
}

/** Runs a judge on the live app. */
export async function judgeLive(
  context: CheckContext,
  judge: (app: WatchedApp) => Promise<Verdict>,
): Promise<Verdict> {
  const start = await context.liveApp();
  if (start.status === 'failed')
    return unlessElsewhere(
      verdictOfStartFailure(start.failure, 'live', context.runtime.output),
      start.hasOthers === true,
    );
  const verdict = await judgeWatched(start.run, 'live', context, judge);
  return unlessElsewhere(verdict, start.run.hasOthers());
}

function whyNotListening(run: AppRun, port: number): Verdict {
  const refused = run.listens.find((listen) => listen.asked === port && listen.status === 'failed');
  return refused === undefined ? notListening(port, run.listens) : listenFailed(refused, 'isolated');
}

/** Waits a little, or until the signal aborts; never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(undefined);
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve(undefined);
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
