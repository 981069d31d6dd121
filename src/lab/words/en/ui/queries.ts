// Results of queries.
import { counted, duration } from '../grammar/phrases.ts';

export const queries = {
  noSeries:
    'No series matches now (an empty result). Is the name correct, and has Prometheus scraped since the series exists?',
  noSeriesInRange: 'No series matches in that time range (an empty result).',
  columns: { series: 'series', metric: 'metric', value: 'value', samples: 'samples', last: 'last value' },
  more: (count: number) => `and ${counted(count, 'more series', 'more series')}`,
  noFiniteValue: 'no finite value',
  range: (low: string, high: string, last: string) => `from ${low} to ${high}, last ${last}`,
  /** The ends of the time axis below a plot. */
  ago: (seconds: number) => `${duration(Math.round(seconds) * 1000)} ago`,
  now: 'now',
};
