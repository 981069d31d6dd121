// A few numbers and a small plot of a timeline, as facts.
import type { TimelineSeries } from '../../../model/simulation/simulator.ts';
import type { RowLabels } from '../../worlds/rows.ts';
import type { Example } from './facts.ts';
import { stepOf } from './smaller.ts';

const MOST_SERIES = 4;
const MOST_COLUMNS = 24;
const MOST_SAMPLES = 9;
const GAP = '_';
const MORE = '…';

/** A value as it is shown: four digits are enough to compare. */
export function valueText(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  return Math.abs(value) >= 10_000 && Number.isInteger(value)
    ? String(value)
    : String(Number(value.toPrecision(4)));
}

/** The series of a timeline up to a moment. `always`: labels that are shown even where they are all the same. */
export function exampleOf(
  series: readonly TimelineSeries[],
  always: readonly string[],
  atMs: number,
): Pick<Example, 'others' | 'series' | 'stepMs'> {
  const stepMs = stepOf(series);
  const shown = series.slice(0, MOST_SERIES);
  const firstMs = Math.min(...shown.map(({ timestamps }) => timestamps[0] ?? atMs));
  return {
    stepMs,
    others: series.length - shown.length,
    series: shown.map((one) => {
      const points = onGrid(one, { firstMs, atMs, stepMs });
      return {
        labels: tellingLabels(one.labels, series, always),
        samples: fewOf(points),
        plot: plotOf(points),
      };
    }),
  };
}

/** The name, the labels by which these series differ, and those that queries compare or select by. */
function tellingLabels(
  labels: RowLabels,
  series: readonly TimelineSeries[],
  always: readonly string[],
): RowLabels {
  const differs = (name: string): boolean => new Set(series.map((one) => one.labels[name] ?? '')).size > 1;
  return Object.fromEntries(
    Object.entries(labels).filter(
      ([name]) => name === '__name__' || name === 'le' || always.includes(name) || differs(name),
    ),
  );
}

/** The samples at each scrape; undefined where there is none, or the series was gone. */
function onGrid(
  { timestamps, values }: TimelineSeries,
  { firstMs, atMs, stepMs }: { readonly firstMs: number; readonly atMs: number; readonly stepMs: number },
): readonly (number | undefined)[] {
  if (stepMs === 0) return [...values].map((value) => (Number.isNaN(value) ? undefined : value));
  const count = Math.floor((atMs - firstMs) / stepMs) + 1;
  const points = Array.from<number | undefined>({ length: Math.max(count, 0) });
  for (const [index, time] of timestamps.entries()) {
    const at = Math.round((time - firstMs) / stepMs);
    const value = values[index] ?? NaN;
    if (at < points.length && !Number.isNaN(value)) points[at] = value;
  }
  return points;
}

/** The first and the last ones, and those around each fall and gap. */
function fewOf(points: readonly (number | undefined)[]): readonly string[] {
  const chosen = new Set<number>();
  if (points.length <= MOST_SAMPLES) for (const index of points.keys()) chosen.add(index);
  else {
    for (const index of [0, 1, points.length - 2, points.length - 1]) chosen.add(index);
    for (const [index, value] of points.entries()) {
      if (index === 0 || chosen.size >= MOST_SAMPLES) continue;
      const before = points[index - 1];
      const isFall = value !== undefined && before !== undefined && value < before;
      const isEdge = (value === undefined) !== (before === undefined);
      if (isFall || isEdge) for (const near of [index - 1, index]) chosen.add(near);
    }
  }
  const texts: string[] = [];
  let last = -1;
  for (const index of [...chosen].toSorted((a, b) => a - b)) {
    if (index > last + 1) texts.push(MORE);
    const value = points[index];
    texts.push(value === undefined ? GAP : valueText(value));
    last = index;
  }
  return texts;
}

/** Heights from 0 to 1 in few columns. */
function plotOf(points: readonly (number | undefined)[]): readonly (number | null)[] {
  const known = points.filter((value) => value !== undefined);
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  const columns = Math.min(points.length, MOST_COLUMNS);
  return Array.from({ length: columns }, (_, column) => {
    const index = columns <= 1 ? 0 : Math.round((column * (points.length - 1)) / (columns - 1));
    const value = points[index];
    if (value === undefined) return null;
    return span === 0 ? 0 : (value - low) / span;
  });
}
