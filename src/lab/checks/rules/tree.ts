// Looks into the expressions of rules, only to name a mistake that their values have shown. Pure.
import type { LoadedRule } from '../../model/simulation/rule-run.ts';
import { childrenOf, type QueryNode } from '../../model/simulation/query-tree.ts';

/** The node without the parentheses around it. */
export function bareNode(node: QueryNode): QueryNode {
  return node.kind === 'paren' ? bareNode(node.expr) : node;
}

/** The node and all below it, from the outside in. */
export function nodesOf(node: QueryNode): readonly QueryNode[] {
  return [node, ...childrenOf(node).flatMap(nodesOf)];
}

/** The expression with those of the recording rules that it reads, each once. */
export function withRecorded(node: QueryNode, rules: readonly LoadedRule[]): readonly QueryNode[] {
  const seen = new Set<string>();
  const all: QueryNode[] = [];
  const add = (one: QueryNode): void => {
    all.push(one);
    for (const { kind, name } of nodesOf(one).map((each) => ({ kind: each.kind, name: nameIn(each) }))) {
      if (kind !== 'vectorSelector' || name === '' || seen.has(name)) continue;
      seen.add(name);
      for (const rule of rules) if (rule.kind === 'recording' && rule.name === name) add(rule.tree);
    }
  };
  add(node);
  return all;
}

/** The name that a selector asks for; '' for other nodes. */
export function nameIn(node: QueryNode): string {
  if (node.kind !== 'vectorSelector') return '';
  return node.matchers.find(({ name, op }) => name === '__name__' && op === '=')?.value ?? node.name;
}

/** The ranges of the expression and of what it reads from recording rules, in ms, each once, rising. */
export function windowsOf(node: QueryNode, rules: readonly LoadedRule[]): readonly number[] {
  const windows = withRecorded(node, rules)
    .flatMap(nodesOf)
    .flatMap((one) => (one.kind === 'matrixSelector' || one.kind === 'subquery' ? [one.rangeMs] : []));
  return [...new Set(windows)].toSorted((a, b) => a - b);
}

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);

export const isComparison = (node: QueryNode): boolean => node.kind === 'binary' && COMPARISONS.has(node.op);

/** Whether the expression has an operator between vectors, as `and`. */
export const hasOperator = (node: QueryNode, op: string): boolean =>
  nodesOf(node).some((one) => one.kind === 'binary' && one.op === op);

/** Whether the expression calls a function or aggregates with this name. */
export const hasCall = (node: QueryNode, ...names: readonly string[]): boolean =>
  nodesOf(node).some(
    (one) =>
      (one.kind === 'call' && names.includes(one.func.name)) ||
      (one.kind === 'aggregate' && names.includes(one.op)),
  );
