// What the evaluation of a rule comes to, and the moment that it is for.
import type { TimestampMs } from '../../model/samples.ts';
import type { PromqlErrorKind } from '../../promql/index.ts';
import type { AlertInstance, RuleSample } from './rule.ts';

/** The terms of one evaluation. */
export interface RuleMoment {
  /** The slot of the evaluation. */
  readonly timeMs: TimestampMs;
  /** How far before it the expression is evaluated. */
  readonly queryOffsetMs: number;
  /** The most series that a recording rule may yield; 0 is no limit. */
  readonly limit: number;
}

export type RuleOutcome =
  | { readonly status: 'recorded'; readonly samples: readonly RuleSample[] }
  | { readonly status: 'alerts'; readonly instances: readonly AlertInstance[] }
  | RuleFailure;

/** Why a rule has no result, in Prometheus's words. */
export interface RuleFailure {
  readonly status: 'failed';
  /** `rule` where the query itself was evaluated. */
  readonly reason: PromqlErrorKind | 'rule';
  readonly message: string;
}
