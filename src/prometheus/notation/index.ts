// The public interface of the notation in which promqltest and promtool describe series: `up{job="shop"} 0+10x5 _ stale`.
export { endOfMetric, parseMetric } from './metric.ts';
export { parseSeriesLine, type SeriesLine } from './series-line.ts';
export { parseValues, type Point } from './values.ts';
