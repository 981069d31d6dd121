// Query results as text: a table for a vector, a line for a scalar or a string.
import type { QueryResult } from '../model/prometheus-api.ts';
import { formatTable } from './layout.ts';
import { cleanText } from './style.ts';

const MOST_ROWS = 40;

/** A label set as Prometheus writes it: `http_requests_total{method="GET", path="/cart"}`. */
export function formatSeries(metric: Readonly<Record<string, string>>): string {
  const { __name__: name = '', ...labels } = metric;
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? name || '{}' : `${name}{${pairs.join(', ')}}`;
}

/** An instant result in words and a table. A matrix (`x[5m]`) lists the number of samples and the last one. */
export function formatQueryResult(result: QueryResult, columns: number): string {
  switch (result.resultType) {
    case 'scalar':
    case 'string':
      return cleanText(result.result[1]);
    case 'vector': {
      if (result.result.length === 0) return 'No series matches now (an empty result).';
      const rows = result.result
        .slice(0, MOST_ROWS)
        .map((one) => [cleanText(formatSeries(one.metric)), one.value[1]]);
      const more = result.result.length - rows.length;
      const table = formatTable(['series', 'value'], rows, columns);
      return more > 0 ? `${table}\nand ${more} more series` : table;
    }
    case 'matrix': {
      if (result.result.length === 0) return 'No series matches in that time (an empty result).';
      const rows = result.result
        .slice(0, MOST_ROWS)
        .map((one) => [
          cleanText(formatSeries(one.metric)),
          String(one.values.length),
          one.values.at(-1)?.[1] ?? '',
        ]);
      return formatTable(['series', 'samples', 'last value'], rows, columns);
    }
    default:
      return result satisfies never;
  }
}
