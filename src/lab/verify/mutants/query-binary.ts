// The mistakes that are made between two operands: the operator, their order, one of them, and how they match.
import type { QueryExpr } from '../../prometheus/index.ts';
import { replacing, type NodeOf, type QueryOperator } from './query-tree.ts';

type Binary = NodeOf<'binary'>;

const OTHER: Readonly<Record<Binary['op'], readonly Binary['op'][]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['/'],
  '^': ['*'],
  atan2: ['/'],
  '==': ['!='],
  '!=': ['=='],
  '<': ['>', '<='],
  '<=': ['>', '<'],
  '>': ['<', '>='],
  '>=': ['<', '>'],
  and: ['or', 'unless'],
  or: ['and', 'unless'],
  unless: ['and', 'or'],
};

/** Where the order of the operands changes nothing. */
const COMMUTES: ReadonlySet<Binary['op']> = new Set(['+', '*', '==', '!=', 'and']);
const SETS: ReadonlySet<Binary['op']> = new Set(['and', 'or', 'unless']);

/** An operand that keeps its meaning wherever it is put. */
const enclosed = (expr: QueryExpr): QueryExpr =>
  expr.kind === 'binary' || expr.kind === 'unary' ? { kind: 'paren', span: expr.span, expr } : expr;

const otherOperator: QueryOperator = (node) => {
  if (node.kind !== 'binary') return [];
  return OTHER[node.op].map((op) =>
    replacing('other-operator', node, {
      ...node,
      op,
      lhs: enclosed(node.lhs),
      rhs: enclosed(node.rhs),
      // Only sets match many to many.
      ...(node.matching === undefined || SETS.has(node.op) ? {} : { matching: node.matching }),
    }),
  );
};

const otherOperands: QueryOperator = (node) => {
  if (node.kind !== 'binary') return [];
  const [lhs, rhs] = [enclosed(node.lhs), enclosed(node.rhs)];
  return [
    ...(COMMUTES.has(node.op) ? [] : [replacing('swap-operands', node, { ...node, lhs: rhs, rhs: lhs })]),
    replacing('drop-operand', node, node.lhs),
    replacing('drop-operand', node, node.rhs),
  ];
};

const dropBool: QueryOperator = (node) =>
  node.kind === 'binary' && node.returnsBool
    ? [replacing('drop-bool', node, { ...node, returnsBool: false })]
    : [];

const otherMatching: QueryOperator = (node) => {
  if (node.kind !== 'binary' || node.matching === undefined) return [];
  const { matching } = node;
  const { labels, include, isOn, cardinality } = matching;
  const changed = (operator: string, part: Partial<typeof matching>): ReturnType<QueryOperator>[number] =>
    replacing(operator, node, { ...node, matching: { ...matching, ...part } });
  const isGrouped = cardinality === 'many-to-one' || cardinality === 'one-to-many';
  return [
    ...labels.map((_, index) => changed('drop-matching-label', { labels: labels.toSpliced(index, 1) })),
    ...(labels.length === 0 ? [] : [changed('other-matching', { isOn: !isOn })]),
    ...include.map((_, index) => changed('drop-included-label', { include: include.toSpliced(index, 1) })),
    ...(isGrouped
      ? [
          changed('drop-group', { cardinality: 'one-to-one', include: [] }),
          changed('other-group', {
            cardinality: cardinality === 'many-to-one' ? 'one-to-many' : 'many-to-one',
          }),
        ]
      : []),
  ];
};

export const BINARY_OPERATORS: readonly QueryOperator[] = [
  otherOperator,
  otherOperands,
  dropBool,
  otherMatching,
];
