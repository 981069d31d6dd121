// Why alerts did what they did, from their rules. A finding is a mistake whatever is found here. Pure.
import type { BinaryNode } from '../../../model/simulation/query-tree.ts';
import type { LoadedRule } from '../../../model/simulation/rule-run.ts';
import { closestWord } from '../../facts/similarity.ts';
import {
  bareNode,
  hasCall,
  hasOperator,
  isComparison,
  nameIn,
  nodesOf,
  windowsOf,
} from '../../rules/tree.ts';
import { covers, hasLabels, type Firing, type Incident, type JudgedRule } from './firings.ts';
import type { JudgedTimeline } from './judge.ts';
import type { LabelValues } from './spec.ts';

/** What is known beside the firings. */
export interface Known {
  readonly rules: readonly LoadedRule[];
  /** When the last series of each metric of the timeline ended. */
  readonly lastSampleMs: Readonly<Record<string, number>>;
  /** Whether the timeline is about an error budget, and so about several windows. */
  readonly isBudget: boolean;
  /** What makes an alert a page; undefined where each is one. */
  readonly pages: LabelValues | undefined;
}

/** Why no alert covers an incident, with the rule that comes closest. */
export type MissedReason =
  | 'no-alert'
  | 'no-page'
  | 'no-ticket'
  | 'label-lost'
  | 'hold-too-long'
  | 'absent-of-everything'
  | 'count-of-nothing'
  | 'aggregated-away'
  | 'series-vanished'
  | 'budget-rule'
  | 'never';

export interface Missed {
  readonly reason: MissedReason;
  readonly of: JudgedRule | undefined;
}

/** Why an incident is not covered. */
export function explainMissed(incident: Incident, timeline: JudgedTimeline, known: Known): Missed {
  const { judged, firings, incidents } = timeline;
  const during = firings.filter(
    (firing) => firing.startMs <= incident.toMs && firing.endMs >= incident.fromMs,
  );
  const held = judged.find((of) => isHeld(of, incident) && !during.some((firing) => firing.of === of));
  if (held !== undefined) return { reason: 'hold-too-long', of: held };
  const isMeant = ({ rule }: JudgedRule): boolean =>
    known.pages === undefined || hasLabels(rule.labels, known.pages) === (incident.urgency === 'page');
  const meant = known.isBudget
    ? judged.filter((of) => isMeant(of) && windowsOf(of.rule.tree, known.rules).length > 1)
    : [];
  const otherwise = during.filter((firing) => firing.isPage !== (incident.urgency === 'page'));
  const isOther = known.isBudget ? meant.length === 0 : during.length === otherwise.length;
  if (otherwise[0] !== undefined && isOther)
    return { reason: incident.urgency === 'page' ? 'no-page' : 'no-ticket', of: otherwise[0].of };
  if (known.isBudget && incident.urgency === 'ticket' && meant.length === 0)
    return { reason: 'no-alert', of: undefined };
  const [widest] = meant.toSorted(
    (one, other) =>
      windowsOf(other.rule.tree, known.rules).length - windowsOf(one.rule.tree, known.rules).length,
  );
  if (widest !== undefined) return { reason: 'budget-rule', of: widest };
  const unlabeled = during.find((firing) =>
    Object.keys(incident.labels).some((name) => (firing.episode.labels[name] ?? '') === ''),
  );
  if (unlabeled !== undefined) return { reason: 'label-lost', of: unlabeled.of };
  if (judged.length === 0) return { reason: 'no-alert', of: undefined };
  // What covers another incident is likely meant for that one.
  const isUsed = (of: JudgedRule): boolean =>
    firings.some((firing) => firing.of === of && incidents.some((other) => covers(firing, other)));
  const candidates = judged.toSorted((a, b) => Number(isUsed(a)) - Number(isUsed(b)));
  for (const of of candidates) {
    const reason = reasonOf(of, incident, known, isUsed(of));
    if (reason !== undefined) return { reason, of };
  }
  const [first] = candidates;
  const areAllUsed = candidates.every(isUsed) && incidents.length > 1 && !known.isBudget;
  return { reason: areAllUsed ? 'no-alert' : 'never', of: areAllUsed ? undefined : first };
}

/** A name in an alert that neither the timeline nor a recording rule has, but that is a slip of one that they have. */
export interface Slip {
  readonly rule: LoadedRule;
  readonly name: string;
  readonly meant: string;
}

/** `rate5m` is no slip of `rate6h`. */
const numbersOf = (name: string): string => (name.match(/\d+[a-z]?/g) ?? []).join();

