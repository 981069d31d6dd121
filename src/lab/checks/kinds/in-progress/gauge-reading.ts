// Reads a gauge of the app: its sum while requests are held, and what is left on it when none is open.
import type { AppRest, RegistrySnapshot } from '../../../model/app-run.ts';
import type { Verdict } from '../../../model/verdict.ts';
import { seriesByRegistry, sumOf, type Series } from '../../metrics/registries.ts';
import { order, passTime, type WatchedApp } from '../../app/running.ts';

/** A gauge may be lowered so long after the response closed, on the app's own clock: a scrape hardly sees it. */
const MOMENT_MS = 1_000;
/** Each timer gets its turn, also one that another one sets. */
const TIMERS_AGAIN = 4;

/** A gauge while requests are open. */
export interface HeldReading {
  /** Its sum over its series, so that labels are welcome. */
  readonly value: number;
  /** What it showed when time had passed, and how many requests were still open then; undefined without timers. */
  readonly later: { readonly value: number; readonly open: number } | undefined;
}

const heldOf = (series: readonly Series[]): { readonly value: number } => ({ value: sumOf(series) });

/** What the gauge shows now, with the app at rest, and once its timers have fired. */
export async function readHeld(
  app: WatchedApp,
  metric: string,
  { hasTimers }: AppRest,
): Promise<HeldReading | { readonly verdict: Verdict }> {
  const now = await readNow(app, metric, heldOf);
  if ('verdict' in now || !hasTimers) return 'verdict' in now ? now : { ...now, later: undefined };
  const { rest } = await passTime(app, TIMERS_AGAIN);
  const later = await readNow(app, metric, heldOf);
  return 'verdict' in later ? later : { ...now, later: { ...later, open: rest.open } };
}

/** What is left on a gauge. */
export interface Rest {
  /** 0 is right; below 0 where any series is. */
  readonly value: number;
  /** Whether one series is above 0 and another one below: they must not cancel out. */
  readonly isSplit: boolean;
  /** Whether it was 0 after all, when more than a moment had passed. */
  readonly isLate: boolean;
}

/** What is left on the gauge when no response is open: at once or, where that is nothing, once its timers have fired. */
export async function readRest(
  app: WatchedApp,
  metric: string,
): Promise<Rest | { readonly verdict: Verdict }> {
  const { rest, registries } = await order(app, (signal) => app.run.readIdle(signal));
  const first = valueIn(registries, metric, restOf);
  const now = await readSoon(app, metric, { first, rest, wanted: 0, valueOf: restOf });
  if ('verdict' in now || !rest.hasTimers) return 'verdict' in now ? now : { ...now, isLate: false };
  await passTime(app, TIMERS_AGAIN);
  const later = await readNow(app, metric, restOf);
  if ('verdict' in later) return later;
  if (now.value === 0) return { ...later, isLate: false };
  return { ...now, isLate: later.value === 0 };
}

/**
 * What the gauge shows when one of the held requests is over and so many are still open: at once, or a moment later by
 * a timer.
 */
export async function readOthers(
  app: WatchedApp,
  metric: string,
  rest: AppRest,
): Promise<{ readonly value: number } | { readonly verdict: Verdict }> {
  const first = await readNow(app, metric, heldOf);
  return readSoon(app, metric, { first, rest, wanted: rest.open, valueOf: heldOf });
}

/** The first reading of the gauge, or one after each timer of the next moment, where that one is as wanted. */
async function readSoon<T extends { readonly value: number }>(
  app: WatchedApp,
  metric: string,
  options: {
    readonly first: T | { readonly verdict: Verdict };
    readonly rest: AppRest;
    readonly wanted: number;
    readonly valueOf: (series: readonly Series[]) => T;
  },
): Promise<T | { readonly verdict: Verdict }> {
  const { first } = options;
  let now = first;
  let { hasTimers } = options.rest;
  let passedMs = 0;
  while ('value' in now && now.value !== options.wanted && hasTimers && passedMs < MOMENT_MS) {
    const passed = await order(app, (signal) => app.run.nextTimer(signal));
    passedMs += Math.max(passed.byMs, 1);
    hasTimers = passed.rest.hasTimers;
    if (passedMs <= MOMENT_MS) now = await readNow(app, metric, options.valueOf);
  }
  return 'value' in now && now.value !== options.wanted ? first : now;
}

function restOf(series: readonly Series[]): Pick<Rest, 'value' | 'isSplit'> {
  const below = series.filter(({ value }) => value < 0);
  const isSplit = below.length > 0 && series.some(({ value }) => value > 0);
  return { value: sumOf(below.length > 0 ? below : series), isSplit };
}

async function readNow<T extends { readonly value: number }>(
  app: WatchedApp,
  metric: string,
  valueOf: (series: readonly Series[]) => T,
): Promise<T | { readonly verdict: Verdict }> {
  return valueIn(await order(app, (signal) => app.run.registries(signal)), metric, valueOf);
}

function valueIn<T extends { readonly value: number }>(
  snapshots: readonly RegistrySnapshot[],
  metric: string,
  valueOf: (series: readonly Series[]) => T,
): T | { readonly verdict: Verdict } {
  const read = seriesByRegistry(snapshots, metric);
  if ('verdict' in read) return read;
  // Of several registries with a gauge of that name, the one that is used is the one that shows something.
  return [...read.lists.values()].map(valueOf).find(({ value }) => value !== 0) ?? valueOf([]);
}
