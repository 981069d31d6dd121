// The mistakes that are made in a query, each a function from a node of its tree to what may stand in its place.
import { AGGREGATION_OPERATORS } from './query-aggregation.ts';
import { BINARY_OPERATORS } from './query-binary.ts';
import { replacing, type QueryOperator } from './query-tree.ts';

/** Functions that give a value per second: any admissible window gives the same. */
const PER_SECOND: ReadonlySet<string> = new Set(['rate', 'irate', 'deriv']);
/** A window of most queries becomes shorter than two scrapes, and longer than what just happened. */
const SHORTER = 20;
const LONGER = 12;
const SECOND_MS = 1000;

const otherWindow: QueryOperator = (node, above) => {
  if (node.kind !== 'matrixSelector' && node.kind !== 'subquery') return [];
  const of = above[0]?.kind === 'call' ? above[0].func.name : '';
  const factors = PER_SECOND.has(of) ? [1 / SHORTER, LONGER] : [1 / SHORTER, 0.5, 2, LONGER];
  return factors.map((factor) =>
    replacing(factor < 1 ? 'shorter-window' : 'longer-window', node, {
      ...node,
      rangeMs: Math.max(SECOND_MS, Math.round((node.rangeMs * factor) / SECOND_MS) * SECOND_MS),
      rangeExpr: undefined,
    }),
  );
};

/** Functions with the same arguments, one of which may be taken for the other. */
const ALIKE: readonly (readonly string[])[] = [
  ['rate', 'increase', 'irate', 'delta', 'deriv'],
  ['avg_over_time', 'max_over_time', 'min_over_time', 'sum_over_time', 'last_over_time', 'count_over_time'],
  ['clamp_max', 'clamp_min'],
  ['floor', 'ceil'],
  ['absent', 'group'],
];

const otherFunction: QueryOperator = (node) => {
  if (node.kind !== 'call') return [];
  const { name } = node.func;
  const others = ALIKE.find((names) => names.includes(name))?.filter((one) => one !== name) ?? [];
  return others.map((other) =>
    replacing('other-function', node, { ...node, func: { ...node.func, name: other } }),
  );
};

/** What is left of a call is what it is about: its vector, or the selector of its range. */
const dropFunction: QueryOperator = (node) => {
  if (node.kind !== 'call') return [];
  const about = node.args.findLast(({ kind }) => kind !== 'number' && kind !== 'string');
  if (about === undefined) return [];
  return [replacing('drop-function', node, about.kind === 'matrixSelector' ? about.selector : about)];
};

const isName = ({ name }: { readonly name: string }): boolean => name === '__name__';

const changeMatchers: QueryOperator = (node) => {
  if (node.kind !== 'vectorSelector') return [];
  const { matchers } = node;
  const OTHER = { '=': '!=', '!=': '=', '=~': '!~', '!~': '=~' } as const;
  return matchers.flatMap((matcher, index) => {
    const changed = (operator: string, put: readonly (typeof matcher)[]): ReturnType<QueryOperator>[number] =>
      replacing(operator, node, { ...node, matchers: matchers.toSpliced(index, 1, ...put) });
    if (isName(matcher)) return [];
    return [
      changed('drop-matcher', []),
      changed('other-matcher', [{ ...matcher, op: OTHER[matcher.op] }]),
      changed('change-matcher', [{ ...matcher, value: `${matcher.value}x` }]),
    ];
  });
};

/** Metrics of one histogram, one of which may be taken for the other. */
const SUFFIX = /_(?:bucket|count|sum)$/;

const otherMetric: QueryOperator = (node) => {
  if (node.kind !== 'vectorSelector' || node.name === '') return [];
  const suffix = SUFFIX.exec(node.name)?.[0];
  const names =
    suffix === undefined
      ? [`${node.name}x`]
      : ['_bucket', '_count', '_sum']
          .filter((one) => one !== suffix)
          .map((one) => node.name.replace(SUFFIX, one));
  return names.map((name) =>
    replacing('other-metric', node, {
      ...node,
      name,
      matchers: node.matchers.map((one) => (isName(one) ? { ...one, value: name } : one)),
    }),
  );
};

const dropOffset: QueryOperator = (node) =>
  node.kind === 'vectorSelector' && node.offsetMs !== 0
    ? [replacing('drop-offset', node, { ...node, offsetMs: 0, offsetExpr: undefined })]
    : [];

/** The other share, a multiple, and a little more. */
const changeNumber: QueryOperator = (node) => {
  if (node.kind !== 'number') return [];
  const { value } = node;
  const others = value > 0 && value < 1 ? [1 - value, value * 100] : [value + 1, value * 100];
  return others.map((other) =>
    replacing('change-number', node, { ...node, value: Number(other.toPrecision(12)), isDuration: false }),
  );
};

const dropSign: QueryOperator = (node) =>
  node.kind === 'unary' && node.op === '-' ? [replacing('drop-sign', node, node.expr)] : [];

export const QUERY_OPERATORS: readonly QueryOperator[] = [
  otherWindow,
  otherFunction,
  dropFunction,
  changeMatchers,
  otherMetric,
  dropOffset,
  changeNumber,
  dropSign,
  ...AGGREGATION_OPERATORS,
  ...BINARY_OPERATORS,
];
