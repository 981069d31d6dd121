// An instant vector at all steps at once: one row a series, one column a step, in two flat arrays. Every operator takes
// blocks and gives a block; a block has one owner, which may change it in place.
import { Labels } from '../../model/samples.ts';
import { CELL_BYTES, type Held, type QueryContext } from './context.ts';
import { PromqlError } from '../ast/errors.ts';
import { metricNameOf } from '../text/labels.ts';

export interface Block {
  readonly steps: number;
  /** One a row. */
  labels: Labels[];
  /** 1 where the metric's name goes at the end of the query (only with delayed name removal). */
  dropsName: Uint8Array;
  /** `rows × steps`, row by row. */
  values: Float64Array;
  /** 1 where there is a sample. */
  present: Uint8Array;
  /** No two rows have the same labels. False means: not known. */
  isUnique: boolean;
}

/** A block of empty cells; its rows are filled, and their labels pushed, by the caller. */
export function allocateBlock(context: QueryContext, rows: number, steps: number): Block {
  context.holdCells(rows, steps);
  return {
    steps,
    labels: [],
    dropsName: new Uint8Array(rows),
    values: new Float64Array(rows * steps),
    present: new Uint8Array(rows * steps),
    isUnique: false,
  };
}

/** Cuts a block that was allocated for more rows down to the labels it got. */
export function trimBlock(block: Block): Block {
  const cells = block.labels.length * block.steps;
  if (block.values.length > cells) {
    block.values = block.values.subarray(0, cells);
    block.present = block.present.subarray(0, cells);
    block.dropsName = block.dropsName.subarray(0, block.labels.length);
  }
  return block;
}

/** A block of one row without labels: what `vector(…)` gives. */
export function singleRow(context: QueryContext, values: Float64Array): Block {
  const block = allocateBlock(context, 1, values.length);
  block.labels.push(Labels.empty);
  block.values.set(values);
  block.present.fill(1);
  block.isUnique = true;
  return block;
}

/** What a block holds. */
export function heldBy({ present, values }: Block): Held {
  let samples = 0;
  for (let cell = 0; cell < present.length; cell++) samples += present[cell] ?? 0;
  // A block that was cut down still has the memory it was allocated with.
  return { samples, tableBytes: (values.buffer.byteLength / 8) * CELL_BYTES };
}

export function isRowEmpty(block: Block, row: number): boolean {
  const end = (row + 1) * block.steps;
  const at = block.present.indexOf(1, row * block.steps);
  return at < 0 || at >= end;
}

/** Gives the block only these rows, in this order. */
export function pickRows(context: QueryContext, block: Block, rows: readonly number[]): Block {
  const picked = allocateBlock(context, rows.length, block.steps);
  for (const [to, from] of rows.entries()) {
    picked.labels.push(block.labels[from] ?? Labels.empty);
    picked.dropsName[to] = block.dropsName[from] ?? 0;
    const source = from * block.steps;
    picked.values.set(block.values.subarray(source, source + block.steps), to * block.steps);
    picked.present.set(block.present.subarray(source, source + block.steps), to * block.steps);
  }
  picked.isUnique = block.isUnique;
  return picked;
}

/** What it costs to look up a label set. */
const WORK_PER_KEY = 8;

export function duplicateLabels(): PromqlError {
  return new PromqlError('execution', 'vector cannot contain metrics with the same labelset');
}

/** Whether all rows are of one metric, so that they stay apart without its name. */
export function isOneMetric(labels: readonly Labels[]): boolean {
  const [first] = labels;
  if (first === undefined) return true;
  const name = metricNameOf(first);
  return labels.every(
    (each) => metricNameOf(each) === name && each.get('__type__') === first.get('__type__'),
  );
}

function removeNames(block: Block): void {
  block.isUnique &&= isOneMetric(block.labels);
  block.labels = block.labels.map((labels) => labels.nameless);
}

/**
 * A function changed what the rows mean: their metric names go, now or (delayed) at the end of the query. Rows that
 * are the same without their names become one where they have no moment in common, and are an error where they have.
 */
export function dropNames(context: QueryContext, block: Block): Block {
  if (context.delaysNameRemoval) {
    block.dropsName.fill(1);
    return block;
  }
  removeNames(block);
  return mergeDuplicates(context, block);
}

/** At the end of a query: takes away the names that were kept until now. */
export function finishNames(context: QueryContext, block: Block): Block {
  if (!context.delaysNameRemoval || !block.dropsName.includes(1)) return block;
  const isPartial = block.dropsName.includes(0);
  block.isUnique &&= !isPartial && isOneMetric(block.labels);
  block.labels = block.labels.map((labels, row) => (block.dropsName[row] === 1 ? labels.nameless : labels));
  return mergeDuplicates(context, block);
}

/** Makes one row of rows with the same labels. @throws {PromqlError} where two of them have a sample at the same step */
export function mergeDuplicates(context: QueryContext, block: Block): Block {
  if (block.isUnique) return block;
  const firstRows = new Map<string, number>();
  const kept: number[] = [];
  const { steps, values, present } = block;
  for (const [row, labels] of block.labels.entries()) {
    context.work(WORK_PER_KEY);
    const first = firstRows.get(labels.key);
    if (first === undefined) {
      firstRows.set(labels.key, row);
      kept.push(row);
      continue;
    }
    context.work(steps);
    for (let step = 0; step < steps; step++) {
      const from = row * steps + step;
      if (present[from] !== 1) continue;
      const to = first * steps + step;
      if (present[to] === 1) throw duplicateLabels();
      present[to] = 1;
      values[to] = values[from] ?? NaN;
    }
  }
  const merged = kept.length === block.labels.length ? block : pickRows(context, block, kept);
  merged.isUnique = true;
  return merged;
}
