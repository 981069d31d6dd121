// Mistakes with counters, gauges, and the functions for each.
import { callsOf, isCounterName, placesOf, RATES, readingsOf } from './tree.ts';
import type { Rule } from './diagnosis.ts';

/** A subquery over an aggregation loses which instance was restarted. */
export const rateAfterSum: Rule = ({ tree }) => {
  const found = callsOf(tree).find(
    ({ node }) =>
      RATES.has(node.func.name) &&
      node.args.some(
        (arg) =>
          arg.kind === 'subquery' && placesOf(arg.expr).some((inside) => inside.node.kind === 'aggregate'),
      ),
  );
  return found && { kind: 'rate-after-sum', params: { func: found.node.func.name } };
};

/** The metrics that the reference takes for counters. */
const countersOf = (reference: Parameters<typeof readingsOf>[0]): ReadonlySet<string> =>
  new Set(
    readingsOf(reference)
      .filter(({ use }) => use === 'rate')
      .map(({ metric }) => metric),
  );

const isCounter = (counters: ReadonlySet<string>, metric: string): boolean =>
  counters.has(metric) || (counters.size > 0 && isCounterName(metric));

export const rawCounter: Rule = ({ tree, reference }) => {
  const counters = countersOf(reference);
  const found = readingsOf(tree).find(
    ({ metric, use, isShape }) =>
      isCounter(counters, metric) && !isShape && (use === 'plain' || use === 'over-time'),
  );
  return found && { kind: 'raw-counter', params: { metric: found.metric } };
};

export const gaugeFunction: Rule = ({ tree, reference }) => {
  const counters = countersOf(reference);
  const found = readingsOf(tree).find(({ metric, use }) => use === 'gauge' && isCounter(counters, metric));
  return found && { kind: 'gauge-function', params: { func: found.func ?? '', metric: found.metric } };
};

export const rateOfGauge: Rule = ({ tree, reference }) => {
  const gauges = new Set(
    readingsOf(reference)
      .filter(({ use, metric }) => use !== 'rate' && !isCounterName(metric))
      .map(({ metric }) => metric),
  );
  const found = readingsOf(tree).find(({ metric, use }) => use === 'rate' && gauges.has(metric));
  return found && { kind: 'rate-of-gauge', params: { func: found.func ?? '', metric: found.metric } };
};

const INSTANT: ReadonlySet<string> = new Set(['irate', 'idelta']);

export const instantRate: Rule = ({ tree, reference }) => {
  const usesOne = (one: typeof tree): string | undefined =>
    callsOf(one).find(({ node }) => INSTANT.has(node.func.name))?.node.func.name;
  const func = usesOne(tree);
  return func !== undefined && usesOne(reference) === undefined
    ? { kind: 'instant-rate', params: { func } }
    : undefined;
};
