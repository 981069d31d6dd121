// Arithmetic and comparison between two vectors: who meets whom, what is ambiguous, and what the results are called.
import { METRIC_NAME, Labels } from '../../model/samples.ts';
import type { Binary, VectorMatching } from '../ast/nodes.ts';
import { operationOf, type Operation } from './arithmetic.ts';
import { allocateBlock, mergeDuplicates, trimBlock, type Block } from '../vectors/block.ts';
import type { QueryContext } from '../vectors/context.ts';
import { PromqlError } from '../ast/errors.ts';
import { groupLabels } from '../vectors/grouping.ts';
import { formatLabels } from '../text/labels.ts';
import { signRows } from '../vectors/signatures.ts';

/** One row of the "many" side and one of the "one" side that have the same signature. */
interface Pair {
  readonly many: number;
  readonly one: number;
}

const PAIR_BYTES = 40;

interface Sides {
  readonly matching: VectorMatching;
  readonly many: Block;
  readonly one: Block;
  /** The rows of each signature. */
  readonly manyRows: readonly (readonly number[])[];
  readonly oneRows: readonly (readonly number[])[];
  /** group_right: the "one" side is the left. */
  readonly isSwapped: boolean;
}

function rowsBySignature(signatures: Int32Array, count: number): number[][] {
  const rows = Array.from({ length: count }, (): number[] => []);
  for (const [row, signature] of signatures.entries()) rows[signature]?.push(row);
  return rows;
}

function arrange(matching: VectorMatching, lhs: Block, rhs: Block): Sides {
  const { left, right, count } = signRows(lhs.labels, rhs.labels, matching);
  const isSwapped = matching.cardinality === 'one-to-many';
  const leftRows = rowsBySignature(left, count);
  const rightRows = rowsBySignature(right, count);
  return isSwapped
    ? { matching, many: rhs, one: lhs, manyRows: rightRows, oneRows: leftRows, isSwapped }
    : { matching, many: lhs, one: rhs, manyRows: leftRows, oneRows: rightRows, isSwapped };
}

/** 1 at the steps where a block has any sample. */
function stepsWithSamples(block: Block): Uint8Array {
  const found = new Uint8Array(block.steps);
  for (let cell = 0; cell < block.present.length; cell++)
    if (block.present[cell] === 1) found[cell % block.steps] = 1;
  return found;
}

function labelsOf(block: Block, row: number): Labels {
  return block.labels[row] ?? Labels.empty;
}

/** The "one" side must have one row a signature at each step where both sides have anything. */
function checkOneSide(context: QueryContext, { matching, many, one, oneRows, isSwapped }: Sides): void {
  const crowded = oneRows.filter((rows) => rows.length > 1);
  if (crowded.length === 0) return;
  const isAsked = stepsWithSamples(many);
  for (let step = 0; step < one.steps; step++) {
    if (isAsked[step] === 0) continue;
    let found: readonly [first: number, second: number] | undefined;
    for (const rows of crowded) {
      context.work(rows.length);
      const [first, second] = rows.filter((row) => one.present[row * one.steps + step] === 1);
      if (first === undefined || second === undefined) continue;
      // Of several, Prometheus names the pair that is complete first.
      if (found === undefined || second < found[1]) found = [first, second];
    }
    if (found === undefined) continue;
    const group = groupLabels(labelsOf(one, found[1]), matching.labels, !matching.isOn);
    // Sorted, so that the message is the same in every run.
    const pair = found.map((row) => formatLabels(labelsOf(one, row))).toSorted();
    throw new PromqlError(
      'execution',
      `found duplicate series for the match group ${formatLabels(group)} on the ${isSwapped ? 'left' : 'right'} ` +
        `hand-side of the operation: [${pair.join(', ')}];` +
        'many-to-many matching not allowed: matching labels must be unique on one side',
    );
  }
}

/** Whether two rows have a sample at a step where a row of the other side has one too. */
function meetAtOnce(sides: Sides, a: Pair, b: Pair): boolean {
  const { many, one } = sides;
  const { steps } = many;
  for (let step = 0; step < steps; step++) {
    const isBoth = many.present[a.many * steps + step] === 1 && many.present[b.many * steps + step] === 1;
    if (isBoth && one.present[a.one * steps + step] === 1 && one.present[b.one * steps + step] === 1)
      return true;
  }
  return false;
}

