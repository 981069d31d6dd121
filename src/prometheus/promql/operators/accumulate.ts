// The aggregations that need no more than a few running numbers a group and step. Row by row, so that memory is read in
// order, and the rows may come in several blocks.
import type { Block } from '../vectors/block.ts';
import type { QueryContext } from '../vectors/context.ts';
import { compensated } from '../math/kahan.ts';
import { unreachable } from '../../../unreachable.ts';

export type AccumulatingOp = 'sum' | 'avg' | 'count' | 'min' | 'max' | 'group' | 'stddev' | 'stdvar';

/** The running numbers of all groups and steps, in the order of the output's cells. */
interface State {
  readonly values: Float64Array;
  readonly present: Uint8Array;
  readonly counts: Uint32Array;
  readonly compensation: Float64Array;
  /** Means: of stddev and stdvar, and of avg where the sum would overflow. */
  readonly means: Float64Array;
  readonly isIncremental: Uint8Array;
}

/** What a cell of the state takes: sums need no counts and no means. */
const STATE_BYTES = 30;
const SUM_BYTES = 17;

type Take = (state: State, cell: number, value: number, isFirst: boolean) => void;

function addTo({ values, compensation }: State, cell: number, value: number): void {
  const sum = values[cell] ?? 0;
  const total = sum + value;
  compensation[cell] = compensated(value, sum, total, compensation[cell] ?? 0);
  values[cell] = total;
}

/** The mean of the sum while that is finite, incremental from there on. */
function averageIn(state: State, cell: number, value: number): void {
  const { values, compensation, means, isIncremental, counts } = state;
  const count = counts[cell] ?? 1;
  if (isIncremental[cell] === 0) {
    const total = (values[cell] ?? 0) + value;
    if (total !== Infinity && total !== -Infinity) return addTo(state, cell, value);
    isIncremental[cell] = 1;
    means[cell] = (values[cell] ?? 0) / (count - 1);
    compensation[cell] = (compensation[cell] ?? 0) / (count - 1);
  }
  const share = (count - 1) / count;
  const before = share * (means[cell] ?? 0);
  const total = before + value / count;
  compensation[cell] = compensated(value / count, before, total, share * (compensation[cell] ?? 0));
  means[cell] = total;
}

/** Welford's method. */
function varyIn({ values, means, counts }: State, cell: number, value: number, isFirst: boolean): void {
  if (isFirst) {
    means[cell] = value;
    values[cell] = Number.isFinite(value) ? 0 : NaN;
    return;
  }
  const mean = means[cell] ?? 0;
  const difference = value - mean;
  const moved = mean + difference / (counts[cell] ?? 1);
  means[cell] = moved;
  values[cell] = (values[cell] ?? 0) + difference * (value - moved);
}

const TAKE: Readonly<Record<AccumulatingOp, Take>> = {
  sum: (state, cell, value, isFirst) => {
    if (isFirst) state.values[cell] = value;
    else addTo(state, cell, value);
  },
  avg: (state, cell, value, isFirst) => {
    if (isFirst) state.values[cell] = value;
    else averageIn(state, cell, value);
  },
  count: () => undefined,
  group: ({ values }, cell) => {
    values[cell] = 1;
  },
  min: ({ values }, cell, value, isFirst) => {
    const least = values[cell] ?? NaN;
    if (isFirst || least > value || least !== least) values[cell] = value;
  },
  max: ({ values }, cell, value, isFirst) => {
    const most = values[cell] ?? NaN;
    if (isFirst || most < value || most !== most) values[cell] = value;
  },
  stddev: varyIn,
  stdvar: varyIn,
};

