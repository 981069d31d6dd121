// The series that Prometheus writes about alerts: ALERTS, and ALERTS_FOR_STATE, from which a restart takes up `for` again.
import { Labels, METRIC_NAME, type Matcher } from '../../model/samples.ts';
import type { ActiveAlert, ActiveAlerts } from '../model/alert.ts';
import type { AlertingRule, RuleSample } from '../model/rule.ts';
import { overrideLabels, toOverrides } from './override-labels.ts';

const ALERT_NAME = 'alertname';
const FOR_STATE = 'ALERTS_FOR_STATE';

type NamedRule = Pick<AlertingRule, 'name' | 'labels'>;

/** Two samples for each alert that is pending or firing. */
export function alertSamples(rule: NamedRule, alerts: ActiveAlerts): RuleSample[] {
  const samples: RuleSample[] = [];
  for (const alert of alerts.values()) {
    if (alert.state === 'inactive') continue;
    samples.push(
      { labels: alertLabels(rule, alert), value: 1 },
      { labels: forStateLabels(rule, alert.labels), value: Math.floor(alert.activeAtMs / 1000) },
    );
  }
  return samples;
}

/** What selects ALERTS_FOR_STATE of a rule. Labels that are templates differ from alert to alert. */
export function forStateMatchers(rule: NamedRule): readonly Matcher[] {
  return [...forStateLabels(rule, Labels.empty).entries()]
    .filter(([, value]) => !value.includes('{{'))
    .map(([name, value]) => ({ name, op: '=', value }));
}

function alertLabels(rule: NamedRule, { labels, state }: ActiveAlert): Labels {
  return ofRule(rule, labels, [
    [METRIC_NAME, 'ALERTS'],
    [ALERT_NAME, rule.name],
    ['alertstate', state],
  ]);
}

function forStateLabels(rule: NamedRule, labels: Labels): Labels {
  return ofRule(rule, labels, [
    [METRIC_NAME, FOR_STATE],
    [ALERT_NAME, rule.name],
  ]);
}

/** As in Prometheus, a label whose template came to nothing has the template itself here. */
function ofRule(rule: NamedRule, labels: Labels, last: readonly [string, string][]): Labels {
  const overrides = toOverrides([...labels.entries(), ...last]);
  return overrideLabels(Labels.from(Object.entries(rule.labels)), overrides);
}
