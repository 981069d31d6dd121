// The public interface of the query engine: parse, print, evaluate.
export { selectorsOf, type Expr } from './ast/nodes.ts';
export { formatDuration, parseDuration } from '../../durations.ts';
export { PromqlError, type PromqlErrorKind } from './ast/errors.ts';
export { evaluateInstant, evaluateRange } from './engine/evaluate.ts';
export { printExpr } from './print/expression.ts';
export { formatPromql } from './print/pretty.ts';
export { formatSampleValue } from './text/numbers.ts';
export { parsePromql, selectorMatchers } from './parser/parse.ts';
export type { QueryOptions, QueryResult, QueryValue } from './vectors/result.ts';
export { promqlToJson } from './print/json.ts';
