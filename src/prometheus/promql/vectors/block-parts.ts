// Blocks some rows at a time, in memory that is used again: for what does not need all rows at once.
import type { Labels } from '../../model/samples.ts';
import { allocateBlock, trimBlock, type Block } from './block.ts';
import type { QueryContext } from './context.ts';

/** Cells of a part: few enough for a processor's cache, and enough for all series of a query at one instant. */
const PART_CELLS = 2 ** 18;

/** How many rows a part has. */
export function rowsOfPart(steps: number): number {
  return Math.max(1, Math.floor(PART_CELLS / steps));
}

/** Fills the row of cells from `base` on, and gives its labels; undefined where it left the row empty. */
export type FillRow<T> = (item: T, block: Block, base: number) => Labels | undefined;

/**
 * Makes a row of each item, and a block of each `mostRows` rows; one of all rows if there is no such limit. A block is
 * valid until the next one is asked for. There is at least one block.
 */
export function* blocksOf<T>(
  context: QueryContext,
  items: Iterable<T> & { readonly length: number },
  steps: number,
  mostRows: number,
  fill: FillRow<T>,
): Generator<Block, void, void> {
  const rows = Math.min(items.length, mostRows);
  const whole = allocateBlock(context, rows, steps);
  let block = { ...whole, isUnique: true };
  let before = context.held.samples;
  for (const item of items) {
    if (block.labels.length === rows) {
      yield block;
      context.letGo(context.held.samples - before);
      before = context.held.samples;
      whole.present.fill(0);
      whole.dropsName.fill(0);
      block = { ...whole, labels: [], isUnique: true };
    }
    const labels = fill(item, block, block.labels.length * steps);
    if (labels !== undefined) block.labels.push(labels);
  }
  yield trimBlock(block);
}
