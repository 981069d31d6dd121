// What a query looks like, to name a mistake that its values have shown.
import {
  childrenOf,
  type AggregateNode,
  type BinaryNode,
  type CallNode,
  type QueryMatcher,
  type QueryNode,
  type SelectorNode,
} from '../../../model/simulation/query-tree.ts';

/** A node and those around it, the outermost first. */
export interface Place<N extends QueryNode = QueryNode> {
  readonly node: N;
  readonly around: readonly QueryNode[];
}

/** Every node, in the order of the text. */
export function placesOf(node: QueryNode, around: readonly QueryNode[] = []): readonly Place[] {
  const inner = [...around, node];
  return [{ node, around }, ...childrenOf(node).flatMap((child) => placesOf(child, inner))];
}

const isKind =
  <K extends QueryNode['kind']>(kind: K) =>
  (place: Place): place is Place<Extract<QueryNode, { kind: K }>> =>
    place.node.kind === kind;

export const callsOf = (tree: QueryNode): readonly Place<CallNode>[] => placesOf(tree).filter(isKind('call'));
export const aggregatesOf = (tree: QueryNode): readonly Place<AggregateNode>[] =>
  placesOf(tree).filter(isKind('aggregate'));
export const binariesOf = (tree: QueryNode): readonly Place<BinaryNode>[] =>
  placesOf(tree).filter(isKind('binary'));

/** Without the parentheses around it. */
export const bare = (node: QueryNode): QueryNode => (node.kind === 'paren' ? bare(node.expr) : node);

/** The labels that selectors name, but for the name of the metric. */
export const labelsMatched = (tree: QueryNode): readonly string[] =>
  placesOf(tree)
    .filter(isKind('vectorSelector'))
    .flatMap(({ node }) => node.matchers.map(({ name }) => name))
    .filter((name) => name !== '__name__');

/** The value of a number that is written down, also with a sign or in parentheses. */
export function numberOf(node: QueryNode): number | undefined {
  const inner = bare(node);
  if (inner.kind === 'number') return inner.value;
  const operand = inner.kind === 'unary' ? numberOf(inner.expr) : undefined;
  return operand === undefined ? undefined : inner.kind === 'unary' && inner.op === '-' ? -operand : operand;
}

/** Functions that know restarts of a counter. */
export const RATES: ReadonlySet<string> = new Set(['rate', 'increase', 'irate']);
/** Functions that take a restart for a fall. */
export const GAUGE_FUNCTIONS: ReadonlySet<string> = new Set([
  'delta',
  'idelta',
  'deriv',
  'predict_linear',
  'double_exponential_smoothing',
]);
/** Functions over time that do not look at values. */
const COUNTING: ReadonlySet<string> = new Set([
  'count_over_time',
  'present_over_time',
  'absent_over_time',
  'changes',
  'resets',
]);

/** One place where a query reads series. */
export interface Reading {
  readonly selector: SelectorNode;
  readonly metric: string;
  /** Undefined where it reads one sample of each series. */
  readonly rangeMs: number | undefined;
  /** `rate`, `gauge` and `over-time` by the function over its range; `plain`: its samples as they are. */
  readonly use: 'rate' | 'gauge' | 'over-time' | 'counting' | 'plain';
  readonly func: string | undefined;
  /** Only whether there are rows matters: multiplied by 0, or what `and` and `unless` look at. */
  readonly isShape: boolean;
  readonly around: readonly QueryNode[];
}

/** Every place where a query reads series. */
export function readingsOf(tree: QueryNode): readonly Reading[] {
  return placesOf(tree)
    .filter(isKind('vectorSelector'))
    .map(({ node, around }): Reading => {
      const range = around.findLast((one) => one.kind === 'matrixSelector' || one.kind === 'subquery');
      const at = range === undefined ? -1 : around.indexOf(range);
      const over = around.slice(0, Math.max(at, 0)).findLast((one) => one.kind === 'call');
      const func = range !== undefined && over?.kind === 'call' ? over.func.name : undefined;
      return {
        selector: node,
        metric: metricOf(node),
        rangeMs: range?.kind === 'matrixSelector' || range?.kind === 'subquery' ? range.rangeMs : undefined,
        use: useOf(func),
        func,
        isShape: isOnlyShape([...around, node]),
        around,
      };
    });
}

function useOf(func: string | undefined): Reading['use'] {
  if (func === undefined) return 'plain';
  if (RATES.has(func)) return 'rate';
  if (GAUGE_FUNCTIONS.has(func)) return 'gauge';
  return COUNTING.has(func) ? 'counting' : 'over-time';
}

function isOnlyShape(path: readonly QueryNode[]): boolean {
  return path.some((node, index) => {
    const child = path[index + 1];
    if (node.kind !== 'binary' || child === undefined) return false;
    const other = node.lhs === child ? node.rhs : node.lhs;
    if (node.op === '*' && numberOf(other) === 0) return true;
    return (node.op === 'and' || node.op === 'unless') && node.rhs === child;
  });
}

/** The name of the metric; '' where it is not written down. */
export function metricOf({ name, matchers }: SelectorNode): string {
  return name !== ''
    ? name
    : (matchers.find((one) => one.name === '__name__' && one.op === '=')?.value ?? '');
}

/** The matchers besides the metric's name. */
export const labelMatchers = ({ matchers }: SelectorNode): readonly QueryMatcher[] =>
  matchers.filter(({ name }) => name !== '__name__');

/** What a node says in the query's text. */
export const textOf = (query: string, { span }: QueryNode): string => query.slice(span.start, span.end);

/** Whether the name says that it is a counter. */
export const isCounterName = (metric: string): boolean => /_(?:total|bucket|count|sum)$/.test(metric);

/** Whether an aggregation keeps a label. */
export const keepsLabel = ({ grouping, isWithout }: AggregateNode, label: string): boolean =>
  grouping.includes(label) !== isWithout;

/** The operators with which an aggregation makes one value of several; `topk` and the like choose rows. */
export const isMerging = (op: string): boolean => !['topk', 'bottomk', 'limitk', 'limit_ratio'].includes(op);

/** How old a sample may be that a selector without a range takes. */
const LOOKBACK_MS = 300_000;

/** How far back a query looks, in ms. */
export const windowOf = (tree: QueryNode): number =>
  Math.max(
    0,
    ...readingsOf(tree).map(({ around, selector }) => {
      const ranges = around.map((one) =>
        one.kind === 'matrixSelector' || one.kind === 'subquery' ? one.rangeMs : 0,
      );
      const total = ranges.reduce((sum, one) => sum + one, 0);
      return (total === 0 ? LOOKBACK_MS : total) + Math.max(selector.offsetMs, 0);
    }),
  );
