// The mistakes that are made in an aggregation: its operator and its labels.
import { replacing, type QueryOperator } from './query-tree.ts';

const OTHER = {
  sum: ['avg', 'max', 'count'],
  avg: ['sum', 'max'],
  max: ['min', 'sum'],
  min: ['max', 'sum'],
  count: ['sum', 'max'],
  group: ['sum'],
  topk: ['bottomk'],
  bottomk: ['topk'],
  stddev: ['avg'],
  stdvar: ['stddev'],
  quantile: [],
  count_values: [],
} as const;

const otherAggregation: QueryOperator = (node) =>
  node.kind === 'aggregate'
    ? OTHER[node.op].map((op) => replacing('other-aggregation', node, { ...node, op }))
    : [];

const dropAggregation: QueryOperator = (node) =>
  node.kind === 'aggregate' ? [replacing('drop-aggregation', node, node.expr)] : [];

/** What most series have, and what an aggregation is about. */
const ADDED = 'instance';

const otherLabels: QueryOperator = (node) => {
  if (node.kind !== 'aggregate') return [];
  const { grouping, isWithout } = node;
  return [
    ...grouping.map((_, index) =>
      replacing('drop-label', node, { ...node, grouping: grouping.toSpliced(index, 1) }),
    ),
    ...(grouping.includes(ADDED)
      ? []
      : [replacing('add-label', node, { ...node, grouping: [...grouping, ADDED] })]),
    ...(grouping.length === 0 ? [] : [replacing('other-grouping', node, { ...node, isWithout: !isWithout })]),
  ];
};

export const AGGREGATION_OPERATORS: readonly QueryOperator[] = [
  otherAggregation,
  dropAggregation,
  otherLabels,
];
