// Pages of metrics, read and written: text format 0.0.4 and OpenMetrics 1.0. Shared by the lab and the embedded server.
export { chooseFormat, mediaTypeOf, type FormatChoice } from './content-type.ts';
export { formatFloat, parseFloatStrict } from './float.ts';
export { contentTypeOf, formatExposition, formatSeries } from './format.ts';
export type {
  Exemplar,
  ExpositionError,
  ExpositionFormat,
  ExpositionSample,
  ExpositionSink,
  MetricFamily,
  MetricType,
} from './model.ts';
export { parseExposition, type ExpositionOutcome } from './parse.ts';
export { scanExposition, type ScanOutcome } from './scan.ts';
export { parseSeries, type ParsedSeries } from './series.ts';
