// The nodes of a query, and what takes the place of one.
import type { QueryExpr } from '../../prometheus/index.ts';

export type NodeOf<K extends QueryExpr['kind']> = Extract<QueryExpr, { readonly kind: K }>;

export interface Replacement {
  readonly operator: string;
  /** The node that is replaced. */
  readonly node: QueryExpr;
  readonly put: QueryExpr;
}

/** Every change that one operator makes at a node. `above`: the nodes that hold it, the nearest first. */
export type QueryOperator = (node: QueryExpr, above: readonly QueryExpr[]) => readonly Replacement[];

export const replacing = (operator: string, node: QueryExpr, put: QueryExpr): Replacement => ({
  operator,
  node,
  put,
});

export interface QueryPlace {
  readonly node: QueryExpr;
  readonly above: readonly QueryExpr[];
}

/** Every node of a query, parents first. */
export function placesOf(node: QueryExpr, above: readonly QueryExpr[] = []): readonly QueryPlace[] {
  return [{ node, above }, ...partsOf(node).flatMap((part) => placesOf(part, [node, ...above]))];
}

function partsOf(node: QueryExpr): readonly QueryExpr[] {
  switch (node.kind) {
    case 'number':
    case 'string':
    case 'vectorSelector':
      return [];
    case 'matrixSelector':
      return [node.selector];
    case 'call':
      return node.args;
    case 'aggregate':
      return node.param === undefined ? [node.expr] : [node.param, node.expr];
    case 'binary':
      return [node.lhs, node.rhs];
    case 'subquery':
    case 'unary':
    case 'paren':
      return [node.expr];
    default:
      return node satisfies never;
  }
}
