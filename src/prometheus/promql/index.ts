// The front door of the query engine: parse, print, evaluate.
export type { Expr, ValueType } from './ast.ts';
export { valueTypeOf } from './ast.ts';
export { formatDuration, parseDuration, type ParsedDuration } from './duration.ts';
export { PromqlError, type PromqlErrorKind } from './errors.ts';
export { evaluateInstant, evaluateRange } from './evaluate.ts';
export { formatPromql } from './format.ts';
export { formatSampleValue } from './number-format.ts';
export { parsePromql, selectorMatchers } from './parse.ts';
export type {
  MatrixSeries,
  QueryOptions,
  QueryResult,
  QueryValue,
  RangeGrid,
  VectorSample,
} from './result.ts';
export { promqlToJson, type Json } from './to-json.ts';
