// A series as the receiver gets it: with the external labels, after write_relabel_configs.
import type { RelabelRule } from '../config/index.ts';
import { Labels } from '../model/samples.ts';
import { relabel, type MutableLabels } from '../relabeling/apply.ts';

/** The labels of a series at the receiver; undefined where a rule drops it. Its own labels win over external ones. */
export function outgoingLabels(
  labels: Labels,
  externalLabels: Readonly<Record<string, string>>,
  rules: readonly RelabelRule[],
): Labels | undefined {
  const changed: MutableLabels = new Map(labels.entries());
  for (const [name, value] of Object.entries(externalLabels))
    if (!changed.has(name) && value !== '') changed.set(name, value);
  return relabel(changed, rules) === 'kept' ? Labels.from(changed) : undefined;
}
