// What a group of rules needs from those around it: where its rules are evaluated, where their samples go, and the time.
import type { Queryable, TimestampMs } from '../../model/samples.ts';
import type { AlertSink } from '../model/alert.ts';
import type { BatchOutcome, RuleBatch } from '../model/batch.ts';
import type { RuleMoment, RuleOutcome } from '../model/outcome.ts';
import type { Rule } from '../model/rule.ts';

export interface GroupDoors {
  /** Evaluates one rule; it may be done elsewhere, and given up when the group is stopped. */
  evaluate(rule: Rule, moment: RuleMoment, signal: AbortSignal): RuleOutcome | Promise<RuleOutcome>;
  /** Writes the samples of one rule, so that the next one sees them. */
  commit(batch: RuleBatch): BatchOutcome;
  /** Where the alerts of a server that has just started are taken up from. */
  readonly samples: Queryable;
  readonly onAlerts: AlertSink;
  /** Where the server is reached, without a slash at the end. */
  externalUrl(): string;
  now(): TimestampMs;
  /** A monotonic time in milliseconds, for durations. */
  stopwatch(): number;
  /** Called between two rules. */
  rest(): Promise<void>;
  /** Told of each rule that was evaluated, with the time that it took. */
  onEvaluated(seconds: number): void;
  /** Told of a fault of this program in a rule, which becomes the rule's error. Where this throws, the evaluation ends. */
  onFault(error: unknown): void;
  /** One line for the operator of the server. */
  log(line: string): void;
}
