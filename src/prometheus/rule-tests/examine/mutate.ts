// Rules -> the mutants of them, those first whose loss hurts most.
import { formatDuration } from '../../promql/index.ts';
import { printExpr } from '../../promql/print/expression.ts';
import type { Rule, RuleGroup } from '../../rules/model/rule.ts';
import type { Mutant, MutantKind, RuleChange, RulePlace } from './model.ts';
import { mutateExpr, reparsed, windowsOf, withWindow } from './mutate-expr.ts';

/** A window is made so much shorter: a test in the tail of an incident tells them apart. */
const WINDOW_FACTOR = 5;

interface PlacedRule extends RulePlace {
  readonly rule: Rule;
}

/** All mutants of rules. @param labels names of labels that series may have */
export function mutateRules(groups: readonly RuleGroup[], labels: ReadonlySet<string>): readonly Mutant[] {
  const rules = groups.flatMap(({ name, file, rules: all }) =>
    all.map((rule, index): PlacedRule => ({ rule, file, group: name, index })),
  );
  return [...rules.flatMap((placed) => mutantsOf(placed, labels)), ...windows(rules)];
}

const held = (ms: number): string => `for: ${formatDuration(ms)}`;

function mutantsOf(placed: PlacedRule, labels: ReadonlySet<string>): readonly Mutant[] {
  const { rule } = placed;
  const changed = (kind: MutantKind, was: string, is: string, by: Rule): Mutant => ({
    kind,
    rule,
    file: placed.file,
    was,
    is,
    changes: [{ ...placed, rule: by }],
  });
  const times: Mutant[] = [];
  if (rule.kind === 'alerting') {
    const { holdMs, keepFiringMs } = rule;
    if (holdMs > 0) {
      times.push(
        changed('for-removed', held(holdMs), held(0), { ...rule, holdMs: 0 }),
        changed('for-doubled', held(holdMs), held(holdMs * 2), { ...rule, holdMs: holdMs * 2 }),
      );
    }
    if (keepFiringMs > 0) {
      const was = `keep_firing_for: ${formatDuration(keepFiringMs)}`;
      times.push(changed('keep-firing-removed', was, '', { ...rule, keepFiringMs: 0 }));
    }
  }
  const expressions = mutateExpr(rule.expr, labels).map((mutant) =>
    changed(mutant.kind, mutant.was, mutant.is, withExpr(rule, mutant.expr)),
  );
  const lost = Object.entries(rule.labels).map(([name, value]) => {
    const kept = Object.fromEntries(Object.entries(rule.labels).filter(([other]) => other !== name));
    return changed('label-removed', `${name}: ${value}`, '', { ...rule, labels: kept });
  });
  return [...times, ...expressions, ...lost];
}

const withExpr = (rule: Rule, expr: Rule['expr']): Rule => ({ ...rule, expr, query: printExpr(expr) });

/** One mutant for each length of a window: shorter in all rules at once, as numerators and denominators belong together. */
function windows(rules: readonly PlacedRule[]): readonly Mutant[] {
  const lengths = [...new Set(rules.flatMap(({ rule }) => windowsOf(rule.expr)))];
  return lengths.flatMap((fromMs): Mutant[] => {
    const toMs = Math.max(Math.round(fromMs / WINDOW_FACTOR), 1);
    const users = rules.filter(({ rule }) => windowsOf(rule.expr).includes(fromMs));
    const [first] = users;
    if (first === undefined) return [];
    const { kind, was, is } = withWindow(first.rule.expr, fromMs, toMs);
    const changes = users.flatMap((placed): RuleChange[] => {
      const expr = reparsed(withWindow(placed.rule.expr, fromMs, toMs).expr);
      return expr === undefined ? [] : [{ ...placed, rule: withExpr(placed.rule, expr) }];
    });
    return [{ kind, rule: first.rule, file: first.file, was, is, changes }];
  });
}

/** The rules with the changes of a mutant. */
export function applyMutant(
  groups: readonly RuleGroup[],
  { changes }: Pick<Mutant, 'changes'>,
): readonly RuleGroup[] {
  return groups.map((group) => {
    const here = changes.filter(({ file, group: name }) => file === group.file && name === group.name);
    if (here.length === 0) return group;
    const rules = group.rules.map(
      (rule, index) => here.find((change) => change.index === index)?.rule ?? rule,
    );
    return { ...group, rules };
  });
}
