// The labels with which an alert leaves the server.
import type { RelabelRule } from '../config/index.ts';
import { Labels } from '../model/samples.ts';
import { relabel, type MutableLabels } from '../relabeling/apply.ts';
import type { SentAlert } from '../rules/model/alert.ts';

export interface RelabeledAlerts {
  readonly alerts: readonly SentAlert[];
  /** How many are left out because rules made their labels too long. */
  readonly tooLong: number;
}

/** Adds the labels that an alert has no value of, and applies the rules to it: one that they drop is not sent. */
export function relabelAlerts(
  alerts: readonly SentAlert[],
  rules: readonly RelabelRule[],
  externalLabels: Readonly<Record<string, string>> = {},
): RelabeledAlerts {
  const added = Object.entries(externalLabels);
  if (rules.length === 0 && added.length === 0) return { alerts, tooLong: 0 };
  const kept: SentAlert[] = [];
  let tooLong = 0;
  for (const alert of alerts) {
    const labels: MutableLabels = new Map(alert.labels.entries());
    for (const [name, value] of added) if (value !== '' && !labels.has(name)) labels.set(name, value);
    const outcome = relabel(labels, rules);
    if (outcome === 'kept') kept.push({ ...alert, labels: Labels.from(labels) });
    else if (outcome === 'too-long') tooLong += 1;
  }
  return { alerts: kept, tooLong };
}
