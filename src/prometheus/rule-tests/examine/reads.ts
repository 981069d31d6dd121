// Which rules read what other rules write, by the names in their selectors.
import { compileMatcher } from '../../model/matcher.ts';
import { METRIC_NAME } from '../../model/samples.ts';
import { selectorsOf, type Expr } from '../../promql/index.ts';
import type { Rule } from '../../rules/model/rule.ts';

/** The rules whose series an expression may read. */
export function readBy(expr: Expr, rules: readonly Rule[]): readonly Rule[] {
  const selectors = selectorsOf(expr).map((all) =>
    all.filter(({ name }) => name === METRIC_NAME).map((matcher) => compileMatcher(matcher)),
  );
  return rules.filter((rule) =>
    selectors.some((matchers) => namesOf(rule).some((name) => matchers.every((matches) => matches(name)))),
  );
}

const namesOf = (rule: Rule): readonly string[] =>
  rule.kind === 'recording' ? [rule.name] : ['ALERTS', 'ALERTS_FOR_STATE'];

/** Rules and all that they read, directly or through other rules. */
export function withReads(
  first: readonly Rule[],
  exprs: readonly Expr[],
  rules: readonly Rule[],
): ReadonlySet<Rule> {
  const found = new Set<Rule>();
  const waiting: Rule[] = [...first, ...exprs.flatMap((expr) => readBy(expr, rules))];
  for (let rule = waiting.pop(); rule !== undefined; rule = waiting.pop()) {
    if (found.has(rule)) continue;
    found.add(rule);
    waiting.push(...readBy(rule.expr, rules));
  }
  return found;
}

/** Rules and all that read them, directly or through other rules. */
export function withReaders(first: readonly Rule[], rules: readonly Rule[]): ReadonlySet<Rule> {
  const found = new Set(first);
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const rule of rules) {
      if (readBy(rule.expr, rules).some((read) => found.has(read))) found.add(rule);
    }
  }
  return found;
}
