// What stands between an operator and its right side: `bool`, `on (…)`, `ignoring (…)`, `group_left (…)`, `group_right (…)`.
import type { SyntaxNode } from '@lezer/common';

import type { VectorMatching } from '../ast/nodes.ts';
import { childrenOf, type Grammar } from './grammar.ts';
import { readGroupingLabels } from './selector-clause.ts';

/** Reads the modifiers of a binary operator. */
export function readMatching(
  grammar: Grammar,
  modifiers: readonly SyntaxNode[],
): { returnsBool: boolean; matching: VectorMatching } {
  const returnsBool = modifiers.some((node) => node.type.name === 'BoolModifier');
  const clause = modifiers.find((node) => node.type.name === 'MatchingModifierClause');
  if (clause === undefined) {
    return { returnsBool, matching: { cardinality: 'one-to-one', isOn: false, labels: [], include: [] } };
  }
  const lists = childrenOf(clause)
    .filter((child) => child.type.name === 'GroupingLabels')
    .map((child) => readGroupingLabels(grammar, child));
  const isLeft = clause.getChild('GroupLeft') !== null;
  const isRight = clause.getChild('GroupRight') !== null;
  return {
    returnsBool,
    matching: {
      cardinality: isLeft ? 'many-to-one' : isRight ? 'one-to-many' : 'one-to-one',
      isOn: clause.getChild('On') !== null,
      labels: lists[0] ?? [],
      include: lists[1] ?? [],
    },
  };
}
