// A small plot of a range query: one row of blocks a series, with its lowest, highest and last value.
import stringWidth from 'fast-string-width';
import type { MatrixSeries } from '../../model/prometheus-api.ts';
import { ui } from '../../words/index.ts';
import { wrap } from './layout.ts';
import { formatCommon, formatSeries, splitLabels, type Labels } from './series.ts';
import { cleanText } from './style.ts';

const LEVELS = '▁▂▃▄▅▆▇█';
const MOST_SERIES = 12;
const words = ui.queries;

/** One value per column; undefined if there is no sample. */
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

/** `|10 minutes ago        now|`, as wide as the plots above it. */
function formatTimeAxis(seconds: number, width: number): string {
  const ago = words.ago(seconds);
  const gap = width - stringWidth(ago) - stringWidth(words.now) - 2;
  return `  |${ago}${' '.repeat(Math.max(1, gap))}${words.now}|`;
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
        ? words.noFiniteValue
        : words.range(short(Math.min(...known)), short(Math.max(...known)), short(known.at(-1) ?? 0));
    const name = wrap(cleanText(nameOf(one.metric)), columns, '  ', '');
    return `${name}\n  ${formatSparkline(cells).trimEnd()}\n  ${numbers}`;
  });
  parts.push(formatTimeAxis(range.endSeconds - range.startSeconds, width));
  if (series.length > MOST_SERIES) parts.push(words.more(series.length - MOST_SERIES));
  return `${isOne ? '' : formatCommon(common, columns)}${parts.join('\n')}`;
}
