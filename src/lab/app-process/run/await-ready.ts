// Waits for a spawned app to be ready, and finds out why it is not.
import { setTimeout as delay } from 'node:timers/promises';
import type { AppExit, Listen, StartFailure } from '../../model/app-run.ts';
import { LabError } from '../../model/errors.ts';
import { appError } from '../contract/errors.ts';
import type { Runtime } from '../../runtimes/contract/runtime.ts';
import { isFrozen } from './frozen.ts';
import type { AppProcess } from '../spawn/app.ts';

export interface ReadyOptions {
  readonly runtime: Pick<Runtime, 'missingImport'>;
  readonly readyPort: number;
  readonly startTimeoutMs?: number;
  /** How much longer it may take, for work that is not the app's. @default 0 */
  readonly loaderLimitMs?: number;
  readonly signal: AbortSignal;
}

/** How long it may take to come to the app's own code, on a machine that is busy with other things. */
const loadLimitMs = 60_000;
/** So much processor time without a turn of the event loop is a loop without an end: it may be loading large packages. */
const startLoopMs = 10_000;
/** How long it may be about to listen. */
const restLimitMs = 60_000;
/** Timers, one after the other, that may come before it listens. */
const startTimers = 10;
/** How many lines of output a failure carries. */
const failureLines = 30;

type Event =
  | { readonly kind: 'reported'; readonly listen: Listen | undefined }
  | { readonly kind: 'exit'; readonly exit: AppExit }
  | { readonly kind: 'late' }
  | { readonly kind: 'silent'; readonly failure: StartFailure };

/**
 * Resolves with undefined when the ready port listens, and otherwise with the reason why it does not.
 * Rejects with the signal's reason, and with LabError `app-not-spawned` where the app's own code was not reached.
 */
export async function awaitReady(
  app: AppProcess,
  { runtime, readyPort, startTimeoutMs = 5000, loaderLimitMs = 0, signal }: ReadyOptions,
): Promise<StartFailure | undefined> {
  const done = new AbortController();
  const waiting = AbortSignal.any([signal, done.signal]);
  const reported = app.table
    .whenReported(readyPort, waiting)
    .then((listen): Event => ({ kind: 'reported', listen }));
  const exited = whenExited(app);
  try {
    let event = await Promise.race([
      reported,
      exited,
      whenLate(app, { startTimeoutMs, loaderLimitMs }, waiting),
    ]);
    signal.throwIfAborted();
    if (event.kind === 'late') {
      const silence = whenSilent(app, readyPort, startTimeoutMs + loaderLimitMs, waiting);
      event = await Promise.race([reported, exited, silence]);
      signal.throwIfAborted();
    }
    if (event.kind === 'exit') return await failureOfExit(app, runtime, event.exit);
    if (event.kind === 'silent') return event.failure;
    if (event.kind === 'late' || event.listen === undefined)
      return await failureOfExit(app, runtime, await app.exited);
    return event.listen.status === 'listening'
      ? await failureOfOthers(app, runtime, waiting)
      : await failureOfListen(app, event.listen, waiting);
  } finally {
    done.abort();
  }
}

async function whenExited(app: AppProcess): Promise<Event> {
  return { kind: 'exit', exit: await app.exited };
}

/**
 * The clock starts with the app's own first line: that the machine is slow to start node, or to load packages, is no
 * error of the app. Files that are compiled one by one begin with their imports; they get more time in its place.
 */
async function whenLate(
  app: AppProcess,
  { startTimeoutMs, loaderLimitMs }: { readonly startTimeoutMs: number; readonly loaderLimitMs: number },
  signal: AbortSignal,
): Promise<Event> {
  const isWithin = (event: Promise<void>): Promise<boolean> =>
    Promise.race([event.then(() => true), delay(loadLimitMs, false, { signal, ref: false })]);
  const limit = { afterMs: loadLimitMs };
  if (!(await isWithin(app.loaded))) throw appError('app-not-spawned/late', limit);
  if (loaderLimitMs === 0 && !(await isWithin(app.begun))) throw appError('app-not-spawned/loading', limit);
  return delay(startTimeoutMs + loaderLimitMs, { kind: 'late' }, { signal });
}

