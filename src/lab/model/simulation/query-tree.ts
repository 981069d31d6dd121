// The syntax tree of a query as checks see it: plain data, good enough to name a mistake. Never what a verdict rests on.

/** `=`, `!=`, `=~`, `!~`. */
export interface QueryMatcher {
  readonly name: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export interface SelectorNode {
  readonly kind: 'vectorSelector';
  /** The name before the braces; '' where the name is inside them or absent. */
  readonly name: string;
  /** All matchers; the name before the braces is the last of them. */
  readonly matchers: readonly QueryMatcher[];
  readonly offsetMs: number;
}

export interface RangeNode {
  readonly kind: 'matrixSelector';
  readonly selector: SelectorNode;
  readonly rangeMs: number;
}

export interface SubqueryNode {
  readonly kind: 'subquery';
  readonly expr: QueryNode;
  readonly rangeMs: number;
  /** 0 where the query leaves the step to the server. */
  readonly stepMs: number;
}

export interface CallNode {
  readonly kind: 'call';
  readonly func: { readonly name: string };
  readonly args: readonly QueryNode[];
}

export interface AggregateNode {
  readonly kind: 'aggregate';
  readonly op: string;
  readonly expr: QueryNode;
  readonly param: QueryNode | undefined;
  readonly grouping: readonly string[];
  readonly isWithout: boolean;
}

export interface MatchingNode {
  readonly cardinality: 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';
  /** `on` where true, `ignoring` where false. */
  readonly isOn: boolean;
  readonly labels: readonly string[];
  /** The labels of `group_left` or `group_right`. */
  readonly include: readonly string[];
}

export interface BinaryNode {
  readonly kind: 'binary';
  readonly op: string;
  readonly lhs: QueryNode;
  readonly rhs: QueryNode;
  readonly returnsBool: boolean;
  /** Present only between two instant vectors. */
  readonly matching: MatchingNode | undefined;
}

export type QueryNode =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  | SelectorNode
  | RangeNode
  | SubqueryNode
  | CallNode
  | AggregateNode
  | BinaryNode
  | { readonly kind: 'unary'; readonly op: '+' | '-'; readonly expr: QueryNode }
  | { readonly kind: 'paren'; readonly expr: QueryNode };
