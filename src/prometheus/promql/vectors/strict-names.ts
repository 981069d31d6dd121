// Takes the metric names off the results of functions over ranges, which may come in several blocks.
import type { Labels } from '../../model/samples.ts';
import { duplicateLabels, isOneMetric, type Block } from './block.ts';
import type { QueryContext } from './context.ts';

/** What it costs to look up a label set. */
const WORK_PER_KEY = 8;

/** As `dropNames`, but rows that are the same without their names are always an error. */
export class StrictNames {
  readonly #context: QueryContext;
  /** Of the rows so far, with their names. */
  readonly #labels: Labels[] = [];
  /** Of those that were compared. */
  readonly #keys = new Set<string>();
  #compared = 0;
  #isOneMetric = true;

  constructor(context: QueryContext) {
    this.#context = context;
  }

  /** @throws {PromqlError} where two rows of this block and those before are the same */
  drop(block: Block): void {
    if (this.#context.delaysNameRemoval) {
      block.dropsName.fill(1);
      return;
    }
    for (const labels of block.labels) this.#labels.push(labels);
    this.#isOneMetric &&= isOneMetric([...this.#labels.slice(0, 1), ...block.labels]);
    if (!this.#isOneMetric) this.#compare();
    block.labels = block.labels.map((labels) => labels.nameless);
  }

  #compare(): void {
    for (; this.#compared < this.#labels.length; this.#compared++) {
      this.#context.work(WORK_PER_KEY);
      const key = this.#labels[this.#compared]?.nameless.key ?? '';
      if (this.#keys.has(key)) throw duplicateLabels();
      this.#keys.add(key);
    }
  }
}