/** Rows of the "many" side may share a signature only where the results stay apart. */
function checkManySide(
  context: QueryContext,
  sides: Sides,
  pairs: readonly Pair[],
  results: readonly Labels[],
): void {
  const isOneToOne = sides.matching.cardinality === 'one-to-one';
  const seen = new Map<string, Pair[]>();
  for (const [index, pair] of pairs.entries()) {
    const key = isOneToOne ? '' : (results[index]?.key ?? '');
    const earlier = seen.get(key) ?? [];
    for (const other of earlier) {
      context.work(sides.many.steps);
      if (other.many === pair.many || !meetAtOnce(sides, other, pair)) continue;
      throw new PromqlError(
        'execution',
        isOneToOne
          ? 'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)'
          : 'multiple matches for labels: grouping labels must ensure unique matches',
      );
    }
    if (earlier.push(pair) === 1) seen.set(key, earlier);
  }
}

/** What the result of a pair is called. */
function resultLabels(
  { matching, many, one }: Sides,
  { many: row, one: oneRow }: Pair,
  operation: Operation,
): Labels {
  let labels = labelsOf(many, row);
  if (operation.kind === 'arithmetic') labels = labels.nameless;
  if (matching.cardinality === 'one-to-one') {
    const names = new Set(matching.labels);
    return matching.isOn ? labels.keep(names) : labels.without(names);
  }
  for (const name of matching.include) labels = labels.with(name, labelsOf(one, oneRow).get(name));
  return labels;
}

/** Writes one row of results; gives how many there are. */
function operate(
  sides: Sides,
  pair: Pair,
  operation: Operation,
  returnsBool: boolean,
  output: Block,
  base: number,
): number {
  const { many, one, isSwapped } = sides;
  const { steps } = output;
  const manyBase = pair.many * steps;
  const oneBase = pair.one * steps;
  let count = 0;
  for (let step = 0; step < steps; step++) {
    if (many.present[manyBase + step] !== 1 || one.present[oneBase + step] !== 1) continue;
    const manyValue = many.values[manyBase + step] ?? NaN;
    const oneValue = one.values[oneBase + step] ?? NaN;
    const left = isSwapped ? oneValue : manyValue;
    const right = isSwapped ? manyValue : oneValue;
    if (operation.kind === 'arithmetic') {
      output.values[base + step] = operation.compute(left, right);
    } else {
      const holds = operation.holds(left, right);
      if (!holds && !returnsBool) continue;
      output.values[base + step] = returnsBool ? Number(holds) : left;
    }
    output.present[base + step] = 1;
    count++;
  }
  return count;
}

/** Evaluates an operator between two vectors. @throws {PromqlError} where it is not clear who belongs to whom */
export function matchVectors(
  context: QueryContext,
  node: Binary,
  matching: VectorMatching,
  lhs: Block,
  rhs: Block,
): Block {
  const operation = operationOf(node.op);
  const sides = arrange(matching, lhs, rhs);
  checkOneSide(context, sides);
  const count = sides.manyRows.reduce(
    (sum, rows, signature) => sum + rows.length * (sides.oneRows[signature]?.length ?? 0),
    0,
  );
  // Before the pairs are made: there can be as many as the rows of one side times those of the other.
  context.holdTable(count * PAIR_BYTES);
  const output = allocateBlock(context, count, lhs.steps);
  const groups = sides.manyRows.map((rows, signature) =>
    rows.flatMap((many) => (sides.oneRows[signature] ?? []).map((one): Pair => ({ many, one }))),
  );
  for (const pairs of groups) {
    const results = pairs.map((pair) => {
      const labels = resultLabels(sides, pair, operation);
      context.holdLabels(labels);
      return labels;
    });
    if (pairs.length > 1) checkManySide(context, sides, pairs, results);
    for (const [index, pair] of pairs.entries()) {
      const row = output.labels.length;
      context.work(lhs.steps);
      if (operate(sides, pair, operation, node.returnsBool, output, row * lhs.steps) === 0) continue;
      output.labels.push(results[index] ?? Labels.empty);
    }
  }
  trimBlock(output);
  if (node.returnsBool && context.delaysNameRemoval) output.dropsName.fill(1);
  else if (node.returnsBool) output.labels = output.labels.map((labels) => labels.nameless);
  // One to one, the labels left are the signature, or the signature and the name.
  output.isUnique = matching.cardinality === 'one-to-one' && sides.oneRows.every((each) => each.length < 2);
  if (matching.isOn && matching.labels.includes(METRIC_NAME)) output.isUnique = false;
  return mergeDuplicates(context, output);
}