async function failureOfExit(
  app: AppProcess,
  runtime: ReadyOptions['runtime'],
  exit: AppExit,
): Promise<StartFailure> {
  if (!app.isLoaded()) throw appError('app-not-spawned/exited', { lastLines: exit.lastLines });
  const failure = failureOfEnd(exit, app.table.listens);
  if (failure.kind === 'listen-failed') return failure;
  const uncaught = app.uncaught();
  const specifier = uncaught === undefined ? undefined : runtime.missingImport(uncaught);
  if (specifier !== undefined) {
    const [file, line] = exit.at?.split(':') ?? [];
    return {
      kind: 'unresolved-import',
      specifier,
      ...(file === undefined ? {} : { file }),
      ...(line === undefined ? {} : { line: Number(line) }),
    };
  }
  return failure;
}

/** Why an app ended: over a port that it did not get, where it names no other error. */
export function failureOfEnd(
  exit: AppExit,
  listens: readonly Listen[],
): Extract<StartFailure, { readonly exit?: AppExit }> {
  const listen = listens.find(({ status }) => status === 'failed');
  const isOverIt = exit.error === undefined || /\blisten\b|EADDRINUSE|EACCES/.test(exit.error);
  if (listen !== undefined && isOverIt) return { kind: 'listen-failed', listen, exit };
  return { kind: exit.code === 0 ? 'exited' : 'crashed', exit };
}

/**
 * An app that is ready with one port may not get another one, or throw in its next line, and end over that: its next
 * answer or its end tells. Without an answer it is busy, which is seen later.
 */
async function failureOfOthers(
  app: AppProcess,
  runtime: ReadyOptions['runtime'],
  signal: AbortSignal,
): Promise<StartFailure | undefined> {
  return (await ping(app, signal)) === 'gone' ? failureOfExit(app, runtime, await app.exited) : undefined;
}

/** A failed listen may end the app in its callback, or be ignored: the app's next answer or its end tells. */
async function failureOfListen(app: AppProcess, listen: Listen, signal: AbortSignal): Promise<StartFailure> {
  const exit = (await ping(app, signal)) === 'gone' ? await app.exited : undefined;
  return { kind: 'listen-failed', listen, ...(exit === undefined ? {} : { exit }) };
}

/**
 * Resolves once it is clear that the app will not listen: its event loop stands still, or it is at rest, also when time
 * has passed for its timers. Where neither is so, it may still be about to listen; that is no mistake of the learner.
 */
async function whenSilent(
  app: AppProcess,
  port: number,
  afterMs: number,
  signal: AbortSignal,
): Promise<Event> {
  const state = await ping(app, signal);
  if (state === 'gone') return whenExited(app);
  const lastLines = app.log.lines(failureLines);
  if (state === 'busy') return { kind: 'silent', failure: { kind: 'unresponsive', afterMs, lastLines } };
  const endMs = performance.now() + restLimitMs;
  try {
    for (;;) {
      const { passed, awaited } = await app.link.order('pass-time', { signal, value: startTimers });
      if (passed !== undefined) break;
      if (performance.now() > endMs) throw appError('app-still-starting', { awaited });
    }
  } catch (error) {
    if (error instanceof LabError && error.code === 'app-gone') return whenExited(app);
    throw error;
  }
  const { listens } = app.table;
  return { kind: 'silent', failure: { kind: 'never-listened', afterMs, lastLines, port, listens } };
}

/** Whether the app's event loop turns. */
async function ping(app: AppProcess, signal: AbortSignal): Promise<'alive' | 'busy' | 'gone'> {
  try {
    return (await isFrozen(app, signal, { loopMs: startLoopMs })) ? 'busy' : 'alive';
  } catch (error) {
    if (error instanceof LabError && error.code === 'app-gone') return 'gone';
    throw error;
  }
}