/** The first slip in an alert; undefined where there is none. */
export function findSlip({ rules, lastSampleMs }: Known): Slip | undefined {
  const recorded = rules.filter(({ kind }) => kind === 'recording').map(({ name }) => name);
  const names = [...Object.keys(lastSampleMs), ...recorded];
  for (const rule of rules.filter(({ kind }) => kind === 'alerting'))
    for (const name of nodesOf(rule.tree).map(nameIn)) {
      if (name === '' || names.includes(name)) continue;
      const meant = closestWord(
        name,
        names.filter((one) => numbersOf(one) === numbersOf(name)),
      );
      if (meant !== undefined) return { rule, name, meant };
    }
  return undefined;
}

/** Whether an alert is pending in the incident, and over before `for` is. */
function isHeld({ rule, episodes }: JudgedRule, incident: Incident): boolean {
  return (
    rule.holdMs > 0 &&
    episodes.some(
      ({ pendingMs, firingMs, endedMs = Infinity }) =>
        firingMs === undefined && pendingMs <= incident.toMs && endedMs >= incident.fromMs,
    )
  );
}

function reasonOf(
  of: JudgedRule,
  incident: Incident,
  known: Known,
  isUsed: boolean,
): MissedReason | undefined {
  const { rule, reads } = of;
  if (known.isBudget) return 'budget-rule';
  if (isUsed) return undefined;
  const { tree } = rule;
  if (hasCall(tree, 'absent', 'absent_over_time')) return 'absent-of-everything';
  const compared = comparisonOf(tree);
  const aggregate = compared === undefined ? undefined : bareNode(compared.lhs);
  if (aggregate?.kind === 'aggregate' && Object.keys(incident.labels).some((name) => loses(aggregate, name)))
    return 'aggregated-away';
  if (isAboutNothing(compared)) return 'count-of-nothing';
  const ends = reads.map((name) => known.lastSampleMs[name] ?? Infinity);
  return ends.every((endMs) => endMs < incident.toMs) ? 'series-vanished' : undefined;
}

function comparisonOf(tree: LoadedRule['tree']): BinaryNode | undefined {
  return nodesOf(tree).find((node): node is BinaryNode => node.kind === 'binary' && isComparison(node));
}

/** `count(…) == 0`, `sum(…) < 1`: of no series, the aggregate is nothing. */
function isAboutNothing(compared: BinaryNode | undefined): boolean {
  if (compared === undefined) return false;
  const [lhs, rhs] = [bareNode(compared.lhs), bareNode(compared.rhs)];
  const isZero = rhs.kind === 'number' && (rhs.value === 0 || (rhs.value === 1 && compared.op === '<'));
  return isZero && lhs.kind === 'aggregate' && ['count', 'sum', 'group', 'max', 'min'].includes(lhs.op);
}

function loses(
  node: { readonly grouping: readonly string[]; readonly isWithout: boolean },
  name: string,
): boolean {
  return node.grouping.includes(name) === node.isWithout;
}

/** Why an alert fires all the time. */
export function explainAlways({ of }: Firing, known: Known): 'bool' | 'factor' | 'other' {
  const isBool = nodesOf(of.rule.tree).some((node) => node.kind === 'binary' && node.returnsBool);
  if (isBool) return 'bool';
  // Its thresholds are below the failures that there are at all times.
  const isLow = known.isBudget && comparisonOf(of.rule.tree) !== undefined;
  return isLow && explainBudget(of, known.rules) === 'factor' ? 'factor' : 'other';
}

/** What a rule about a budget lacks. */
export function explainBudget(
  { rule }: JudgedRule,
  rules: readonly LoadedRule[],
): 'one-window' | 'no-and' | 'and-between' | 'hold' | 'factor' {
  const { tree } = rule;
  const windows = windowsOf(tree, rules);
  if (windows.length <= 1) return 'one-window';
  if (!hasOperator(tree, 'and')) return 'no-and';
  if (rule.holdMs >= 600_000) return 'hold';
  // Two pairs have four; a share whose two sides have different windows makes three of a pair.
  return windows.length > 3 && !hasOperator(tree, 'or') ? 'and-between' : 'factor';
}

/** Why an alert fires for something short. */
export function explainFalse({ of: { rule } }: Firing): 'no-hold' | 'short-hold' | 'other' {
  if (rule.holdMs === 0) return 'no-hold';
  return rule.holdMs < 2 * rule.intervalMs ? 'short-hold' : 'other';
}
