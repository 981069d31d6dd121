// The result of a rule's expression, and of the queries in its templates (rules/manager.go, EngineQueryFunc).
import { Labels, type Queryable, type TimestampMs } from '../../model/samples.ts';
import { evaluateInstant, type Expr, type QueryOptions } from '../../promql/index.ts';
import type { RuleSample } from '../model/rule.ts';

/** A rule that has no result although its query has one. The message is Prometheus's. */
export class RuleError extends Error {}

/** Evaluates an expression at one moment; a scalar is a vector of one. @throws {RuleError} @throws {PromqlError} */
export function evaluateExpression(
  samples: Queryable,
  expr: Expr,
  timeMs: TimestampMs,
  options: QueryOptions,
): readonly RuleSample[] {
  const { value } = evaluateInstant(samples, expr, timeMs, options);
  if (value.kind === 'vector') return value.samples;
  if (value.kind === 'scalar') return [{ labels: Labels.empty, value: value.value }];
  throw new RuleError('rule result is not a vector or scalar');
}
