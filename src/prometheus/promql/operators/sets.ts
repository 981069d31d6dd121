// and, or, unless: rows of one side, by whether the other side has a match at the same step.
import type { VectorMatching } from '../ast/nodes.ts';
import { allocateBlock, mergeDuplicates, trimBlock, type Block } from '../vectors/block.ts';
import type { QueryContext } from '../vectors/context.ts';
import { signRows } from '../vectors/signatures.ts';

/** 1 where a signature has a sample, for all signatures and steps. */
function presence(block: Block, signatures: Int32Array, count: number): Uint8Array {
  const found = new Uint8Array(count * block.steps);
  for (let row = 0, cell = 0; row < block.labels.length; row++) {
    const base = (signatures[row] ?? 0) * block.steps;
    for (let step = 0; step < block.steps; step++, cell++)
      if (block.present[cell] === 1) found[base + step] = 1;
  }
  return found;
}

/** Keeps the samples whose signature is found (or is not). */
function keepWhere(block: Block, signatures: Int32Array, found: Uint8Array, wanted: 0 | 1): void {
  for (let row = 0, cell = 0; row < block.labels.length; row++) {
    const base = (signatures[row] ?? 0) * block.steps;
    for (let step = 0; step < block.steps; step++, cell++)
      if (found[base + step] !== wanted) block.present[cell] = 0;
  }
}

function appendRows(context: QueryContext, first: Block, second: Block): Block {
  const block = allocateBlock(context, first.labels.length + second.labels.length, first.steps);
  block.labels = [...first.labels, ...second.labels];
  block.values.set(first.values);
  block.values.set(second.values, first.values.length);
  block.present.set(first.present);
  block.present.set(second.present, first.present.length);
  block.dropsName.set(first.dropsName);
  block.dropsName.set(second.dropsName, first.labels.length);
  return trimBlock(block);
}

/** Evaluates a set operator between two vectors. */
export function combineSets(
  context: QueryContext,
  op: 'and' | 'or' | 'unless',
  matching: VectorMatching,
  lhs: Block,
  rhs: Block,
): Block {
  const { left, right, count } = signRows(lhs.labels, rhs.labels, matching);
  context.work(lhs.values.length + rhs.values.length);
  if (op === 'or') {
    keepWhere(rhs, right, presence(lhs, left, count), 0);
    return mergeDuplicates(context, appendRows(context, lhs, rhs));
  }
  keepWhere(lhs, left, presence(rhs, right, count), op === 'and' ? 1 : 0);
  return lhs;
}
