// An app process as those outside this room see it: the AppRun of the model.
import type { AppRest, AppRun, PassedTime } from '../../model/app-run.ts';
import { LabError } from '../../model/errors.ts';
import { appError } from '../contract/errors.ts';
import type { OrderKind, OrderValue } from '../../runtimes/contract/protocol.ts';
import { END_LIMIT_MS, endedWithin } from '../../children/ended-within.ts';
import { askGroupToEnd, endGroup } from '../../children/process-group.ts';
import { isFrozen } from './frozen.ts';
import type { AppProcess } from '../spawn/app.ts';

/** An AppRun, and what only this room asks of it. */
export interface OwnRun extends AppRun {
  /** Whether the app's event loop turns: it answers within the limit. False also once it is gone or no one waits. */
  answers(signal: AbortSignal, limitMs: number): Promise<boolean>;
}

/**
 * Presents the process. `graceMs` is how long it may take to end by itself after SIGTERM; 0 does not ask. Where it has
 * not ended `endLimitMs` after it was ended without asking, `stop` rejects with a LabError `app-not-ended`.
 */
export function createAppRun(
  { pid, link, log, table, exited, hasOthers }: AppProcess,
  {
    platform,
    graceMs,
    endLimitMs = END_LIMIT_MS,
  }: { readonly platform: NodeJS.Platform; readonly graceMs: number; readonly endLimitMs?: number },
): OwnRun {
  const order = async (kind: OrderKind, signal: AbortSignal, value?: OrderValue): Promise<void> => {
    await link.order(kind, { signal, ...(value === undefined ? {} : { value }) });
  };
  const rest = async (kind: OrderKind, signal: AbortSignal): Promise<AppRest> => {
    const reply = await link.order(kind, { signal });
    if (reply.rest === undefined) throw appError('app-not-at-rest', { awaited: reply.awaited });
    return reply.rest;
  };
  const pass = async (kind: OrderKind, signal: AbortSignal, value?: number): Promise<PassedTime> => {
    const reply = await link.order(kind, { signal, ...(value === undefined ? {} : { value }) });
    if (reply.passed === undefined) throw appError('app-not-at-rest', { awaited: reply.awaited });
    return reply.passed;
  };
  const end = async (): Promise<void> => {
    if (graceMs > 0) {
      askGroupToEnd(pid, platform);
      if (await endedWithin(exited, graceMs)) return;
    }
    endGroup(pid, platform);
    if (await endedWithin(exited, endLimitMs)) return;
    throw appError('app-not-ended', { pid });
  };
  let isGone = false;
  void exited.then(() => (isGone = true));
  let ending: Promise<void> | undefined;

  return {
    pid,
    listens: table.listens,
    exited,
    address: (askedPort) => table.address(askedPort),
    whenListening: (askedPort, signal) => table.whenListening(askedPort, signal),
    registries: async (signal) => {
      const { registries, awaited } = await link.order('registries', { signal });
      if (registries === undefined) throw appError('app-not-at-rest', { awaited });
      return registries;
    },
    hold: (signal) => order('hold', signal),
    release: (signal, count) => order('release', signal, count),
    failStore: (isFailing, signal) => order('fail-store', signal, isFailing),
    slowStore: (delayMs, signal) => order('slow-store', signal, delayMs),
    breakStore: (breakage, signal) =>
      order('break-store', signal, breakage === undefined ? false : JSON.stringify(breakage)),
    takeTime: (ms, signal) => order('take-time', signal, ms),
    freezeClock: (isClockFrozen, signal) => order('freeze-clock', signal, isClockFrozen),
    skipTime: (ms, signal) => order('skip-time', signal, ms),
    setDate: (atMs, signal) => order('set-date', signal, atMs),
    whenQuiet: (signal) => rest('when-quiet', signal),
    whenIdle: (signal) => rest('when-idle', signal),
    readIdle: async (signal) => {
      const { rest: idle, awaited, registries } = await link.order('read-idle', { signal });
      if (idle === undefined || registries === undefined) throw appError('app-not-at-rest', { awaited });
      return { rest: idle, registries };
    },
    nextTimer: (signal) => pass('next-timer', signal),
    passTime: (times, signal) => pass('pass-time', signal, times),
    isFrozen: (signal) => isFrozen({ pid, link }, signal),
    answers: async (signal, limitMs) => {
      try {
        await link.order('ping', { signal, limitMs });
        return true;
      } catch (error) {
        if (error instanceof LabError || signal.aborted) return false;
        throw error;
      }
    },
    hasOthers,
    lastLines: (count) => log.lines(count),
    stop: () => {
      // The pid may be another program's by now.
      if (isGone) return Promise.resolve();
      ending ??= end();
      return ending;
    },
  };
}
