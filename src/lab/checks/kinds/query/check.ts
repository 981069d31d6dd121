// Check kind query: a PromQL query gives the value asked for, on samples that saw the last traffic.
import type { CheckRunner } from '../../../model/check-context.ts';
import { queryCurrent } from '../../prometheus/current-series.ts';
import { explainNothing, isStored, numbersOf, whenScraped } from '../../prometheus/fresh-query.ts';
import type { Blocked } from '../../../model/verdict.ts';
import { findTrafficFault } from '../../app/traffic-fault.ts';
import { blocked, fail, pass } from '../../facts/verdicts.ts';
import { waitFor } from '../../app/wait-for.ts';

/** How long Prometheus may take to store what it has scraped. */
const STORED_WITHIN_MS = 30_000;
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
  const targets = await api.targets(context.signal);
  const stored = await waitFor(
    async () => ((await isStored(api, targets, context.signal)) ? true : undefined),
    { withinMs: STORED_WITHIN_MS, everyMs: ASK_EVERY_MS, signal: context.signal },
  );
  const last = numbersOf(await queryCurrent(api, spec.query, context.signal));
  if (last.length > 0 && last.every(isRight)) return pass(`${spec.query} is ${last.join(', ')}.`);
  if (last.length === 0) return explainNothing(context, spec.query);
  if (stored === undefined) return notStored();
  return fail('wrong-value', `${spec.query} is ${last.join(', ')}.`, {
    expected: spec.value === undefined ? `at least ${spec.atLeast ?? 0}` : String(spec.value),
    observed: last.join(', '),
    hint: 'Ask Prometheus the same query, and follow the value back to what the app does.',
  });
};

function notStored(): Blocked {
  return blocked(
    'no-samples-yet',
    `Prometheus has scraped its targets, and not stored the samples within ${STORED_WITHIN_MS / 1_000} s.`,
    'Check again. If the computer is busy with other programs, close some of them first.',
  );
}
