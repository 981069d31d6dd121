// Mistakes with histograms and quantiles.
import type { QueryNode } from '../../../model/simulation/query-tree.ts';
import { aggregatesOf, callsOf, isMerging, keepsLabel, labelMatchers, numberOf, readingsOf } from './tree.ts';
import type { Rule } from './diagnosis.ts';

const QUANTILE = 'histogram_quantile';
const quantilesOf = (tree: QueryNode) => callsOf(tree).filter(({ node }) => node.func.name === QUANTILE);
const readsBuckets = (tree: QueryNode): boolean =>
  readingsOf(tree).some(({ metric }) => metric.endsWith('_bucket'));

/** The aggregation around a quantile. */
const aroundQuantile = (tree: QueryNode): QueryNode | undefined =>
  quantilesOf(tree)
    .flatMap(({ around }) => around)
    .find((node) => node.kind === 'aggregate' && isMerging(node.op));

export const quantileOfQuantiles: Rule = ({ tree, reference }) => {
  const found = aroundQuantile(tree);
  return found?.kind === 'aggregate' && aroundQuantile(reference) === undefined
    ? { kind: 'quantile-of-quantiles', params: { op: found.op } }
    : undefined;
};

export const notAHistogram: Rule = ({ tree, reference }) => {
  if (quantilesOf(reference).length === 0) return undefined;
  const inner = callsOf(tree).filter(({ node }) => node.func.name.startsWith('histogram_'));
  const isRight = inner.length > 0 && inner.every(({ node }) => node.args.some(readsBuckets));
  return isRight ? undefined : { kind: 'not-a-histogram', params: {} };
};

export const wrongQuantile: Rule = ({ tree, reference }) => {
  const wanted = new Set(quantilesOf(reference).map(({ node }) => node.args[0] && numberOf(node.args[0])));
  const found = quantilesOf(tree)
    .map(({ node }) => node.args[0] && numberOf(node.args[0]))
    .find((value) => value !== undefined && wanted.size > 0 && !wanted.has(value));
  return found === undefined ? undefined : { kind: 'wrong-quantile', params: { found: String(found) } };
};

export const leLost: Rule = ({ tree }) => {
  const isLost = quantilesOf(tree).some(({ node }) =>
    node.args.some((arg) =>
      aggregatesOf(arg).some((inside) => isMerging(inside.node.op) && !keepsLabel(inside.node, 'le')),
    ),
  );
  return isLost ? { kind: 'le-lost', params: {} } : undefined;
};

export const noRateInQuantile: Rule = ({ tree, reference }) => {
  const hasRate = (one: QueryNode): boolean =>
    quantilesOf(one).every(({ node }) =>
      node.args.some((arg) => readingsOf(arg).some(({ use }) => use === 'rate')),
    );
  return quantilesOf(tree).length > 0 && !hasRate(tree) && hasRate(reference)
    ? { kind: 'no-rate-in-quantile', params: {} }
    : undefined;
};

/** What adds up buckets, each of which contains those below it. */
const summedBuckets = (tree: QueryNode) =>
  readingsOf(tree).find(
    ({ metric, selector, around }) =>
      metric.endsWith('_bucket') &&
      !labelMatchers(selector).some(({ name, op }) => name === 'le' && op === '=') &&
      !around.some((node) => node.kind === 'call' && node.func.name === QUANTILE) &&
      around.some((node) => node.kind === 'aggregate' && isMerging(node.op) && !keepsLabel(node, 'le')),
  );

export const bucketsSummed: Rule = ({ tree, reference }) => {
  const found = summedBuckets(tree);
  return found !== undefined && summedBuckets(reference) === undefined
    ? { kind: 'buckets-summed', params: { metric: found.metric } }
    : undefined;
};
