// The words that the engine, the storage, the scraper and the API share: label sets, samples, the stale marker.

/** Milliseconds since the Unix epoch, as everywhere in src/prometheus. */
export type TimestampMs = number;

/** A clock that is passed in, so that hours of scrapes can run in a moment. */
export interface Clock {
  now(): TimestampMs;
  /** Calls back once after `delayMs`; the returned function cancels. */
  after(delayMs: number, callback: () => void): () => void;
}

/** An immutable label set, sorted by name, empty values removed (in Prometheus an empty label is an absent one). */
export class Labels {
  /** name, value, name, value … sorted by name (code units). */
  readonly flat: readonly string[];
  #key: string | undefined;
  #nameless: Labels | undefined;

  private constructor(flat: readonly string[]) {
    this.flat = flat;
  }

  static readonly empty = new Labels([]);

  static from(entries: Iterable<readonly [name: string, value: string]>): Labels {
    const pairs = [...new Map(entries)].filter(([, value]) => value !== '');
    pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    return pairs.length === 0 ? Labels.empty : new Labels(pairs.flat());
  }

  /** Of the {@link Labels.flat} of another label set, in order and without empty values as that is. */
  static fromFlat(flat: readonly string[]): Labels {
    return flat.length === 0 ? Labels.empty : new Labels(flat);
  }

  /** Equal label sets have equal keys. */
  get key(): string {
    this.#key ??= this.flat.join('\0');
    return this.#key;
  }

  get size(): number {
    return this.flat.length / 2;
  }

  /** The value, or '' where the label is absent. */
  get(name: string): string {
    for (let i = 0; i < this.flat.length; i += 2) if (this.flat[i] === name) return this.flat[i + 1] ?? '';
    return '';
  }

  *entries(): IterableIterator<[name: string, value: string]> {
    for (let i = 0; i < this.flat.length; i += 2) yield [this.flat[i] ?? '', this.flat[i + 1] ?? ''];
  }

  /** Without these names. */
  without(names: ReadonlySet<string>): Labels {
    return this.#filtered((name) => !names.has(name));
  }

  /** Only these names. */
  keep(names: ReadonlySet<string>): Labels {
    return this.#filtered((name) => names.has(name));
  }

  /** Without the metric's name, type and unit: what most functions leave of a label set. Remembered. */
  get nameless(): Labels {
    this.#nameless ??= this.#filtered((name) => !METADATA_LABELS.has(name));
    return this.#nameless;
  }

  /** With one label set; an empty value removes it. */
  with(name: string, value: string): Labels {
    return Labels.from([...this.entries(), [name, value]]);
  }

  /** An equal label set made of other copies of its strings: `copyOf` returns an equal string for each. */
  withTexts(copyOf: (text: string) => string): Labels {
    const copy = new Labels(this.flat.map(copyOf));
    copy.#key = this.#key;
    return copy;
  }

  toObject(): Record<string, string> {
    return Object.fromEntries(this.entries());
  }

  #filtered(isKept: (name: string) => boolean): Labels {
    const flat: string[] = [];
    for (let i = 0; i < this.flat.length; i += 2) {
      const name = this.flat[i] ?? '';
      if (isKept(name)) flat.push(name, this.flat[i + 1] ?? '');
    }
    return flat.length === this.flat.length ? this : flat.length === 0 ? Labels.empty : new Labels(flat);
  }
}

export const METRIC_NAME = '__name__';

/** The labels that say what a metric is, not what it is about: they go where a function changes its meaning. */
const METADATA_LABELS: ReadonlySet<string> = new Set([METRIC_NAME, '__type__', '__unit__']);

/** `=`, `!=`, `=~`, `!~`; regular expressions are anchored and have RE2 semantics. */
export interface Matcher {
  readonly name: string;
  readonly op: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** A matcher whose pattern was tried already: the values that fit. With the empty value an absent label fits too. */
export interface ValueMatcher {
  readonly name: string;
  readonly op: 'in';
  readonly values: ReadonlySet<string>;
}

/**
 * Samples of one series in a window, oldest first, contiguous. Values may hold the stale marker: a NaN with
 * Prometheus's bit pattern. Copy values only between typed arrays (which keeps the bits), and test with {@link isStaleAt}.
 */
export interface SeriesSamples {
  readonly labels: Labels;
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

/** Series with their samples. What is read of one may be valid only until the next one is taken. */
export interface SeriesList extends Iterable<SeriesSamples> {
  /** At most so many are given. */
  readonly length: number;
  /** What the list takes in bytes. Absent where it has all samples in memory. */
  readonly heldBytes?: number;
}

/** What one selector of a query reads. */
export interface Selection {
  readonly matchers: readonly Matcher[];
  readonly minT: TimestampMs;
  readonly maxT: TimestampMs;
}

/** What the engine reads from. The answer is the samples with minT <= t <= maxT, series in no particular order. */
export interface Queryable {
  select(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): SeriesList;
  /** Several selections as of one moment. Absent where samples cannot change while a query is evaluated. */
  selectAll?(selections: readonly Selection[]): readonly SeriesList[];
}

const STALE_HIGH = 0x7ff00000;
const STALE_LOW = 2;

/** Writes Prometheus's stale marker (0x7ff0000000000002, value.StaleNaN) at an index. */
export function writeStaleAt(values: Float64Array, index: number): void {
  const view = new DataView(values.buffer, values.byteOffset + index * 8, 8);
  view.setUint32(0, STALE_LOW, true);
  view.setUint32(4, STALE_HIGH, true);
}

/** Whether the sample at an index is the stale marker. Cheap for numbers: only a NaN is looked at closer. */
export function isStaleAt(values: Float64Array, index: number): boolean {
  const value = values[index];
  if (value === undefined || value === value) return false;
  const view = new DataView(values.buffer, values.byteOffset + index * 8, 8);
  return view.getUint32(0, true) === STALE_LOW && view.getUint32(4, true) === STALE_HIGH;
}
