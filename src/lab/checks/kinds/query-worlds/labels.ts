// Mistakes with the labels of rows, and with operators that match them.
import type { BinaryNode, QueryNode } from '../../../model/simulation/query-tree.ts';
import { aggregatesOf, bare, binariesOf, isMerging, placesOf, readingsOf, textOf } from './tree.ts';
import { rowsOf, type DiagnosisCase, type Rule } from './diagnosis.ts';

const isVector = (node: QueryNode): boolean =>
  placesOf(node).some((one) => one.node.kind === 'vectorSelector');
const ARITHMETIC: ReadonlySet<string> = new Set(['+', '-', '*', '/', '%', '^']);
const matchingsOf = (tree: QueryNode): readonly BinaryNode[] =>
  binariesOf(tree)
    .map(({ node }) => node)
    .filter(({ op, lhs, rhs }) => ARITHMETIC.has(op) && isVector(lhs) && isVector(rhs));

export const labelsLost: Rule = ({ differing }) => {
  for (const one of differing) {
    const difference = one.differences.find(({ kind }) => kind === 'unlabeled');
    if (difference !== undefined && !one.differences.some(({ kind }) => kind === 'split'))
      return { kind: 'labels-lost', params: {}, in: one, difference };
  }
  return undefined;
};

const isVectorCall = (node: QueryNode): boolean => {
  const inner = bare(node);
  return inner.kind === 'call' && inner.func.name === 'vector';
};

export const fallbackWithoutLabels: Rule = ({ tree, by }) => {
  const hasOne = binariesOf(tree).some(({ node }) => node.op === 'or' && isVectorCall(node.rhs));
  return hasOne && by.length > 0 ? { kind: 'fallback-without-labels', params: {} } : undefined;
};

/** The operator that aggregates quotients of series. */
function overQuotients(tree: QueryNode): string | undefined {
  const divided = new Set(matchingsOf(tree).filter(({ op }) => op === '/'));
  return aggregatesOf(tree)
    .map(({ node }) => node)
    .find(
      ({ op, expr }) =>
        isMerging(op) && placesOf(expr).some(({ node }) => node.kind === 'binary' && divided.has(node)),
    )?.op;
}

export const averageOfRatios: Rule = ({ tree, reference }) => {
  const op = overQuotients(tree);
  return op !== undefined && overQuotients(reference) === undefined
    ? { kind: 'average-of-ratios', params: { op } }
    : undefined;
};

/** Both sides have rows, and no two of them match. */
export const labelsDoNotMatch: Rule = async (one) => {
  for (const node of matchingsOf(one.tree)) {
    for (const result of one.differing) {
      if (!isMissingSomething(result)) continue;
      const [whole, left, right] = await Promise.all(
        [textOf(one.query, node), textOf(one.query, node.lhs), textOf(one.query, node.rhs)].map((part) =>
          one.ask(part, result.world),
        ),
      );
      if (rowsOf(whole).length === 0 && rowsOf(left).length > 0 && rowsOf(right).length > 0)
        return { kind: 'labels-do-not-match', params: { op: node.op }, in: result };
    }
  }
  return undefined;
};

const isMissingSomething = ({ differences }: DiagnosisCase['differing'][number]): boolean =>
  differences.some(({ kind }) => kind === 'missing');

const isWhole = (node: QueryNode): boolean => aggregatesOf(node).length === 0;
const metricsOf = (node: QueryNode): string =>
  readingsOf(node)
    .map(({ metric }) => metric)
    .join(' ');

/** Nothing is added up on either side, so each series meets only itself. */
export const eachSeriesByItself: Rule = ({ tree, reference }) => {
  const found = matchingsOf(tree).find(
    ({ op, lhs, rhs, matching }) =>
      op === '/' &&
      isWhole(lhs) &&
      isWhole(rhs) &&
      metricsOf(lhs) === metricsOf(rhs) &&
      matching?.cardinality === 'one-to-one' &&
      matching.labels.length === 0,
  );
  return found !== undefined && matchingsOf(reference).some(({ lhs }) => !isWhole(lhs))
    ? { kind: 'labels-do-not-match/each-series', params: { op: found.op } }
    : undefined;
};

export const groupSplit: Rule = ({ differing, by }) => {
  for (const one of differing) {
    const difference = one.differences.find(({ kind }) => kind === 'split');
    if (difference === undefined || one.observed.kind !== 'vector') continue;
    const rows = one.observed.rows.filter(({ labels }) =>
      by.every((name) => (labels[name] ?? '') === difference.labels[name]),
    );
    const names = [...new Set(rows.flatMap(({ labels }) => Object.keys(labels)))];
    const others = names.filter(
      (name) => !by.includes(name) && new Set(rows.map(({ labels }) => labels[name])).size > 1,
    );
    return { kind: 'group-split', params: { others }, in: one, difference };
  }
  return undefined;
};
