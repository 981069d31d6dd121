// topk and bottomk: the best rows of each group at each step, as they are.
import type { Aggregate } from '../ast/nodes.ts';
import { pickRows, type Block } from '../vectors/block.ts';
import { PromqlError } from '../ast/errors.ts';
import type { Evaluator } from '../vectors/evaluator.ts';
import { formatGeneral } from '../text/numbers.ts';
import type { Grid } from '../vectors/grid.ts';
import { Groups } from '../vectors/grouping.ts';

const INT64_LIMIT = 2 ** 63;

function checkCounts(counts: Float64Array): void {
  if (counts.some(Number.isNaN)) throw new PromqlError('execution', 'Parameter value is NaN');
  const least = counts.reduce((a, b) => Math.min(a, b));
  const most = counts.reduce((a, b) => Math.max(a, b));
  if (least <= -INT64_LIMIT)
    throw new PromqlError('execution', `Scalar value ${formatGeneral(least)} underflows int64`);
  if (most >= INT64_LIMIT)
    throw new PromqlError('execution', `Scalar value ${formatGeneral(most)} overflows int64`);
}

/** The best `limit` of some rows, the best first. Of equal ones the earlier stays. */
class BestRows {
  /** A heap with the worst on top. */
  readonly #heap: number[] = [];
  readonly #isBetter: (row: number, than: number) => boolean;

  constructor(isBetter: (row: number, than: number) => boolean) {
    this.#isBetter = isBetter;
  }

  offer(row: number, limit: number): void {
    const heap = this.#heap;
    if (heap.length < limit) {
      heap.push(row);
      this.#rise(heap.length - 1);
    } else if (this.#isBetter(row, heap[0] ?? row)) {
      heap[0] = row;
      this.#sink();
    }
  }

  /** Takes all rows out, the best first. */
  drain(): number[] {
    const rows = this.#heap.splice(0);
    return rows.toSorted((a, b) => (this.#isBetter(a, b) ? -1 : this.#isBetter(b, a) ? 1 : a - b));
  }

  #rise(from: number): void {
    const heap = this.#heap;
    for (let at = from; at > 0;) {
      const parent = (at - 1) >> 1;
      const [row = 0, above = 0] = [heap[at], heap[parent]];
      if (!this.#isWorse(row, above)) return;
      [heap[at], heap[parent]] = [above, row];
      at = parent;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    for (let at = 0; ;) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        if (child < heap.length && this.#isWorse(heap[child] ?? 0, heap[worst] ?? 0)) worst = child;
      }
      if (worst === at) return;
      [heap[at], heap[worst]] = [heap[worst] ?? 0, heap[at] ?? 0];
      at = worst;
    }
  }

  #isWorse(row: number, than: number): boolean {
    return this.#isBetter(than, row) || (!this.#isBetter(row, than) && row > than);
  }
}

/** Evaluates topk or bottomk. At an instant the answer is in order, group by group. */
export function selectBest(evaluator: Evaluator, node: Aggregate, op: 'topk' | 'bottomk', grid: Grid): Block {
  const { context } = evaluator;
  const counts = node.param === undefined ? new Float64Array(grid.steps) : evaluator.scalar(node.param, grid);
  const input = evaluator.vector(node.expr, grid);
  const grouping = new Groups(node.grouping, node.isWithout);
  const groupOf = grouping.of(input.labels);
  const isNone = counts.every((count) => count < 1);
  if (!isNone) checkCounts(counts);

  const { steps, values, present } = input;
  let step = 0;
  const isBetter = (row: number, than: number): boolean => {
    const [value = NaN, other = NaN] = [values[row * steps + step], values[than * steps + step]];
    if (value !== value || other !== other) return value === value;
    return op === 'topk' ? value > other : value < other;
  };
  const groups = grouping.first.map(() => new BestRows(isBetter));
  const kept = new Uint8Array(present.length);
  const order: number[] = [];
  const asked = isNone ? 0 : steps;
  for (step = 0; step < asked; step++) {
    const limit = Math.min(Math.trunc(counts[step] ?? 0), input.labels.length);
    if (limit < 1) continue;
    for (let row = 0; row < input.labels.length; row++) {
      if (present[row * steps + step] === 1) groups[groupOf[row] ?? 0]?.offer(row, limit);
    }
    for (const group of groups) {
      for (const row of group.drain()) {
        kept[row * steps + step] = 1;
        order.push(row);
      }
    }
    context.work(input.labels.length * 4);
  }
  input.present = kept;
  return steps === 1 ? pickRows(context, input, order) : input;
}
