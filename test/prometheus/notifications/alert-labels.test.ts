import { expect, test } from 'vitest';
import { relabelAlerts } from '../../../src/prometheus/notifications/alert-labels.ts';
import { alert, config } from './support.ts';

/** The labels of the alerts that are left. */
function relabeled(
  labels: readonly Readonly<Record<string, string>>[],
  rules: string,
  externalLabels: Readonly<Record<string, string>> = {},
): readonly Readonly<Record<string, string>>[] {
  const { alertRelabelRules } = config(`alerting: {alert_relabel_configs: ${rules}}\n`).alerting;
  return relabelAlerts(
    labels.map((one) => alert(one)),
    alertRelabelRules,
    externalLabels,
  ).alerts.map((one) => one.labels.toObject());
}

test('an alert gets the external labels that it has no value of', () => {
  expect(
    relabeled([{ alertname: 'a' }, { alertname: 'b', dc: 'own' }], '[]', { dc: 'east', env: 'lab' }),
  ).toEqual([
    { alertname: 'a', dc: 'east', env: 'lab' },
    { alertname: 'b', dc: 'own', env: 'lab' },
  ]);
});

test('rules see the external labels', () => {
  const rules =
    '[{source_labels: [alertname], regex: relabel, target_label: dc, replacement: west}, {regex: env, action: labeldrop}]';
  expect(
    relabeled([{ alertname: 'a' }, { alertname: 'relabel' }], rules, { dc: 'east', env: 'lab' }),
  ).toEqual([
    { alertname: 'a', dc: 'east' },
    { alertname: 'relabel', dc: 'west' },
  ]);
});

test('an alert that a rule drops is left out, one that it renames is sent under the new name', () => {
  const rules =
    '[{source_labels: [alertname], regex: drop, action: drop}, {source_labels: [alertname], regex: rename, target_label: alertname, replacement: renamed}]';
  expect(relabeled([{ alertname: 'drop' }, { alertname: 'rename' }, { alertname: 'keep' }], rules)).toEqual([
    { alertname: 'renamed' },
    { alertname: 'keep' },
  ]);
});

test('an alert that rules blow up is left out and counted', () => {
  const { alertRelabelRules } = config(
    'alerting: {alert_relabel_configs: [{source_labels: [a, a, a], target_label: b}]}\n',
  ).alerting;
  const outcome = relabelAlerts([alert({ a: 'x'.repeat(400_000) }), alert('b')], alertRelabelRules);
  expect(outcome.tooLong).toBe(1);
  expect(outcome.alerts.map(({ labels }) => labels.toObject())).toEqual([{ alertname: 'b', b: ';;' }]);
});

test('the alerts that are given do not change', () => {
  const given = alert('a');
  relabelAlerts([given], config('{}').alerting.alertRelabelRules, { dc: 'east' });
  expect(given.labels.toObject()).toEqual({ alertname: 'a' });
});
