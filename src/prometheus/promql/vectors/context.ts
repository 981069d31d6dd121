// What one evaluation shares: where it reads, what it may spend, and what it has to tell. Nothing here outlives a query.
import type { Labels, Matcher, Queryable, Selection, SeriesList, TimestampMs } from '../../model/samples.ts';
import { Annotations } from './annotations.ts';
import { PromqlError } from '../ast/errors.ts';
import type { QueryOptions } from './result.ts';

/** How much work is done between two looks at the clock. */
const WORK_PER_LOOK = 200_000;

/** A cell of a block: a number, and whether it is there. */
export const CELL_BYTES = 9;
export const SAMPLE_BYTES = 16;
/** What a label set takes besides its texts. */
const LABELS_BYTES = 64;

/** The longest value that a query may give a label, in UTF-16 code units: four times what a scrape may bring. */
const MAX_TEXT = 4 * 2 ** 20;

/** What a part of a query holds. */
export interface Held {
  readonly samples: number;
  readonly tableBytes: number;
}

export interface QueryBounds {
  /** What `@ start()` and `@ end()` stand for. */
  readonly startMs: TimestampMs;
  readonly endMs: TimestampMs;
}

export class QueryContext {
  readonly lookbackMs: number;
  readonly defaultSubqueryStepMs: number;
  readonly delaysNameRemoval: boolean;
  readonly bounds: QueryBounds;
  readonly annotations: Annotations;
  readonly #queryable: Queryable;
  readonly #maxSamples: number;
  readonly #maxBytes: number;
  readonly #deadline: number;
  readonly #timeoutMs: number;
  readonly #signal: { readonly aborted: boolean } | undefined;
  readonly #selected = new Map<string, SeriesList>();
  #workUntilLook = WORK_PER_LOOK;
  #samples = 0;
  /** Of the tables that are held now. */
  #tableBytes = 0;
  /** Of what is held until the end. */
  #otherBytes = 0;

  constructor(queryable: Queryable, text: string, bounds: QueryBounds, options: QueryOptions) {
    this.#queryable = queryable;
    this.bounds = bounds;
    this.annotations = new Annotations(text);
    this.lookbackMs = options.lookbackMs ?? 300_000;
    this.defaultSubqueryStepMs = options.defaultSubqueryStepMs ?? 60_000;
    this.delaysNameRemoval = options.delayedNameRemoval ?? false;
    this.#maxSamples = options.maxSamples ?? 50_000_000;
    this.#maxBytes = options.maxBytes ?? 256 * 2 ** 20;
    this.#timeoutMs = options.timeoutMs ?? 120_000;
    this.#deadline = performance.now() + this.#timeoutMs;
    this.#signal = options.signal;
    this.#look();
  }

  /** Counts work done, and ends the query where its time is over. Cheap enough for every series. */
  work(amount: number): void {
    this.#workUntilLook -= amount;
    if (this.#workUntilLook > 0) return;
    this.#workUntilLook = WORK_PER_LOOK;
    this.#look();
  }

  #look(): void {
    if (this.#signal?.aborted === true)
      throw new PromqlError('canceled', 'query was canceled in expression evaluation');
    if (performance.now() > this.#deadline)
      throw new PromqlError('timeout', 'query timed out in expression evaluation');
  }

  /** What is held now; hand it to {@link settle} when a part of the query is done. */
  get held(): Held {
    return { samples: this.#samples, tableBytes: this.#tableBytes };
  }

  /** Counts samples as held. */
  hold(count: number): void {
    this.#samples += count;
    if (this.#samples > this.#maxSamples) this.refuseSamples();
  }

  /** Whether so many more samples come near what may be held. */
  isNearLimit(count: number): boolean {
    return this.#samples + count * 2 > this.#maxSamples;
  }

  /** Counts samples as held no longer. */
  letGo(count: number): void {
    this.#samples -= count;
  }

  /** A part of the query is done: what it held is gone but for its result. */
  settle(before: Held, result: Held): void {
    this.#samples = before.samples;
    this.#tableBytes = before.tableBytes;
    this.hold(result.samples);
    this.holdTable(result.tableBytes);
  }

  /** Refuses a table whose cells alone would be more than may be held, before it is allocated. */
  holdCells(rows: number, steps: number): void {
    if (rows * steps > this.#maxSamples * 2) this.refuseSamples();
    this.holdTable(rows * steps * CELL_BYTES);
  }

  /** Counts a table, before it is allocated. */
  holdTable(bytes: number): void {
    this.#tableBytes += bytes;
    this.#checkBytes();
  }

  /** Counts what is held until the query ends: samples that were read, and labels that it makes. */
  holdBytes(bytes: number): void {
    this.#otherBytes += bytes;
    this.#checkBytes();
  }

  /** Refuses a text that is too long for a label, or more than may be held, before it is made. */
  checkText(length: number): void {
    if (length > MAX_TEXT || this.#otherBytes + length * 2 > this.#maxBytes) this.refuseSamples();
  }

  /** Counts labels that the query makes, and the text that they are compared by. */
  holdLabels({ flat }: Labels): void {
    let characters = 0;
    for (const text of flat) characters += text.length;
    this.holdBytes(LABELS_BYTES + flat.length * 8 + characters * 2);
  }

  #checkBytes(): void {
    if (this.#tableBytes + this.#otherBytes > this.#maxBytes) this.refuseSamples();
  }

  refuseSamples(): never {
    throw new PromqlError(
      'execution',
      'query processing would load too many samples into memory in query execution',
    );
  }

  /** Takes series that were read for the query before it is evaluated. */
  preload(selections: readonly Selection[], found: readonly SeriesList[]): void {
    for (const [index, { matchers, minT, maxT }] of selections.entries()) {
      const series = found[index] ?? [];
      this.#selected.set(keyOf(matchers, minT, maxT), series);
      this.#holdSelected(series);
    }
  }

  #holdSelected(series: SeriesList): void {
    if (series.heldBytes !== undefined) this.holdBytes(series.heldBytes);
    else for (const { values } of series) this.holdBytes(values.length * SAMPLE_BYTES);
  }

  /** Reads series, the same ones once. */
  select(matchers: readonly Matcher[], minMs: TimestampMs, maxMs: TimestampMs): SeriesList {
    const key = keyOf(matchers, minMs, maxMs);
    const known = this.#selected.get(key);
    if (known !== undefined) return known;
    const selected = this.#queryable.select(matchers, minMs, maxMs);
    this.#selected.set(key, selected);
    this.#holdSelected(selected);
    this.#look();
    return selected;
  }
}

function keyOf(matchers: readonly Matcher[], minMs: TimestampMs, maxMs: TimestampMs): string {
  return JSON.stringify([matchers, minMs, maxMs]);
}
