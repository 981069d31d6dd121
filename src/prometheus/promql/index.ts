// The front door of the query engine: parse, print, evaluate.
export { countSelectors, type Expr } from './ast.ts';
export { formatDuration, parseDuration } from './duration.ts';
export { PromqlError } from './errors.ts';
export { evaluateInstant, evaluateRange } from './evaluate.ts';
export { formatPromql } from './format.ts';
export { formatSampleValue } from './number-format.ts';
export { parsePromql, selectorMatchers } from './parse.ts';
export type { QueryOptions, QueryResult, QueryValue } from './result.ts';
export { promqlToJson } from './to-json.ts';
