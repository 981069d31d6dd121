// Aggregations that make one row of a group: sum, avg, count, min, max, group, stddev, stdvar, quantile.
import { Labels } from '../model.ts';
import type { Aggregate } from './ast.ts';
import { withoutParens } from './ast.ts';
import { selectBest } from './aggregate-best.ts';
import { allocateBlock, isRowEmpty, trimBlock, type Block } from './block.ts';
import { countValues } from './count-values.ts';
import type { Evaluator } from './evaluator.ts';
import type { Grid } from './grid.ts';
import { groupLabels, groupRows, type Groups } from './grouping.ts';
import { accumulate } from './accumulate.ts';
import { isQuantile, quantileOf } from './quantile.ts';

/** A block of the groups, empty yet. */
function groupBlock(evaluator: Evaluator, node: Aggregate, input: Block, groups: Groups): Block {
  const block = allocateBlock(evaluator.context, groups.firstRows.length, input.steps);
  for (const row of groups.firstRows) {
    const labels = groupLabels(input.labels[row] ?? Labels.empty, node.grouping, node.isWithout);
    evaluator.context.holdLabels(labels);
    block.labels.push(labels);
  }
  for (const [row, group] of groups.groupOf.entries())
    if (input.dropsName[row] === 1 && !isRowEmpty(input, row)) block.dropsName[group] = 1;
  block.isUnique = true;
  return trimBlock(block);
}

function remarkQuantiles(evaluator: Evaluator, node: Aggregate, quantiles: Float64Array): void {
  if (node.param === undefined) return;
  const { span } = withoutParens(node.param);
  const { annotations } = evaluator.context;
  if (quantiles.some(Number.isNaN)) annotations.invalidQuantile(NaN, span);
  const outside = quantiles.filter((value) => !isQuantile(value) && !Number.isNaN(value));
  const least = outside.reduce((a, b) => Math.min(a, b), Infinity);
  const most = outside.reduce((a, b) => Math.max(a, b), -Infinity);
  if (most > 1) annotations.invalidQuantile(most, span);
  if (least < 0) annotations.invalidQuantile(least, span);
}

function takeQuantiles(
  evaluator: Evaluator,
  node: Aggregate,
  grid: Grid,
  input: Block,
  groups: Groups,
  output: Block,
): void {
  const wanted = node.param === undefined ? new Float64Array(grid.steps) : evaluator.scalar(node.param, grid);
  remarkQuantiles(evaluator, node, wanted);
  const rows = groups.firstRows.map((): number[] => []);
  for (const [row, group] of groups.groupOf.entries()) rows[group]?.push(row);
  for (const [group, members] of rows.entries()) {
    const buffer = new Float64Array(members.length);
    for (let step = 0; step < grid.steps; step++) {
      let count = 0;
      for (const row of members) {
        const cell = row * grid.steps + step;
        if (input.present[cell] === 1) buffer[count++] = input.values[cell] ?? NaN;
      }
      if (count === 0) continue;
      output.values[group * grid.steps + step] = quantileOf(wanted[step] ?? NaN, buffer.subarray(0, count));
      output.present[group * grid.steps + step] = 1;
      evaluator.context.work(members.length * 4);
    }
  }
}

/** Evaluates an aggregation. */
export function evaluateAggregate(evaluator: Evaluator, node: Aggregate, grid: Grid): Block {
  const { op } = node;
  if (op === 'topk' || op === 'bottomk') return selectBest(evaluator, node, op, grid);
  if (op === 'count_values') return countValues(evaluator, node, grid);
  const input = evaluator.vector(node.expr, grid);
  const groups = groupRows(input.labels, node.grouping, node.isWithout);
  const output = groupBlock(evaluator, node, input, groups);
  if (op === 'quantile') takeQuantiles(evaluator, node, grid, input, groups, output);
  else accumulate(op, input, groups.groupOf, output);
  evaluator.context.work(input.values.length);
  return output;
}
