// A small plot of a range query: one row of blocks a series, with its lowest, highest and last value.
import type { MatrixSeries } from '../../model/prometheus-api.ts';
import { wrap } from './layout.ts';
import { formatCommon, formatSeries, splitLabels, type Labels } from './series.ts';
import { cleanText } from './style.ts';

const LEVELS = '▁▂▃▄▅▆▇█';
const MOST_SERIES = 12;

/** One value per column; undefined where there is no sample. */
function resample(
  series: MatrixSeries,
  startSeconds: number,
  endSeconds: number,
  columns: number,
): (number | undefined)[] {
  const cells: (number | undefined)[] = Array.from({ length: columns }, () => undefined);
  const span = Math.max(endSeconds - startSeconds, 1e-9);
  for (const [time, text] of series.values) {
    const column = Math.min(columns - 1, Math.floor(((time - startSeconds) / span) * columns));
    const value = Number(text);
    if (column >= 0 && Number.isFinite(value)) cells[column] = value;
  }
  return cells;
}

/** A line of block characters, scaled over the series' own range; a gap is a space, a flat series is drawn low. */
export function formatSparkline(cells: readonly (number | undefined)[]): string {
  const known = cells.filter((cell) => cell !== undefined);
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  return cells
    .map((cell) => {
      if (cell === undefined) return ' ';
      const level = span === 0 ? 0 : Math.round(((cell - low) / span) * (LEVELS.length - 1));
      return LEVELS[level] ?? ' ';
    })
    .join('');
}

const short = (value: number): string => (Number.isInteger(value) ? String(value) : value.toPrecision(4));

/** `|10 min ago        now|`, as wide as the plots above it. */
function formatTimeAxis(seconds: number, width: number): string {
  const ago = seconds >= 120 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds)} s ago`;
  return `  |${ago}${' '.repeat(Math.max(1, width - ago.length - 5))}now|`;
}

/** All series of a matrix as small plots, the words beside them saying the same in numbers. */
export function formatPlot(
  series: readonly MatrixSeries[],
  range: { readonly startSeconds: number; readonly endSeconds: number },
  columns: number,
): string {
  const width = Math.max(10, Math.min(60, columns - 4));
  const shown = series.slice(0, MOST_SERIES);
  const { common, varying } = splitLabels(shown.map((one) => one.metric));
  const isOne = shown.length < 2 || varying.length === 0;
  const nameOf = (metric: Labels): string =>
    formatSeries(
      isOne
        ? metric
        : Object.fromEntries(varying.flatMap((name) => (name in metric ? [[name, metric[name] ?? '']] : []))),
    );
  const parts = shown.map((one) => {
    const cells = resample(one, range.startSeconds, range.endSeconds, width);
    const known = cells.filter((cell) => cell !== undefined);
    const numbers =
      known.length === 0
        ? 'no finite value'
        : `from ${short(Math.min(...known))} to ${short(Math.max(...known))}, last ${short(known.at(-1) ?? 0)}`;
    const name = wrap(cleanText(nameOf(one.metric)), columns, '  ', '');
    return `${name}\n  ${formatSparkline(cells).trimEnd()}\n  ${numbers}`;
  });
  parts.push(formatTimeAxis(range.endSeconds - range.startSeconds, width));
  if (series.length > MOST_SERIES) parts.push(`and ${series.length - MOST_SERIES} more series`);
  return `${isOne ? '' : formatCommon(common, columns)}${parts.join('\n')}`;
}
