// What timers do to a counter while no request comes in. Pure.
import type { Fail } from '../../../model/verdict.ts';
import { seriesDifferences, sumOf, type Gains, type Series } from '../../metrics/registries.ts';
import { fail } from '../../facts/verdicts.ts';
import { seriesText } from '../../facts/wording.ts';

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
    return fail('counter-went-down', `${metric} goes down while no request comes in.`, {
      expected: `${metric} never goes down`,
      observed: `${seriesText(metric, lowered.labels)} changes by ${lowered.value} when a timer fires`,
      hint: 'Remove what resets the metric: a counter only goes up, and Prometheus calculates what each second added.',
    });
  }
  const [raised] = moves(settled, later);
  if (raised === undefined) return undefined;
  return fail('counted-wrong-amount', `${metric} keeps rising after all requests are over.`, {
    expected: `${metric} stays the same while no request comes in`,
    observed: `${seriesText(metric, raised.labels)} changes by +${raised.value} each time a timer fires`,
    hint: 'A timer adds again what it has added before. Empty what it reads, or count each request where it is handled.',
  });
}

/** The mistake of a timer that counts requests again which were counted rightly when they were answered. */
export function countedAgain(metric: string, atOnce: Gains, settled: Gains): Fail {
  const code = total(settled) === 2 * total(atOnce) ? 'counted-twice' : 'counted-wrong-amount';
  return fail(code, `${metric} counts requests again by a timer.`, {
    expected: `+${total(atOnce)}, as when the last request was answered`,
    observed: `+${total(settled)} when the timers had fired`,
    hint: 'Count each request once: remove the call of inc() inside the timer, or the other one.',
  });
}

const total = (gains: Gains): number => Math.max(0, ...[...gains.values()].map(sumOf));

function moves(before: Gains, after: Gains): Series[] {
  return [...after].flatMap(([registry, series]) => seriesDifferences(before.get(registry) ?? [], series));
}
