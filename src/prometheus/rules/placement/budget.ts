// What a rule may spend in the server's own thread: so many samples and so much time. Where it needs more it is given up,
// because it would hold up scrapes.
import { PromqlError } from '../../promql/index.ts';
import type { Matcher, Queryable, SeriesSamples, TimestampMs } from '../../model/samples.ts';
import type { SampleStore } from '../../storage/model/store.ts';

/** So many samples are read in a few milliseconds. */
const MOST_SAMPLES = 200_000;
const MOST_MS = 20;

/** The samples of a store, up to a budget that one evaluation has. */
export class Budget implements Queryable {
  readonly #store: Pick<SampleStore, 'selectUpTo'>;
  readonly #stopwatch: () => number;
  readonly #deadline: number;
  #left = MOST_SAMPLES;
  #isSpent = false;

  /** @param stopwatch a monotonic time in milliseconds */
  constructor(store: Pick<SampleStore, 'selectUpTo'>, stopwatch = () => performance.now()) {
    this.#store = store;
    this.#stopwatch = stopwatch;
    this.#deadline = stopwatch() + MOST_MS;
  }

  /** Whether it was not enough: then what the evaluation came to does not count. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** Looked at between pieces of work. */
  get aborted(): boolean {
    if (this.#stopwatch() > this.#deadline) this.#isSpent = true;
    return this.#isSpent;
  }

  select(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): readonly SeriesSamples[] {
    const found = this.#store.selectUpTo(matchers, minT, maxT, this.#left);
    if (found === undefined) {
      this.#isSpent = true;
      throw new PromqlError('canceled', 'the budget of the evaluation is spent');
    }
    for (const { timestamps } of found) this.#left -= timestamps.length;
    return found;
  }
}
