// Pages of metrics, read and written: text format 0.0.4 and OpenMetrics 1.0. Shared by the lab and the embedded server.
export { chooseFormat } from './content-type.ts';
export { formatFloat, parseFloatStrict } from './float.ts';
export { contentTypeOf, formatExposition } from './format.ts';
export type {
  ExpositionFormat,
  ExpositionSample,
  ExpositionSink,
  MetricFamily,
  MetricType,
} from './model.ts';
export { parseExposition } from './parse.ts';
export { scanPage, timestampOfSeconds } from './scan.ts';
export { parseExemplarLabels, parseSeries, type ParsedSeries } from './series.ts';
