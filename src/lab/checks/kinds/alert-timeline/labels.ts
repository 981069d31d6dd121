// Labels that make another alert of each evaluation. Pure.
import type { JudgedRule } from './firings.ts';

/**
 * The label that is new at each evaluation, so that each evaluation begins another alert; undefined if there is none.
 * Three alerts in a row that differ in nothing else show it.
 */
export function changingLabel({ rule, episodes }: JudgedRule): string | undefined {
  return Object.keys(rule.labels).find((name) => {
    const chains = new Map<string, number>();
    return episodes.some(({ labels, pendingMs, endedMs }) => {
      const others = JSON.stringify(Object.entries({ ...labels, [name]: '' }));
      const length = (chains.get(`${others}${pendingMs}`) ?? 0) + 1;
      if (endedMs !== undefined) chains.set(`${others}${endedMs}`, length);
      return length >= 3;
    });
  });
}
