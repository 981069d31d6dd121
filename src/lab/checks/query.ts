// Check kind query: a PromQL query gives the value asked for, on samples that saw the last traffic.
import type { CheckRunner } from '../model/check-context.ts';
import { queryCurrent } from './current-series.ts';
import { explainNothing, numbersOf, whenScraped } from './fresh-query.ts';
import { findTrafficFault } from './traffic-fault.ts';
import { fail, pass } from './verdicts.ts';
import { waitFor } from './wait-for.ts';

/** What Prometheus has just scraped can be asked for a moment later. */
const STORED_WITHIN_MS = 3_000;
const ASK_EVERY_MS = 250;

/** Judges the value of a query; every series of its result has to have it. */
export const checkQuery: CheckRunner<'query'> = async (spec, context) => {
  const unready = await findTrafficFault(context);
  if (unready !== undefined) return unready;
  const scraped = await whenScraped(context);
  if ('blocked' in scraped) return scraped.blocked;
  const { api } = scraped.fresh;
  const isRight = (value: number): boolean =>
    (spec.value === undefined || value === spec.value) &&
    (spec.atLeast === undefined || value >= spec.atLeast);
  let last: readonly number[] = [];
  const right = await waitFor(
    async () => {
      last = numbersOf(await queryCurrent(api, spec.query, context.signal));
      return last.length > 0 && last.every(isRight) ? last : undefined;
    },
    { withinMs: STORED_WITHIN_MS, everyMs: ASK_EVERY_MS, signal: context.signal },
  );
  if (right !== undefined) return pass(`${spec.query} is ${right.join(', ')}.`);
  if (last.length === 0) return explainNothing(context, spec.query);
  return fail('wrong-value', `${spec.query} is ${last.join(', ')}.`, {
    expected: spec.value === undefined ? `at least ${spec.atLeast ?? 0}` : String(spec.value),
    observed: last.join(', '),
    hint: 'Ask Prometheus the same query, and follow the value back to what the app does.',
  });
};
