// Which groups are the same after a reload, and which of them have changed.
import type { Rule, RuleGroup } from './model/rule.ts';

/** Names of groups are unique in a file only. */
export function groupKey({ file, name }: RuleGroup): string {
  return `${file};${name}`;
}

/** Whether two groups do the same. Where their rules are in the file does not matter. */
export function sameGroup(a: RuleGroup, b: RuleGroup): boolean {
  return contentOf(a) === contentOf(b);
}

function contentOf({ rules, ...group }: RuleGroup): string {
  return JSON.stringify([
    group.file,
    group.name,
    group.intervalMs,
    group.limit,
    group.queryOffsetMs,
    rules.map(ruleOf),
  ]);
}

function ruleOf(rule: Rule): unknown {
  const { kind, name, query } = rule;
  if (rule.kind === 'recording') return [kind, name, query, sorted(rule.labels)];
  return [kind, name, query, rule.holdMs, rule.keepFiringMs, sorted(rule.labels), sorted(rule.annotations)];
}

function sorted(texts: Readonly<Record<string, string>>): unknown {
  return Object.entries(texts).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
