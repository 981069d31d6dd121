// Decides what a scenario means for a seed: how many of each request, and in which order. Sends nothing.
import type { ScenarioSpec } from '../model/schema/course.ts';
import { hashText, randomFrom } from './seed.ts';

/** The seed of a learner who has none of their own: every scenario has exactly the counts that the course gives. */
export const DEFAULT_SEED = 0;

/** One request to send. */
export interface PlannedRequest {
  readonly method: ScenarioSpec['requests'][number]['method'];
  readonly path: string;
}

export interface RequestCount extends PlannedRequest {
  readonly count: number;
}

/** The winner has at least this much more than the next, and never less than two more. */
const LEAD = 1.25;

/**
 * How many of each request a scenario sends with this seed, in the scenario's order. {@link DEFAULT_SEED} gives the
 * course's own counts. With any other, what was sent is still sent and what was not still is not, and the total differs
 * from the default one. Where the scenario has a `winner` one request leads clearly, not always the same; where it has
 * none, all counts went the same way, up or down, so that no part of them adds up to the default answer either: a
 * question may be about the errors only.
 */
export function scenarioCounts(scenario: ScenarioSpec, seed: number): readonly RequestCount[] {
  const { requests } = scenario;
  if (seed === DEFAULT_SEED) return requests.map(({ method, path, count }) => ({ method, path, count }));
  const random = randomFrom(seed ^ scenarioHash(scenario));
  const sent = requests.flatMap(({ count }, index) => (count > 0 ? [index] : []));
  const isMore = random() < 0.5 || requests.some(({ count }) => count === 1);
  const counts = requests.map(({ count }) => (count > 0 ? vary(count, isMore, random) : 0));
  const winner = scenario.winner === true ? sent[Math.floor(random() * sent.length)] : undefined;
  if (winner !== undefined) {
    const highest = Math.max(...counts);
    const highestAt = counts.indexOf(highest);
    counts[highestAt] = counts[winner] ?? 0;
    counts[winner] = highest;
    const next = Math.max(0, ...counts.filter((_, index) => index !== winner));
    counts[winner] = Math.max(highest, Math.ceil(next * LEAD), next + 2);
  }
  // A learner who copies the default answer must not be right by chance; the leader can always take one more.
  if (sum(counts) === sum(requests.map(({ count }) => count)) && sent.length > 0) {
    const leader = counts.indexOf(Math.max(...counts));
    counts[leader] = (counts[leader] ?? 0) + 1;
  }
  return requests.map(({ method, path }, index) => ({ method, path, count: counts[index] ?? 0 }));
}

/** Every request of a scenario, each as often as {@link scenarioCounts} says, in an order that the seed shuffles. */
export function planTraffic(scenario: ScenarioSpec, seed: number): readonly PlannedRequest[] {
  const plan = scenarioCounts(scenario, seed).flatMap(({ method, path, count }) =>
    Array.from({ length: count }, (): PlannedRequest => ({ method, path })),
  );
  const random = randomFrom(hashText(String(seed)) ^ scenarioHash(scenario));
  for (let i = plan.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    const [a, b] = [plan[i], plan[j]];
    if (a !== undefined && b !== undefined) [plan[i], plan[j]] = [b, a];
  }
  return plan;
}

/** Up to one and a half times, or down to six tenths; never the same, and one is the least. */
function vary(count: number, isMore: boolean, random: () => number): number {
  const by = Math.max(1, Math.round(count * random() * (isMore ? 0.5 : 0.4)));
  return isMore ? count + by : Math.max(1, count - by);
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

/** Two scenarios of one learner vary independently. */
const scenarioHash = (scenario: ScenarioSpec) =>
  hashText(JSON.stringify([scenario.title, ...scenario.requests.map(({ method, path }) => [method, path])]));