function finish(
  op: AccumulatingOp,
  { values, counts, compensation, means, isIncremental }: State,
  cell: number,
): number {
  const value = values[cell] ?? NaN;
  const count = counts[cell] ?? 0;
  const lost = compensation[cell] ?? 0;
  switch (op) {
    case 'sum':
      return value + lost;
    case 'avg':
      return isIncremental[cell] === 1 ? (means[cell] ?? NaN) + lost : value / count + lost / count;
    case 'count':
      return count;
    case 'stdvar':
      return value / count;
    case 'stddev':
      return Math.sqrt(value / count);
    case 'min':
    case 'max':
    case 'group':
      return value;
    default:
      return unreachable(op);
  }
}

/** Sum, written out: it is most of what is asked, and needs no call a sample. */
function sumRows(input: Block, groupOf: Int32Array, { values, present, compensation }: State): void {
  const { steps } = input;
  for (let row = 0, from = 0; row < input.labels.length; row++) {
    const base = (groupOf[row] ?? 0) * steps;
    for (let to = base; to < base + steps; to++, from++) {
      if (input.present[from] !== 1) continue;
      const value = input.values[from] ?? NaN;
      if (present[to] === 0) {
        present[to] = 1;
        values[to] = value;
        continue;
      }
      const sum = values[to] ?? 0;
      const total = sum + value;
      compensation[to] = compensated(value, sum, total, compensation[to] ?? 0);
      values[to] = total;
    }
  }
}

/** Takes rows into groups. */
export class Accumulator {
  readonly #context: QueryContext;
  readonly #op: AccumulatingOp;
  readonly #steps: number;
  /** So many groups have room. */
  #capacity = 0;
  #state: State;

  constructor(context: QueryContext, op: AccumulatingOp, steps: number) {
    this.#context = context;
    this.#op = op;
    this.#steps = steps;
    this.#state = newState(op, 0);
  }

  /** Takes the rows of a block; `groupOf` has the group of each, all of them below `groups`. */
  take(input: Block, groupOf: Int32Array, groups: number): void {
    if (groups > this.#capacity) this.#grow(Math.max(groups, Math.ceil(this.#capacity * 1.5)));
    const state = this.#state;
    if (this.#op === 'sum') return sumRows(input, groupOf, state);
    const take = TAKE[this.#op];
    const steps = this.#steps;
    for (let row = 0, from = 0; row < input.labels.length; row++) {
      const base = (groupOf[row] ?? 0) * steps;
      for (let to = base; to < base + steps; to++, from++) {
        if (input.present[from] !== 1) continue;
        const isFirst = state.present[to] === 0;
        state.present[to] = 1;
        state.counts[to] = (state.counts[to] ?? 0) + 1;
        take(state, to, input.values[from] ?? NaN, isFirst);
      }
    }
  }

  /** The cells of the groups, group by group. */
  finish(groups: number): Pick<Block, 'values' | 'present'> {
    const cells = groups * this.#steps;
    const { values, present } = this.#state;
    for (let cell = 0; cell < cells; cell++)
      if (present[cell] === 1) values[cell] = finish(this.#op, this.#state, cell);
    return { values: values.subarray(0, cells), present: present.subarray(0, cells) };
  }

  #grow(groups: number): void {
    const cells = groups * this.#steps;
    this.#context.holdTable(cells * (this.#op === 'sum' ? SUM_BYTES : STATE_BYTES));
    const before = this.#state;
    this.#state = newState(this.#op, cells);
    this.#state.values.set(before.values);
    this.#state.present.set(before.present);
    this.#state.counts.set(before.counts);
    this.#state.compensation.set(before.compensation);
    this.#state.means.set(before.means);
    this.#state.isIncremental.set(before.isIncremental);
    this.#capacity = groups;
  }
}

function newState(op: AccumulatingOp, cells: number): State {
  const rest = op === 'sum' ? 0 : cells;
  return {
    values: new Float64Array(cells),
    present: new Uint8Array(cells),
    counts: new Uint32Array(rest),
    compensation: new Float64Array(cells),
    means: new Float64Array(rest),
    isIncremental: new Uint8Array(rest),
  };
}
