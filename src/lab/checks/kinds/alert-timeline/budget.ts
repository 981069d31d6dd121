// How much of the error budget an incident had spent when the first alert of it fired.
import type { CheckContext } from '../../contract/context.ts';
import { oneNumber } from '../../worlds/faults.ts';
import { LabError } from '../../../model/errors.ts';
import type { InstantAnswer, Timeline } from '../../../model/simulation/simulator.ts';
import type { Incident } from './firings.ts';
import type { JudgedTimeline } from './judge.ts';
import { firstOf } from './report.ts';
import type { BudgetSpec } from './spec.ts';

const DAY_MS = 86_400_000;

/** The part of the budget that each incident that was covered had spent by then; none where no budget is set. */
export async function spentBudgets(
  { simulator, signal }: Pick<CheckContext, 'signal' | 'simulator'>,
  budget: BudgetSpec | undefined,
  { series, endMs }: Timeline,
  { incidents, firings }: JudgedTimeline,
): Promise<ReadonlyMap<Incident, number>> {
  if (budget === undefined) return new Map();
  const covered = incidents.flatMap((incident) => {
    const first = firstOf(incident, firings);
    return first === undefined ? [] : [{ incident, atMs: first.atMs }];
  });
  const { errors, all, objective, days } = budget;
  const moments = covered.flatMap(({ incident, atMs }) => [incident.fromMs, atMs]);
  const answers = await simulator.ask(
    [{ query: all, series, atMs: endMs }, ...moments.map((atMs) => ({ query: errors, series, atMs }))],
    signal,
  );
  const [total = 0, ...failures] = answers.map((answer, index) =>
    numberOf(answer, index === 0 ? all : errors),
  );
  const allowed = (1 - objective) * total * ((days * DAY_MS) / endMs);
  return new Map(
    covered.map(({ incident }, index) => [
      incident,
      ((failures[index * 2 + 1] ?? 0) - (failures[index * 2] ?? 0)) / allowed,
    ]),
  );
}

/** The one number of an answer. A query that gives none is the author's to correct. */
function numberOf(answer: InstantAnswer, query: string): number {
  const outcome = oneNumber(answer, query);
  if ('fault' in outcome) throw new LabError(outcome.fault);
  return outcome.number;
}
