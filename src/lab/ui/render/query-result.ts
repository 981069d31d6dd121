// Query results as text: a table for a vector, a line for a scalar or a string.
import type { QueryResult } from '../../model/prometheus-api.ts';
import { ui } from '../../words/index.ts';
import { formatTable, wrap } from './layout.ts';
import { formatCommon, formatSeries, splitLabels, type Labels } from './series.ts';
import { cleanText } from './style.ts';

const MOST_ROWS = 40;
const words = ui.queries;

interface Row {
  readonly metric: Labels;
  /** The cells after those that say which series it is. */
  readonly cells: readonly string[];
}

/** An instant result in words and a table. A matrix (`x[5m]`) lists the number of samples and the last one. */
export function formatQueryResult(result: QueryResult, columns: number): string {
  switch (result.resultType) {
    case 'scalar':
    case 'string':
      return cleanText(result.result[1]);
    case 'vector': {
      if (result.result.length === 0) return wrap(words.noSeries, columns);
      const rows = result.result.map((one) => ({ metric: one.metric, cells: [one.value[1]] }));
      return formatSeriesTable([words.columns.value], rows, columns);
    }
    case 'matrix': {
      if (result.result.length === 0) return words.noSeriesInRange;
      const rows = result.result.map((one) => ({
        metric: one.metric,
        cells: [String(one.values.length), one.values.at(-1)?.[1] ?? ''],
      }));
      return formatSeriesTable([words.columns.samples, words.columns.last], rows, columns);
    }
    default:
      return result satisfies never;
  }
}

/** One row a series. Where whole series are too wide, what all have in common is said once, above. */
function formatSeriesTable(head: readonly string[], all: readonly Row[], columns: number): string {
  const rows = all.slice(0, MOST_ROWS);
  const more = all.length - rows.length;
  const rest = more > 0 ? `\n${words.more(more)}` : '';
  const whole = rows.map((row) => [cleanText(formatSeries(row.metric)), ...row.cells]);
  const { common, varying } = splitLabels(rows.map((row) => row.metric));
  if (rows.length === 1 || varying.length === 0 || fits(whole, head, columns))
    return `${formatTable([words.columns.series, ...head], whole, columns)}${rest}`;
  const cells = rows.map((row) => [
    ...varying.map((label) => cleanText(row.metric[label] ?? '')),
    ...row.cells,
  ]);
  const names = varying.map((label) => (label === '__name__' ? words.columns.metric : cleanText(label)));
  return `${formatCommon(common, columns)}${formatTable([...names, ...head], cells, columns)}${rest}`;
}

/** Whether a table of these rows keeps to the width. */
function fits(rows: readonly (readonly string[])[], head: readonly string[], columns: number): boolean {
  const lines = formatTable([words.columns.series, ...head], rows, columns).split('\n');
  return lines.length === rows.length + 2;
}
