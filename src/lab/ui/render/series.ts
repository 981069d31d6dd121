// How a series is written, and what several of them have in common.

import { wrap } from './layout.ts';
import { cleanText } from './style.ts';

export type Labels = Readonly<Record<string, string>>;

/** A label set as Prometheus writes it: `http_requests_total{method="GET", path="/cart"}`. */
export function formatSeries(metric: Labels): string {
  const { __name__: name = '', ...labels } = metric;
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return pairs.length === 0 ? name || '{}' : `${name}{${pairs.join(', ')}}`;
}

/** What several series have in common, with an empty line below it; nothing where they share nothing. */
export function formatCommon(common: Labels, columns: number): string {
  if (Object.keys(common).length === 0) return '';
  return `${wrap(cleanText(formatSeries(common)), columns, '  ', '')}\n\n`;
}

export interface SplitLabels {
  /** Labels that all series have, with the same value; the name is one of them. */
  readonly common: Labels;
  /** Names of the other labels, in alphabetical order. */
  readonly varying: readonly string[];
}

/** What several series share, and what tells them apart. */
export function splitLabels(series: readonly Labels[]): SplitLabels {
  const names = [...new Set(series.flatMap((one) => Object.keys(one)))].toSorted();
  const isCommon = (name: string): boolean => new Set(series.map((one) => one[name])).size === 1;
  return {
    common: Object.fromEntries(names.filter(isCommon).map((name) => [name, series[0]?.[name] ?? ''])),
    varying: names.filter((name) => !isCommon(name)),
  };
}
