// What a simulation is given, and what it reports.
import type { Labels, SeriesSamples, TimestampMs } from '../model/samples.ts';
import type { QueryOptions } from '../promql/index.ts';
import type { Rule, RuleGroup } from '../rules/model/rule.ts';

export interface SimulationOptions {
  /** Rules to evaluate. Groups that are evaluated at the same moment are evaluated in this order. @default none */
  readonly groups?: readonly RuleGroup[];
  /** A query to evaluate at the end, over the timeline and what the rules recorded. @default none */
  readonly query?: string;
  /** Samples by series, oldest first, also those of the time before `startMs` that windows reach back to. */
  readonly timeline: readonly SeriesSamples[];
  readonly startMs: TimestampMs;
  /** The last moment at which anything is evaluated. */
  readonly endMs: TimestampMs;
  /** The step of `query`. @default 60000 */
  readonly stepMs?: number;
  /** How long after `startMs` a group is evaluated for the first time. @default 0 */
  readonly evaluationOffsetMs?: (group: RuleGroup) => number;
  /** @default none */
  readonly externalLabels?: Readonly<Record<string, string>>;
  /** Where the server is reached, without a slash at the end. @default http://localhost:9090 */
  readonly externalUrl?: string;
  /** How long all of it may take, in milliseconds. @default 120000 */
  readonly timeoutMs?: number;
  /** How many samples the rules may write. @default 20_000_000 */
  readonly maxRecordedSamples?: number;
  /** The limits of each query. */
  readonly limits?: Pick<QueryOptions, 'lookbackMs' | 'defaultSubqueryStepMs' | 'maxSamples' | 'maxBytes'>;
  /** Ends it as failed; looked at between pieces of work. */
  readonly signal?: { readonly aborted: boolean };
  /** Evaluates each rule by itself at each moment. Takes much longer and gives the same. @default false */
  readonly isStepwise?: boolean;
}

export type SimulationOutcome =
  | {
      readonly status: 'done';
      readonly groups: readonly SimulatedGroup[];
      /** The result of `query`. */
      readonly series: readonly SeriesSamples[];
    }
  /** It took too long, or is not possible; a sentence without a period. */
  | { readonly status: 'failed'; readonly message: string };

export interface SimulatedGroup {
  readonly group: RuleGroup;
  readonly rules: readonly SimulatedRule[];
}

export interface SimulatedRule {
  readonly rule: Rule;
  /** What the rule wrote, with stale markers; ALERTS and ALERTS_FOR_STATE of an alerting rule. */
  readonly series: readonly SeriesSamples[];
  /** In the order in which they became active; empty for a recording rule. */
  readonly alerts: readonly SimulatedAlert[];
  readonly failures: readonly FailureSpan[];
}

/** One time that an alert was active. */
export interface SimulatedAlert {
  readonly labels: Labels;
  /** As it fired; as it became pending if it did not fire. */
  readonly annotations: Readonly<Record<string, string>>;
  /** As it fired; as it became pending if it did not fire. */
  readonly value: number;
  readonly pendingAtMs: TimestampMs;
  /** Absent if it did not fire. */
  readonly firingAtMs: TimestampMs | undefined;
  /** When it was no longer pending or firing; absent if it was at the end. */
  readonly endedAtMs: TimestampMs | undefined;
}

/** Evaluations one after the other that failed with the same message. */
export interface FailureSpan {
  readonly firstMs: TimestampMs;
  readonly lastMs: TimestampMs;
  readonly message: string;
}
