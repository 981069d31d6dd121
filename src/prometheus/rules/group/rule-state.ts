// What a group remembers of one of its rules from evaluation to evaluation.
import type { Labels, TimestampMs } from '../../model/samples.ts';
import type { ActiveAlert, ActiveAlerts, AlertState } from '../model/alert.ts';
import type { Rule } from '../model/rule.ts';
import type { RuleView } from '../model/view.ts';

/** The series that a rule wrote, by the key of their labels. */
export type WrittenSeries = ReadonlyMap<string, Labels>;

export interface RuleState {
  readonly rule: Rule;
  /** Those of the last evaluation that succeeded: what is missing from the next one gets a stale marker. */
  written: WrittenSeries;
  alerts: ActiveAlerts;
  /** Whether the alerts may be written: those of a server that has just started are taken up again first. */
  isRestored: boolean;
  health: 'ok' | 'err' | 'unknown';
  lastError: string;
  evaluationSeconds: number;
  lastEvaluationMs: TimestampMs | undefined;
}

export function newRuleState(rule: Rule, isRestored: boolean): RuleState {
  return {
    rule,
    written: new Map(),
    alerts: new Map(),
    isRestored,
    health: 'unknown',
    lastError: '',
    evaluationSeconds: 0,
    lastEvaluationMs: undefined,
  };
}

/**
 * Copies what continues from the rules of an older version of a group, each to the rule with its name and labels, and
 * gives the series of the rules that are gone. Of several equal ones the first continues the first, and so on.
 */
export function copyRuleStates(from: readonly RuleState[], to: readonly RuleState[]): readonly Labels[] {
  const left = new Map<string, RuleState[]>();
  for (const state of from) {
    const key = nameAndLabels(state.rule);
    const same = left.get(key);
    if (same === undefined) left.set(key, [state]);
    else same.push(state);
  }
  for (const state of to) {
    const before = left.get(nameAndLabels(state.rule))?.shift();
    if (before === undefined) continue;
    state.written = before.written;
    if (state.rule.kind === 'alerting' && before.rule.kind === 'alerting') state.alerts = before.alerts;
  }
  return [...left.values()].flat().flatMap(({ written }) => [...written.values()]);
}

/** What is shown of a rule. */
export function viewRule(state: RuleState): RuleView {
  const { rule, health, lastError, evaluationSeconds, lastEvaluationMs } = state;
  const progress = { health, lastError, evaluationSeconds, lastEvaluationMs };
  if (rule.kind === 'recording') return { rule, ...progress };
  const alerts = [...state.alerts.values()];
  return {
    rule,
    ...progress,
    state: lastEvaluationMs === undefined ? 'unknown' : highest(alerts),
    alerts: alerts.filter((alert) => alert.state !== 'inactive'),
  };
}

function highest(alerts: readonly ActiveAlert[]): AlertState {
  if (alerts.some(({ state }) => state === 'firing')) return 'firing';
  return alerts.some(({ state }) => state === 'pending') ? 'pending' : 'inactive';
}

function nameAndLabels({ name, labels }: Rule): string {
  return JSON.stringify([name, Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1))]);
}
