// Reads a gauge of the app: its sum while requests are held, and what is left on it when none is open.
import type { Verdict } from '../model/verdict.ts';
import { seriesByRegistry, sumOf, type Series } from './registries.ts';
import { hasTimers, order, pause, type WatchedApp } from './running-app.ts';

/** A gauge that is moved a moment after the response closed gets this many readings. */
const READINGS = 3;
/** And one whose app has put something off this many. */
const MAX_READINGS = 8;
const READING_EVERY_MS = 40;

/** The gauge's sum over its series, so that labels are welcome; read again for a moment until it is `wanted`. */
export function readSum(app: WatchedApp, metric: string, wanted: number): Promise<number | Verdict> {
  return readUntil(app, metric, sumOf, wanted);
}

/** What is left on a gauge. */
export interface Rest {
  /** 0 is right; below 0 where any series is. */
  readonly value: number;
  /** Whether one series is above 0 and another one below: they must not cancel out. */
  readonly isSplit: boolean;
}

/** What is left on the gauge when no response is open. */
export async function readRest(app: WatchedApp, metric: string): Promise<Rest | Verdict> {
  await order(app, (signal) => app.run.whenIdle(signal));
  let isSplit = false;
  const restOf = (series: readonly Series[]): number => {
    const below = series.filter(({ value }) => value < 0);
    isSplit = below.length > 0 && series.some(({ value }) => value > 0);
    return sumOf(below.length > 0 ? below : series);
  };
  const value = await readUntil(app, metric, restOf, 0);
  return typeof value === 'number' ? { value, isSplit } : value;
}

async function readUntil(
  app: WatchedApp,
  metric: string,
  valueOf: (series: readonly Series[]) => number,
  wanted: number,
): Promise<number | Verdict> {
  for (let reading = 1; ; reading++) {
    const snapshots = await order(app, (signal) => app.run.registries(signal));
    const read = seriesByRegistry(snapshots, metric);
    if ('verdict' in read) return read.verdict;
    // Of several registries with a gauge of that name, the one that is used is the one that shows something.
    const value = [...read.lists.values()].map(valueOf).find((sum) => sum !== 0) ?? 0;
    if (value === wanted || reading === MAX_READINGS) return value;
    if (reading >= READINGS && !(await hasTimers(app))) return value;
    await pause(READING_EVERY_MS, app.signal);
  }
}
