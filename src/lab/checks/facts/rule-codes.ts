// The codes of the kinds of check that are about rules, each with what it means. Part of the list in `codes.ts`.

/** kinds rule-values, alert-timeline and rule-tests: the files, and what Prometheus makes of them */
export const ruleFailCodes = [
  /** prometheus.yml has no rule_files, or an empty list. */
  'rule-files-missing',
  /** rule_files holds no list: a dash is missing. */
  'rule-files-not-a-list',
  /** A name in rule_files has a bracket that is not closed, or a star before its last part. */
  'rule-pattern-invalid',
  /** The rule file is there, and rule_files does not name it. */
  'rule-file-not-listed',
  /** The rule file does not exist. */
  'rule-file-missing',
  /** The rule file is loaded and has no rules. */
  'rules-missing',
  /** Prometheus does not accept a rule file: line and reason are named. */
  'rules-rejected',
  /** The rules contradict the samples: one records a metric that targets have, or several record the same series. */
  'rules-not-simulated',
  /** The rules need more time or memory than a check may use. */
  'rules-too-heavy',
  /** The expression of a rule fails when it is evaluated: its labels do not match, for example. */
  'rule-fails',
  /** The running Prometheus has other rules than the file: it has to be restarted or reloaded. */
  'rules-not-loaded',
  /** The running Prometheus cannot evaluate a rule. */
  'rule-unhealthy',
  /** A group is evaluated less often than its rules look back, or than an alert has to come. */
  'interval-too-long',
] as const;

/** kind alert-timeline */
export const alertFailCodes = [
  /** No alert reads what the incident is about. */
  'alert-missing',
  /** No alert fires in the incident, and no code below says why. */
  'never-fires',
  /** An alert fires and lacks the label that tells what it is about. */
  'alert-label-lost',
  /** An alert fires and is no page. */
  'page-is-ticket',
  /** An alert fires, and is a page where a ticket is asked for. */
  'ticket-is-page',
  /** `for` is longer than the incident. */
  'hold-too-long',
  /** `absent` of a selector that something else fits. */
  'absent-of-everything',
  /** A count or a sum is compared with 0: of no series it is nothing. */
  'count-of-nothing',
  /** One of several is down, and the sum of all does not show it. */
  'one-of-two-down-missed',
  /** The series that the threshold is on disappear in the incident. */
  'threshold-on-vanishing-series',
  /** An alert about an error budget looks at one window only. */
  'one-window',
  /** The long and the short window are combined with `or`. */
  'or-instead-of-and',
  /** All windows have to be above their thresholds at once. */
  'and-between-pairs',
  /** The factor or the threshold does not fit the objective. */
  'wrong-factor',
  /** The first alert of the incident comes too late. */
  'fires-late',
  /** The first alert comes so early that something short would have caused it, too. */
  'fires-too-early',
  /** The alert is over before the incident is. */
  'resolves-early',
  /** One incident is several alerts. */
  'flaps',
  /** The alert is not over by the end of the timeline. */
  'never-resolves',
  /** The alert is over too late. */
  'resolves-late',
  /** The alert fires all the time. */
  'always-fires',
  /** The alert fires all the time: a comparison with `bool` is 0 or 1 and filters nothing. */
  'bool-does-not-filter',
  /** A label changes at each evaluation, so each one begins another alert. */
  'value-in-label',
  /** An alert fires although nothing happens. */
  'false-page',
  /** An alert fires for something too short. */
  'blip-pages',
  /** The same, and the rule has no `for`. */
  'no-for',
  /** The same, and `for` is over before the second evaluation. */
  'for-shorter-than-two-evaluations',
  /** An alert lacks a label that the step asks for. */
  'severity-missing',
  /** An alert lacks an annotation that the step asks for. */
  'annotation-missing',
  /** The template of an annotation fails. */
  'annotation-broken',
] as const;

/** kind rule-values */
export const recordFailCodes = [
  /** No recording rule has the values asked for, or anything near them. */
  'not-recorded',
  /** The name of a recorded series is not level:metric:operations. */
  'record-name-shape',
  /** The name keeps the `_total` of the counter. */
  'record-name-total',
  /** The level of the name does not say which labels are left. */
  'record-name-level',
  /** The operation in the name has another window than the expression, or none. */
  'record-window-mismatch',
  /** A rate or increase of a recorded sum: it cannot see the restart of one instance. */
  'rate-of-recorded-sum',
  /** The average of ratios, which gives each instance the same weight. */
  'average-of-averages',
  /** A quiet or healthy path has no value where 0 is asked for. */
  'zero-lost',
  /** The numerator and the denominator are over different windows. */
  'windows-differ',
  /** Recorded series lack a label that is asked for, or have one too many. */
  'recorded-labels',
  /** The recorded values differ from those asked for. */
  'recorded-values-differ',
] as const;
