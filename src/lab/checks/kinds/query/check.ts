// Check kind query: a PromQL query gives the value asked for, on samples that saw the last traffic.
import type { CheckRunner } from '../../contract/definition.ts';
import { queryCurrent } from '../../prometheus/current-series.ts';
import { explainNothing, isStored, numbersOf, whenScraped } from '../../prometheus/fresh-query.ts';
import { findTrafficFault } from '../../app/traffic-fault.ts';
import { failed, notJudged } from '../../facts/verdicts.ts';
import { passed } from './facts.ts';
import { waitFor } from '../../app/wait-for.ts';
import type { QuerySpec } from './spec.ts';

/** How long Prometheus may take to store what it has scraped. */
const STORED_WITHIN_MS = 30_000;
const ASK_EVERY_MS = 250;

/** Judges the value of a query; every series of its result has to have it. */
export const checkQuery: CheckRunner<QuerySpec> = async (spec, context) => {
  const unready = await findTrafficFault(context);
  if (unready !== undefined) return unready;
  await context.history();
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
  const { query } = spec;
  if (last.length === 0) return explainNothing(context, query);
  const values = last.map(String);
  if (last.every(isRight)) return passed('query-right', { query, values });
  if (stored === undefined)
    return notJudged('no-samples-yet/not-stored', { seconds: STORED_WITHIN_MS / 1_000 });
  const wanted = spec.value === undefined ? { atLeast: spec.atLeast ?? 0 } : { exactly: spec.value };
  return failed('query-differs', { query, values, wanted });
};
