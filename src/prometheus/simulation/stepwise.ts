// Rules that read each other, or themselves, evaluated moment by moment as a server does.
import type { TimestampMs } from '../model/samples.ts';
import { evaluateRule } from '../rules/evaluate/rule.ts';
import type { RuleEnvironment } from '../rules/evaluate/environment.ts';
import type { GroupDoors } from '../rules/group/doors.ts';
import { RunningGroup } from '../rules/group/running.ts';
import type { BatchOutcome, RuleBatch } from '../rules/model/batch.ts';
import type { Budget } from './budget.ts';
import { Failures } from './failures.ts';
import { AlertJournal, type Said } from './journal.ts';
import type { ActiveAlert } from '../rules/model/alert.ts';
import type { Column, SimulatedSamples } from './samples.ts';
import type { PlannedRule, Schedule } from './schedule.ts';

export interface StepwiseOptions {
  readonly samples: SimulatedSamples;
  readonly budget: Budget;
  readonly externalUrl: string;
  /** What a rule sees at a moment. */
  environmentOf(rule: PlannedRule, timeMs: TimestampMs): RuleEnvironment;
}

export interface SteppedRule {
  readonly journal: AlertJournal;
  readonly failures: Failures;
}

/** The rules of one group that are in the cluster. */
interface Member {
  readonly rules: readonly PlannedRule[];
  readonly schedule: Schedule;
  readonly running: RunningGroup;
  /** The index of its next moment. */
  next: number;
}

/** Evaluates the rules of a cluster, in order, into the samples. */
export async function evaluateStepwise(
  rules: readonly PlannedRule[],
  options: StepwiseOptions,
): Promise<ReadonlyMap<PlannedRule, SteppedRule>> {
  const stepped = new Map(
    rules.map((rule): [PlannedRule, SteppedRule] => [
      rule,
      { journal: new AlertJournal(), failures: new Failures() },
    ]),
  );
  const groups = new Set(rules.map(({ group }) => group));
  const members = Array.from(groups, (group) =>
    memberOf(
      rules.filter((rule) => rule.group === group),
      options,
    ),
  );
  for (let timeMs = nextTime(members); timeMs !== Infinity; timeMs = nextTime(members)) {
    for (const member of members) {
      if (timeOf(member) !== timeMs) continue;
      await member.running.evaluate(timeMs);
      member.next++;
      const views = member.running.view().rules;
      for (const [index, rule] of member.rules.entries()) {
        const view = views[index];
        const result = stepped.get(rule);
        if (view === undefined || result === undefined) continue;
        result.failures.tell(timeMs, view.lastError);
        if ('alerts' in view) result.journal.take(timeMs, view.alerts, saidBy);
      }
    }
  }
  return stepped;
}

function saidBy({ value, annotations }: ActiveAlert): Said {
  return { value, annotations: () => annotations };
}

function memberOf(rules: readonly PlannedRule[], options: StepwiseOptions): Member {
  const [first] = rules;
  if (first === undefined) throw new Error('a group of no rules');
  const { group, schedule } = first;
  const planned = new Map(rules.map((rule) => [rule.rule, rule]));
  /** The rule that is evaluated, whose samples are written next. */
  let current = first;
  const doors: GroupDoors = {
    evaluate(rule, moment) {
      current = planned.get(rule) ?? first;
      return evaluateRule(rule, moment, options.environmentOf(current, moment.timeMs));
    },
    commit: (batch) => commit(current, batch, options),
    samples: options.samples,
    onAlerts: () => undefined,
    externalUrl: () => options.externalUrl,
    now: () => schedule.firstMs,
    stopwatch: () => 0,
    rest: () => options.budget.rest(),
    onEvaluated: () => undefined,
    onFault: passOn,
    log: () => undefined,
  };
  const ofCluster = { ...group, rules: rules.map(({ rule }) => rule) };
  return { rules, schedule, running: new RunningGroup(ofCluster, doors, true), next: 0 };
}

/** A simulation ends with what its samples and its budget throw. */
function passOn(error: unknown): never {
  throw error;
}

/** Takes the samples of one evaluation, as the storage of a server does. */
function commit(
  writer: PlannedRule,
  { timeMs, samples, stale }: RuleBatch,
  options: StepwiseOptions,
): BatchOutcome {
  const outcome = { status: 'stored' as const, outOfOrder: 0, duplicates: 0, outOfBounds: 0 };
  options.budget.spendSamples(samples.length + stale.length);
  for (const { labels, value } of samples) {
    const column = options.samples.sharedColumn(writer, labels);
    if (timeMs > column.lastTime) column.append(timeMs, value);
    else if (timeMs < column.lastTime) outcome.outOfOrder++;
    else if (!isSame(column, value)) outcome.duplicates++;
  }
  for (const labels of stale) {
    const column = options.samples.sharedColumn(writer, labels);
    if (timeMs > column.lastTime) column.appendStale(timeMs);
  }
  return outcome;
}

function isSame({ lastValue }: Column, value: number): boolean {
  return Object.is(lastValue, value);
}

function timeOf({ schedule, next }: Member): TimestampMs {
  return next < schedule.count ? schedule.firstMs + next * schedule.intervalMs : Infinity;
}

function nextTime(members: readonly Member[]): TimestampMs {
  return members.reduce((earliest, member) => Math.min(earliest, timeOf(member)), Infinity);
}
