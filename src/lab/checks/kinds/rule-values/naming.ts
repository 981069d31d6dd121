// Why a recorded value differs, from the rule. The difference is a mistake whatever is found here. Pure.
import type { QueryNode } from '../../../model/simulation/query-tree.ts';
import type { LoadedRule } from '../../../model/simulation/rule-run.ts';
import type { Difference } from '../../worlds/compare.ts';
import { bareNode, hasCall, nameIn, nodesOf, windowsOf, withRecorded } from '../../rules/tree.ts';

export type ValueReason =
  | 'rate-of-recorded-sum'
  | 'average-of-averages'
  | 'zero-lost'
  | 'windows-differ'
  | 'recorded-labels'
  | 'recorded-values-differ';

const RATES = ['rate', 'increase', 'irate', 'delta', 'deriv', 'idelta'];
const AGGREGATES = ['sum', 'avg', 'max', 'min', 'count'];

/** Why the values of a rule differ. */
export function explainValues(
  rule: LoadedRule,
  { kind, expected }: Difference,
  rules: readonly LoadedRule[],
): ValueReason {
  const nodes = withRecorded(rule.tree, rules).flatMap(nodesOf);
  if (nodes.some((node) => isRateOfSum(node, rules))) return 'rate-of-recorded-sum';
  if (nodes.some((node) => isAverageOfRatios(node, rules))) return 'average-of-averages';
  if (kind === 'split' || kind === 'unlabeled') return 'recorded-labels';
  if (kind === 'missing' && expected === 0) return 'zero-lost';
  const isRatio = nodes.some((node) => node.kind === 'binary' && node.op === '/');
  return isRatio && windowsOf(rule.tree, rules).length > 1 ? 'windows-differ' : 'recorded-values-differ';
}

/** A rate of what is aggregated already: in a subquery, or by another rule. */
function isRateOfSum(node: QueryNode, rules: readonly LoadedRule[]): boolean {
  if (node.kind !== 'call' || !RATES.includes(node.func.name)) return false;
  return node.args.some((arg) => {
    const inner = bareNode(arg);
    if (inner.kind === 'subquery') return hasCall(inner.expr, ...AGGREGATES);
    if (inner.kind !== 'matrixSelector') return false;
    const recorded = rules.filter(
      ({ kind, name }) => kind === 'recording' && name === nameIn(inner.selector),
    );
    return recorded.some(({ tree }) => hasCall(tree, ...AGGREGATES));
  });
}

function isAverageOfRatios(node: QueryNode, rules: readonly LoadedRule[]): boolean {
  const isAverage =
    (node.kind === 'aggregate' && node.op === 'avg') ||
    (node.kind === 'call' && node.func.name === 'avg_over_time');
  return (
    isAverage &&
    withRecorded(node, rules)
      .flatMap(nodesOf)
      .some((inner) => inner.kind === 'binary' && inner.op === '/')
  );
}
