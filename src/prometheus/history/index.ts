// The public interface of histories: samples of the past from a description.
export { readHistory, readTimeline, type HistoryReading } from './description.ts';
export { formatOpenMetrics } from './openmetrics.ts';
