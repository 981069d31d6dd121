// The series that a recording rule makes of the result of its expression.
import { METRIC_NAME, type Labels } from '../../model/samples.ts';
import type { RecordingRule, RuleSample } from '../model/rule.ts';
import { RuleError } from './expression.ts';
import { overrideLabels, toOverrides, type Overrides } from './override-labels.ts';

const overridesOf = new WeakMap<RecordingRule, Overrides>();

/** The labels of the series that a rule makes of one series of its result. */
export function recordedLabels(rule: RecordingRule, labels: Labels): Labels {
  let overrides = overridesOf.get(rule);
  if (overrides === undefined) {
    overrides = toOverrides([[METRIC_NAME, rule.name], ...Object.entries(rule.labels)]);
    overridesOf.set(rule, overrides);
  }
  return overrideLabels(labels, overrides);
}

/** Names and labels the result. @throws {RuleError} where two series have become one, or there are too many */
export function recordedSamples(
  rule: RecordingRule,
  found: readonly RuleSample[],
  limit: number,
): readonly RuleSample[] {
  const keys = new Set<string>();
  const samples: RuleSample[] = [];
  for (const { labels, value } of found) {
    const recorded = recordedLabels(rule, labels);
    keys.add(recorded.key);
    samples.push({ labels: recorded, value });
  }
  if (keys.size < samples.length)
    throw new RuleError('vector contains metrics with the same labelset after applying rule labels');
  if (limit > 0 && samples.length > limit)
    throw new RuleError(`exceeded limit of ${limit} with ${samples.length} series`);
  return samples;
}
