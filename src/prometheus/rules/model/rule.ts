// Loaded rules: parsed, with every default filled in. The terms are those of Prometheus's rule files (rulefmt).
import type { Labels } from '../../model/samples.ts';
import type { Expr } from '../../promql/index.ts';

/** Records the result of an expression as new series. */
export interface RecordingRule {
  readonly kind: 'recording';
  /** The metric name of the recorded series. */
  readonly name: string;
  readonly expr: Expr;
  /** The expression as Prometheus prints it. */
  readonly query: string;
  /** Added to each recorded series, those of the group included; an empty value removes a label. */
  readonly labels: Readonly<Record<string, string>>;
  /** Where the rule begins in its file, 1-based. */
  readonly line: number;
}

/** Raises an alert for each series of an expression. */
export interface AlertingRule {
  readonly kind: 'alerting';
  /** The value of `alertname`. */
  readonly name: string;
  readonly expr: Expr;
  readonly query: string;
  /** How long an alert is pending before it fires, `for`. */
  readonly holdMs: number;
  /** How long an alert goes on firing after its expression has no result any more, `keep_firing_for`. */
  readonly keepFiringMs: number;
  /** Templates, those of the group's labels included, by label name. */
  readonly labels: Readonly<Record<string, string>>;
  /** Templates, by annotation name. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly line: number;
}

export type Rule = RecordingRule | AlertingRule;

/** Rules that are evaluated together, in order. */
export interface RuleGroup {
  readonly name: string;
  /** Absolute path of the file that it comes from. */
  readonly file: string;
  readonly intervalMs: number;
  /** The most series that a recording rule may yield, and the most alerts of an alerting rule; 0 is no limit. */
  readonly limit: number;
  /** How far back in time the expressions are evaluated. */
  readonly queryOffsetMs: number;
  readonly rules: readonly Rule[];
}

/** A series with the value that a rule gave it at one moment. */
export interface RuleSample {
  readonly labels: Labels;
  readonly value: number;
}

/** One result of an alerting rule's expression, with the labels and annotations of the alert that it raises. */
export interface AlertInstance {
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string>>;
  readonly value: number;
}
