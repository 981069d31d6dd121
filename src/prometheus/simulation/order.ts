// The order in which rules are evaluated: each after those that it reads. Rules that cannot be separated are one cluster.
import type { Dependencies } from './dependencies.ts';
import type { PlannedRule } from './schedule.ts';

export interface Cluster {
  /** In order of evaluation. */
  readonly rules: readonly PlannedRule[];
  /** Whether its rules have to be evaluated moment by moment. */
  readonly isStepwise: boolean;
}

/** @param shared pairs of rules that write the same series */
export function orderRules(
  rules: readonly PlannedRule[],
  dependencies: ReadonlyMap<PlannedRule, Dependencies>,
  shared: readonly (readonly [PlannedRule, PlannedRule])[],
): readonly Cluster[] {
  const after = new Map(rules.map((rule) => [rule, new Set(dependencies.get(rule)?.reads)]));
  const connect = (a: PlannedRule, b: PlannedRule): void => {
    after.get(a)?.add(b);
    after.get(b)?.add(a);
  };
  for (const rule of rules) for (const other of dependencies.get(rule)?.together ?? []) connect(other, rule);
  for (const [a, b] of shared) connect(a, b);
  return stronglyConnected(rules, (rule) => after.get(rule) ?? []).map((members, index): Cluster => {
    for (const member of members) member.cluster = index + 1;
    const [only] = members;
    const isAlone = members.length === 1 && only !== undefined && after.get(only)?.has(only) !== true;
    return {
      rules: members.toSorted((a, b) => a.order - b.order),
      isStepwise: !isAlone || dependencies.get(only)?.canSlide !== true,
    };
  });
}

interface Visit<T> {
  readonly node: T;
  readonly index: number;
  readonly rest: Iterator<T>;
  low: number;
}

/** The strongly connected components of a graph (Tarjan), each after those that it leads to. Without recursion. */
function stronglyConnected<T>(nodes: readonly T[], next: (node: T) => Iterable<T>): T[][] {
  const visits = new Map<T, Visit<T>>();
  const stack: T[] = [];
  const onStack = new Set<T>();
  const found: T[][] = [];
  const path: Visit<T>[] = [];
  const enter = (node: T): void => {
    const index = visits.size;
    const visit = { node, index, low: index, rest: next(node)[Symbol.iterator]() };
    visits.set(node, visit);
    stack.push(node);
    onStack.add(node);
    path.push(visit);
  };
  for (const root of nodes) {
    if (visits.has(root)) continue;
    enter(root);
    for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
      const step = visit.rest.next();
      if (step.done !== true) {
        const known = visits.get(step.value);
        if (known === undefined) enter(step.value);
        else if (onStack.has(step.value)) visit.low = Math.min(visit.low, known.index);
        continue;
      }
      path.pop();
      const before = path.at(-1);
      if (before !== undefined) before.low = Math.min(before.low, visit.low);
      if (visit.low !== visit.index) continue;
      const members = stack.splice(stack.indexOf(visit.node));
      for (const member of members) onStack.delete(member);
      found.push(members);
    }
  }
  return found;
}
