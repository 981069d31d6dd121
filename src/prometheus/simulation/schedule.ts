// When the rules of a simulation are evaluated.
import type { TimestampMs } from '../model/samples.ts';
import type { Rule, RuleGroup } from '../rules/model/rule.ts';
import type { SimulationOptions } from './model.ts';

/** The moments of a group: `count` of them, `intervalMs` apart. */
export interface Schedule {
  readonly firstMs: TimestampMs;
  readonly intervalMs: number;
  readonly count: number;
}

/** A rule in its place. */
export interface PlannedRule {
  readonly rule: Rule;
  readonly group: RuleGroup;
  readonly schedule: Schedule;
  /** Of two rules that are evaluated at the same moment, the one with the lower order comes first. */
  readonly order: number;
  /** Rules of the same cluster are evaluated together. */
  cluster: number;
}

/** The rules of all groups, in order. */
export function planRules(options: SimulationOptions): readonly PlannedRule[] {
  const { groups = [], startMs, endMs, evaluationOffsetMs = () => 0 } = options;
  let order = 0;
  return groups.flatMap((group) => {
    const { intervalMs } = group;
    const firstMs = startMs + evaluationOffsetMs(group);
    const count = Math.max(Math.floor((endMs - firstMs) / intervalMs) + 1, 0);
    const schedule = { firstMs, intervalMs, count };
    return group.rules.map((rule): PlannedRule => ({ rule, group, schedule, order: order++, cluster: 0 }));
  });
}

/** Whether two schedules have a moment in common, as far as their intervals say. */
export function canCoincide(a: Schedule, b: Schedule): boolean {
  return (a.firstMs - b.firstMs) % greatestDivisor(a.intervalMs, b.intervalMs) === 0;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
