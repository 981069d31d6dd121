// How groups of rules are described to the API and on /metrics.
import type { TimestampMs } from '../../model/samples.ts';
import type { ActiveAlert, AlertState } from './alert.ts';
import type { AlertingRule, RecordingRule, RuleGroup } from './rule.ts';

interface RuleProgress {
  readonly health: 'ok' | 'err' | 'unknown';
  /** Empty where the last evaluation succeeded. */
  readonly lastError: string;
  readonly evaluationSeconds: number;
  /** When the last evaluation began; absent before the first. */
  readonly lastEvaluationMs: TimestampMs | undefined;
}

export interface RecordingRuleView extends RuleProgress {
  readonly rule: RecordingRule;
}

export interface AlertingRuleView extends RuleProgress {
  readonly rule: AlertingRule;
  /** The highest state of its alerts; `unknown` before the first evaluation. */
  readonly state: AlertState | 'unknown';
  /** Those that are pending or firing. */
  readonly alerts: readonly ActiveAlert[];
}

export type RuleView = RecordingRuleView | AlertingRuleView;

export interface RuleGroupView {
  readonly group: RuleGroup;
  readonly rules: readonly RuleView[];
  readonly evaluationSeconds: number;
  readonly lastEvaluationMs: TimestampMs | undefined;
}

/** What groups there are, by file and name. */
export interface RuleSource {
  groups(): readonly RuleGroupView[];
}
