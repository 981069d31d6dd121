// One line of the notation: a series and its points.
import type { Labels } from '../model/samples.ts';
import { endOfMetric, parseMetric } from './metric.ts';
import { parseValues, type Point } from './values.ts';

export interface SeriesLine {
  readonly labels: Labels;
  /** One for each step from the beginning on. */
  readonly points: readonly Point[];
}

/**
 * Reads `up{job="shop"} 0+1x5 _ stale`. The number of points is limited.
 * @throws {PromqlError} `bad_data` with line and column
 */
export function parseSeriesLine(text: string): SeriesLine {
  const end = endOfMetric(text);
  return { labels: parseMetric(text.slice(0, end)), points: parseValues(text, end) };
}
