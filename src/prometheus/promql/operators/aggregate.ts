// Aggregations that make one row of a group: sum, avg, count, min, max, group, stddev, stdvar, quantile.
import type { Labels } from '../../model/samples.ts';
import type { Aggregate } from '../ast/nodes.ts';
import { withoutParens } from '../ast/nodes.ts';
import { selectBest } from './aggregate-best.ts';
import { isRowEmpty, type Block } from '../vectors/block.ts';
import { countValues } from './count-values.ts';
import type { Evaluator } from '../vectors/evaluator.ts';
import type { Grid } from '../vectors/grid.ts';
import { groupLabels, Groups } from '../vectors/grouping.ts';
import { Accumulator, type AccumulatingOp } from './accumulate.ts';
import { isQuantile, quantileOf } from '../math/quantile.ts';

/** The labels that each group is left with. */
function labelsOf(evaluator: Evaluator, node: Aggregate, groups: Groups): Labels[] {
  return groups.first.map((first) => {
    const labels = groupLabels(first, node.grouping, node.isWithout);
    evaluator.context.holdLabels(labels);
    return labels;
  });
}

/** Notes which groups have a row whose name goes at the end of the query. */
function noteNames(input: Block, groupOf: Int32Array, dropsName: Set<number>): void {
  for (const [row, group] of groupOf.entries())
    if (input.dropsName[row] === 1 && !isRowEmpty(input, row)) dropsName.add(group);
}

function groupBlock(
  labels: Labels[],
  dropsName: ReadonlySet<number>,
  steps: number,
  cells: Pick<Block, 'values' | 'present'>,
): Block {
  return {
    ...cells,
    steps,
    labels,
    dropsName: Uint8Array.from(labels, (_, group) => (dropsName.has(group) ? 1 : 0)),
    isUnique: true,
  };
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

function takeQuantiles(evaluator: Evaluator, node: Aggregate, grid: Grid): Block {
  const { context } = evaluator;
  const { steps } = grid;
  const input = evaluator.vector(node.expr, grid);
  const groups = new Groups(node.grouping, node.isWithout);
  const groupOf = groups.of(input.labels);
  const dropsName = new Set<number>();
  noteNames(input, groupOf, dropsName);
  context.holdCells(groups.count, steps);
  const values = new Float64Array(groups.count * steps);
  const present = new Uint8Array(groups.count * steps);
  const wanted = node.param === undefined ? new Float64Array(steps) : evaluator.scalar(node.param, grid);
  remarkQuantiles(evaluator, node, wanted);
  const rows = groups.first.map((): number[] => []);
  for (const [row, group] of groupOf.entries()) rows[group]?.push(row);
  for (const [group, members] of rows.entries()) {
    const buffer = new Float64Array(members.length);
    for (let step = 0; step < steps; step++) {
      let count = 0;
      for (const row of members) {
        const cell = row * steps + step;
        if (input.present[cell] === 1) buffer[count++] = input.values[cell] ?? NaN;
      }
      if (count === 0) continue;
      values[group * steps + step] = quantileOf(wanted[step] ?? NaN, buffer.subarray(0, count));
      present[group * steps + step] = 1;
      context.work(members.length * 4);
    }
  }
  return groupBlock(labelsOf(evaluator, node, groups), dropsName, steps, { values, present });
}

/** Takes the rows some at a time: there may be more of them than a query may hold. */
function accumulate(evaluator: Evaluator, node: Aggregate, op: AccumulatingOp, grid: Grid): Block {
  const { context } = evaluator;
  const groups = new Groups(node.grouping, node.isWithout);
  const accumulator = new Accumulator(context, op, grid.steps);
  const dropsName = new Set<number>();
  for (const input of evaluator.vectorParts(node.expr, grid)) {
    const groupOf = groups.of(input.labels);
    noteNames(input, groupOf, dropsName);
    accumulator.take(input, groupOf, groups.count);
    context.work(input.values.length);
  }
  return groupBlock(
    labelsOf(evaluator, node, groups),
    dropsName,
    grid.steps,
    accumulator.finish(groups.count),
  );
}

/** Evaluates an aggregation. */
export function evaluateAggregate(evaluator: Evaluator, node: Aggregate, grid: Grid): Block {
  const { op } = node;
  if (op === 'topk' || op === 'bottomk') return selectBest(evaluator, node, op, grid);
  if (op === 'count_values') return countValues(evaluator, node, grid);
  if (op === 'quantile') return takeQuantiles(evaluator, node, grid);
  return accumulate(evaluator, node, op, grid);
}
