// count_values: how many rows of a group have the same value, with that value as a label.
import type { Labels } from '../../model/samples.ts';
import type { Aggregate } from '../ast/nodes.ts';
import { withoutParens } from '../ast/nodes.ts';
import { allocateBlock, type Block } from '../vectors/block.ts';
import { PromqlError } from '../ast/errors.ts';
import type { Evaluator } from '../vectors/evaluator.ts';
import type { Grid } from '../vectors/grid.ts';
import { groupLabels } from '../vectors/grouping.ts';
import { formatPlainNumber } from '../text/numbers.ts';
import { isLabelName, quote } from '../text/strings.ts';

/** What an entry of a map takes. */
const COUNT_BYTES = 40;

function valueLabel(node: Aggregate): string {
  const param = node.param === undefined ? undefined : withoutParens(node.param);
  if (param?.kind !== 'string') throw new Error('count_values passed the check without a label');
  if (!isLabelName(param.value)) {
    throw new PromqlError('execution', `invalid label name ${quote(param.value)}`);
  }
  return param.value;
}

/** Evaluates count_values. */
export function countValues(evaluator: Evaluator, node: Aggregate, grid: Grid): Block {
  const label = valueLabel(node);
  const grouping = node.isWithout ? node.grouping : [...node.grouping, label];
  const input = evaluator.vector(node.expr, grid);
  const rows = new Map<string, { labels: Labels; counts: Map<number, number> }>();
  for (const [row, labels] of input.labels.entries()) {
    // Rows mostly repeat a few values: their labels are made once.
    const known = new Map<string, { labels: Labels; counts: Map<number, number> }>();
    for (let step = 0; step < grid.steps; step++) {
      const cell = row * grid.steps + step;
      if (input.present[cell] !== 1) continue;
      const text = formatPlainNumber(input.values[cell] ?? NaN);
      let found = known.get(text);
      if (found === undefined) {
        const group = groupLabels(labels.with(label, text), grouping, node.isWithout);
        found = rows.get(group.key);
        if (found === undefined) {
          found = { labels: group, counts: new Map() };
          evaluator.context.holdLabels(group);
          rows.set(group.key, found);
        }
        known.set(text, found);
      }
      const count = found.counts.get(step);
      if (count === undefined) evaluator.context.holdBytes(COUNT_BYTES);
      found.counts.set(step, (count ?? 0) + 1);
    }
    evaluator.context.work(grid.steps * 4);
  }
  const block = allocateBlock(evaluator.context, rows.size, grid.steps);
  for (const { labels, counts } of rows.values()) {
    const base = block.labels.push(labels) - 1;
    for (const [step, count] of counts) {
      block.values[base * grid.steps + step] = count;
      block.present[base * grid.steps + step] = 1;
    }
  }
  block.isUnique = true;
  return block;
}
