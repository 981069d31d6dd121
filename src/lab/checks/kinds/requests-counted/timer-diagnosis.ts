// What timers do to a counter while no request comes in. Pure.
import type { Fail } from '../../../model/verdict.ts';
import { seriesDifferences, sumOf, type Gains, type Series } from '../../metrics/registries.ts';
import { failed } from './facts.ts';

/**
 * The mistake of a timer that moves a counter by itself: from what the series had gained when all requests were answered,
 * when what was put off until later had happened, and later still. Undefined where it only counts late.
 */
export function diagnoseTimers(
  metric: string,
  atOnce: Gains,
  settled: Gains,
  later: Gains,
): Fail | undefined {
  const lowered = [...moves(atOnce, settled), ...moves(settled, later)].find(({ value }) => value < 0);
  if (lowered !== undefined) {
    return failed('timer-lowers', { metric, labels: lowered.labels, change: lowered.value });
  }
  const [raised] = moves(settled, later);
  if (raised === undefined) return undefined;
  return failed('timer-raises', { metric, labels: raised.labels, change: raised.value });
}

/** The mistake of a timer that counts requests again which were counted rightly when they were answered. */
export function countedAgain(metric: string, atOnce: Gains, settled: Gains): Fail {
  const totals = { metric, atOnce: total(atOnce), later: total(settled) };
  return failed(totals.later === 2 * totals.atOnce ? 'timer-doubles' : 'timer-counts-again', totals);
}

const total = (gains: Gains): number => Math.max(0, ...[...gains.values()].map(sumOf));

function moves(before: Gains, after: Gains): Series[] {
  return [...after].flatMap(([registry, series]) => seriesDifferences(before.get(registry) ?? [], series));
}
