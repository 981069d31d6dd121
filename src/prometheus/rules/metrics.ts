// What the server says of its rules on /metrics: names, help texts and labels are Prometheus's (rules/group.go).
import type { MetricFamily } from '../../exposition/index.ts';
import { counter, gauge, type FamilyValues } from '../model/metric-family.ts';
import type { ScheduledGroup } from './group/scheduled.ts';
import { groupKey } from './identity.ts';
import type { Ruler } from './ruler.ts';

/** `prometheus_rule_…`. */
export function ruleMetrics(ruler: Ruler): readonly MetricFamily[] {
  const groups = ruler.scheduled();
  const each = (value: (group: ScheduledGroup) => number | undefined): FamilyValues =>
    groups.flatMap((group) => {
      const found = value(group);
      return found === undefined ? [] : [[{ rule_group: groupKey(group.running.group) }, found] as const];
    });
  return [
    ruler.ruleDurations.histogram(
      'prometheus_rule_evaluation_duration_histogram_seconds',
      'The duration for a rule to execute.',
    ),
    ruler.ruleDurations.summary(
      'prometheus_rule_evaluation_duration_seconds',
      'The duration for a rule to execute.',
      [0.5, 0.9, 0.99],
    ),
    counter(
      'prometheus_rule_evaluation_failures_total',
      'The total number of rule evaluation failures.',
      each(({ running }) => running.failures),
    ),
    counter(
      'prometheus_rule_evaluations_total',
      'The total number of rule evaluations.',
      each(({ running }) => running.evaluations),
    ),
    ruler.groupDurations.histogram(
      'prometheus_rule_group_duration_histogram_seconds',
      'The duration of rule group evaluations.',
    ),
    ruler.groupDurations.summary(
      'prometheus_rule_group_duration_seconds',
      'The duration of rule group evaluations.',
      [0.01, 0.05, 0.5, 0.9, 0.99],
    ),
    gauge(
      'prometheus_rule_group_interval_seconds',
      'The interval of a rule group.',
      each(({ running }) => running.group.intervalMs / 1000),
    ),
    counter(
      'prometheus_rule_group_iterations_missed_total',
      'The total number of rule group evaluations missed due to slow rule group evaluation.',
      each(({ missed }) => missed),
    ),
    counter(
      'prometheus_rule_group_iterations_total',
      'The total number of scheduled rule group evaluations, whether executed or missed.',
      each(({ iterations }) => iterations),
    ),
    gauge(
      'prometheus_rule_group_last_duration_seconds',
      'The duration of the last rule group evaluation.',
      each(({ running }) => running.evaluationSeconds),
    ),
    gauge(
      'prometheus_rule_group_last_evaluation_samples',
      'The number of samples returned during the last rule group evaluation.',
      each(({ running }) => running.samples),
    ),
    gauge(
      'prometheus_rule_group_last_evaluation_timestamp_seconds',
      'The timestamp of the last rule group evaluation in seconds.',
      each(({ running }) => (running.lastEvaluationMs ?? 0) / 1000),
    ),
    gauge(
      'prometheus_rule_group_last_restore_duration_seconds',
      'The duration of the last alert rules alerts restoration using the `ALERTS_FOR_STATE` series.',
      each(({ running }) => running.restoreSeconds),
    ),
    gauge(
      'prometheus_rule_group_last_rule_duration_sum_seconds',
      'The sum of time in seconds it took to evaluate each rule in the group regardless of concurrency. ' +
        'This should be higher than the group duration if rules are evaluated concurrently.',
      each(({ running }) => running.ruleSecondsSum),
    ),
    gauge(
      'prometheus_rule_group_rules',
      'The number of rules.',
      each(({ running }) => running.group.rules.length),
    ),
  ];
}
