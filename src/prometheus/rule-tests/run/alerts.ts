// alert_rule_test: the alerts that are firing beside those that the test expects.
import type { RunningGroup } from '../../rules/group/running.ts';
import type { TestFailure } from '../model/report.ts';
import type { AlertTest, ExpectedAlert } from '../model/test-file.ts';

/** Why a test of an alert fails after an evaluation, or undefined. */
export function testAlerts(test: AlertTest, groups: readonly RunningGroup[]): TestFailure | undefined {
  const { line, alertname, evalTimeMs } = test;
  const expected = test.expected.map(({ labels, annotations }) => ({
    // A test gives only the labels of the rule: the name of the alert is added.
    labels: sorted({ ...labels, alertname }),
    annotations: sorted(annotations),
  }));
  const got = firing(groups, alertname);
  const [wanted, found] = [inOrder(expected), inOrder(got)];
  if (JSON.stringify(wanted) === JSON.stringify(found)) return undefined;
  return { kind: 'alerts', line, alertname, evalTimeMs, expected: wanted, got: found };
}

/** Those of every rule with the name: it can be there in several groups. */
function firing(groups: readonly RunningGroup[], alertname: string): ExpectedAlert[] {
  return groups
    .flatMap((group) => group.view().rules)
    .flatMap((view) => ('alerts' in view && view.rule.name === alertname ? view.alerts : []))
    .filter(({ state }) => state === 'firing')
    .map(({ labels, annotations }) => ({
      labels: sorted(labels.toObject()),
      annotations: sorted(annotations),
    }));
}

function sorted(texts: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const flat = (texts: Readonly<Record<string, string>>): string[] => Object.entries(texts).flat();

function inOrder(alerts: readonly ExpectedAlert[]): ExpectedAlert[] {
  return alerts.toSorted(
    (a, b) => compare(flat(a.labels), flat(b.labels)) || compare(flat(a.annotations), flat(b.annotations)),
  );
}

function compare(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [left = '', right = ''] = [a[i], b[i]];
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}
