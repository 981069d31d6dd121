// The syntax tree of a query as checks see it: plain data, good enough to name a mistake. Never what a verdict rests on.

/** Offsets into the query's text, in UTF-16 code units; `end` is exclusive. */
export interface QuerySpan {
  readonly start: number;
  readonly end: number;
}

/** `=`, `!=`, `=~`, `!~`. */
export interface QueryMatcher {
  readonly name: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export interface SelectorNode {
  readonly kind: 'vectorSelector';
  readonly span: QuerySpan;
  /** The name before the braces; '' where the name is inside them or absent. */
  readonly name: string;
  /** All matchers; the name before the braces is the last of them. */
  readonly matchers: readonly QueryMatcher[];
  readonly offsetMs: number;
  /** Present where `@` pins it to a moment. */
  readonly at: object | undefined;
}

export interface RangeNode {
  readonly kind: 'matrixSelector';
  readonly span: QuerySpan;
  readonly selector: SelectorNode;
  readonly rangeMs: number;
}

export interface SubqueryNode {
  readonly kind: 'subquery';
  readonly span: QuerySpan;
  readonly expr: QueryNode;
  readonly rangeMs: number;
  /** 0 where the query leaves the step to the server. */
  readonly stepMs: number;
  readonly offsetMs: number;
}

export interface CallNode {
  readonly kind: 'call';
  readonly span: QuerySpan;
  readonly func: { readonly name: string };
  readonly args: readonly QueryNode[];
}

export interface AggregateNode {
  readonly kind: 'aggregate';
  readonly span: QuerySpan;
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
  readonly span: QuerySpan;
  readonly op: string;
  readonly lhs: QueryNode;
  readonly rhs: QueryNode;
  readonly returnsBool: boolean;
  /** Present only between two instant vectors. */
  readonly matching: MatchingNode | undefined;
}

export type QueryNode =
  | { readonly kind: 'number'; readonly span: QuerySpan; readonly value: number }
  | { readonly kind: 'string'; readonly span: QuerySpan; readonly value: string }
  | SelectorNode
  | RangeNode
  | SubqueryNode
  | CallNode
  | AggregateNode
  | BinaryNode
  | { readonly kind: 'unary'; readonly span: QuerySpan; readonly op: '+' | '-'; readonly expr: QueryNode }
  | { readonly kind: 'paren'; readonly span: QuerySpan; readonly expr: QueryNode };

/** The expressions directly below a node, in the order of the text. */
export function childrenOf(node: QueryNode): readonly QueryNode[] {
  switch (node.kind) {
    case 'number':
    case 'string':
    case 'vectorSelector':
      return [];
    case 'matrixSelector':
      return [node.selector];
    case 'subquery':
    case 'unary':
    case 'paren':
      return [node.expr];
    case 'call':
      return node.args;
    case 'aggregate':
      return node.param === undefined ? [node.expr] : [node.param, node.expr];
    case 'binary':
      return [node.lhs, node.rhs];
    default:
      return node satisfies never;
  }
}
