// The samples of a simulation: those of the timeline, and those that rules write. What a rule sees of them at a moment
// is what a server would have had then.
import { compileMatcher } from '../model/matcher.ts';
import {
  METRIC_NAME,
  writeStaleAt,
  type Labels,
  type Matcher,
  type Queryable,
  type SeriesList,
  type SeriesSamples,
  type TimestampMs,
} from '../model/samples.ts';
import { SimulationFault, type Budget } from './budget.ts';
import type { PlannedRule } from './schedule.ts';

/** Two rules write the same series: which of their samples count depends on their order. */
export class SharedSeries extends Error {
  readonly writers: readonly [PlannedRule, PlannedRule];

  constructor(writers: readonly [PlannedRule, PlannedRule]) {
    super('two rules write the same series');
    this.writers = writers;
  }
}

/** One series that grows. */
export class Column implements SeriesSamples {
  readonly labels: Labels;
  /** The rule that writes it; absent for a series of the timeline. */
  readonly writer: PlannedRule | undefined;
  length: number;
  #timestamps: Float64Array;
  #values: Float64Array;

  constructor({ labels, timestamps, values }: SeriesSamples, writer: PlannedRule | undefined) {
    this.labels = labels;
    this.writer = writer;
    this.length = timestamps.length;
    this.#timestamps = timestamps;
    this.#values = values;
  }

  get timestamps(): Float64Array {
    return this.#timestamps.subarray(0, this.length);
  }

  get values(): Float64Array {
    return this.#values.subarray(0, this.length);
  }

  get lastTime(): TimestampMs {
    return this.#timestamps[this.length - 1] ?? -Infinity;
  }

  get lastValue(): number {
    return this.#values[this.length - 1] ?? NaN;
  }

  append(time: TimestampMs, value: number): void {
    if (this.length === this.#timestamps.length) this.#grow();
    this.#timestamps[this.length] = time;
    this.#values[this.length++] = value;
  }

  appendStale(time: TimestampMs): void {
    this.append(time, 0);
    writeStaleAt(this.#values, this.length - 1);
  }

  /** The samples with minT <= t <= maxT; undefined where there are none. */
  between(minT: TimestampMs, maxT: TimestampMs): SeriesSamples | undefined {
    const from = this.#firstAfter(minT, false);
    const end = this.#firstAfter(maxT, true);
    if (from >= end) return undefined;
    return {
      labels: this.labels,
      timestamps: this.#timestamps.subarray(from, end),
      values: this.#values.subarray(from, end),
    };
  }

  #firstAfter(time: TimestampMs, isAfter: boolean): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const at = this.#timestamps[middle] ?? 0;
      if (at < time || (isAfter && at === time)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const size = Math.max(this.length * 2, 16);
    const timestamps = new Float64Array(size);
    const values = new Float64Array(size);
    timestamps.set(this.#timestamps);
    values.set(this.#values);
    this.#timestamps = timestamps;
    this.#values = values;
  }
}

export class SimulatedSamples implements Queryable {
  readonly #budget: Budget;
  readonly #byKey = new Map<string, Column>();
  readonly #byName = new Map<string, Column[]>();

  constructor(timeline: readonly SeriesSamples[], budget: Budget) {
    this.#budget = budget;
    for (const series of timeline) {
      if (this.#byKey.has(series.labels.key))
        throw new SimulationFault(`the timeline has the series ${shown(series.labels)} twice`);
      this.#add(new Column(series, undefined));
    }
  }

  select(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): SeriesList {
    return this.#select(matchers, minT, () => maxT);
  }

  /** What a rule sees when it is evaluated at `timeMs`: what was written before, and by the rules before it. */
  seenBy(order: number, timeMs: TimestampMs): Queryable {
    return {
      select: (matchers, minT, maxT) =>
        this.#select(matchers, minT, ({ writer }) => Math.min(maxT, lastSeen(writer, order, timeMs))),
    };
  }

  /** Takes a whole series of a rule. @throws {SharedSeries} */
  put(writer: PlannedRule, series: SeriesSamples): void {
    this.#check(writer, series.labels);
    this.#budget.spendSamples(series.timestamps.length);
    this.#add(new Column(series, writer));
  }

  /** The series of a rule, to append to. Each sample is counted by the writer. @throws {SharedSeries} */
  column(writer: PlannedRule, labels: Labels): Column {
    const known = this.#byKey.get(labels.key);
    if (known !== undefined && known.writer === writer) return known;
    this.#check(writer, labels);
    const column = new Column(
      { labels, timestamps: new Float64Array(16), values: new Float64Array(16) },
      writer,
    );
    column.length = 0;
    this.#add(column);
    return column;
  }

  /** The series that several rules may write to, which are evaluated together. */
  sharedColumn(writer: PlannedRule, labels: Labels): Column {
    const known = this.#byKey.get(labels.key);
    const isShared = known?.writer !== undefined && known.writer.cluster === writer.cluster;
    return isShared ? known : this.column(writer, labels);
  }

  writtenBy(writer: PlannedRule): readonly SeriesSamples[] {
    const written: SeriesSamples[] = [];
    for (const column of this.#byKey.values()) if (column.writer === writer) written.push(column);
    return written;
  }

  #check(writer: PlannedRule, labels: Labels): void {
    const known = this.#byKey.get(labels.key);
    if (known === undefined) return;
    if (known.writer === undefined)
      throw new SimulationFault(
        `the rule ${writer.rule.name} records the series ${shown(labels)}, which is also in the timeline`,
      );
    throw new SharedSeries([known.writer, writer]);
  }

  #add(column: Column): void {
    const name = column.labels.get(METRIC_NAME);
    this.#byKey.set(column.labels.key, column);
    const same = this.#byName.get(name);
    if (same === undefined) this.#byName.set(name, [column]);
    else same.push(column);
  }

  #select(
    matchers: readonly Matcher[],
    minT: TimestampMs,
    maxTOf: (column: Column) => TimestampMs,
  ): SeriesList {
    const compiled = matchers.map(({ name, op, value }) => ({
      name,
      fits: compileMatcher({ name, op, value }),
    }));
    const named = matchers.find(({ name, op }) => name === METRIC_NAME && op === '=');
    const candidates = named === undefined ? this.#byKey.values() : (this.#byName.get(named.value) ?? []);
    const found: SeriesSamples[] = [];
    for (const column of candidates) {
      if (!compiled.every(({ name, fits }) => fits(column.labels.get(name)))) continue;
      const samples = column.between(minT, maxTOf(column));
      if (samples !== undefined) found.push(samples);
    }
    // In the order of their labels, as a server reads them, so that sums do not depend on which rule came first.
    found.sort((a, b) => (a.labels.key < b.labels.key ? -1 : 1));
    // They are in memory anyway, whatever the query does.
    return Object.assign(found, { heldBytes: 0 });
  }
}

/** The last moment of which a rule may know samples: a scrape or rule at the same moment comes before it, if its order is. */
function lastSeen(writer: PlannedRule | undefined, order: number, timeMs: TimestampMs): TimestampMs {
  if (writer === undefined) return timeMs;
  const writtenUpTo = timeMs - writer.group.queryOffsetMs;
  return writer.order < order ? writtenUpTo : writtenUpTo - 1;
}

function shown(labels: Labels): string {
  return JSON.stringify(labels.toObject());
}
