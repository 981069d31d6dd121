// One evaluation of one rule (rules/recording.go and rules/alerting.go, Eval): what it records, or which alerts it raises.
import { PromqlError } from '../../promql/index.ts';
import type { RuleMoment, RuleOutcome } from '../model/outcome.ts';
import type { Rule } from '../model/rule.ts';
import type { RuleEnvironment } from './environment.ts';
import { evaluateExpression, RuleError } from './expression.ts';
import { alertInstances } from './instances.ts';
import { recordedSamples } from './recorded.ts';

/** Evaluates a rule. What can go wrong is an outcome, in Prometheus's words. */
export function evaluateRule(rule: Rule, moment: RuleMoment, env: RuleEnvironment): RuleOutcome {
  try {
    const { samples, options = {} } = env;
    const found = evaluateExpression(samples, rule.expr, moment.timeMs - moment.queryOffsetMs, options);
    return rule.kind === 'recording'
      ? { status: 'recorded', samples: recordedSamples(rule, found, moment.limit) }
      : { status: 'alerts', instances: alertInstances(rule, found, moment.timeMs, env) };
  } catch (error) {
    if (error instanceof PromqlError) return { status: 'failed', reason: error.kind, message: error.message };
    if (error instanceof RuleError) return { status: 'failed', reason: 'rule', message: error.message };
    throw error;
  }
}
