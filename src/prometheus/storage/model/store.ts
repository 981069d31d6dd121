// What the scraper writes to and the API reads from, and the terms on which a store is opened.
import type {
  Clock,
  Labels,
  Matcher,
  Queryable,
  SeriesSamples,
  TimestampMs,
  ValueMatcher,
} from '../../model/samples.ts';
import type { ChunkList } from '../chunks/list.ts';

export interface StoreOptions {
  readonly clock: Clock;
  /** Folder of the sample log, created where it is missing. Absent: samples live in memory only. */
  readonly dataDir?: string;
  /** Samples older than this are dropped. @default 7 days */
  readonly retentionMs?: number;
  /** @default 100,000 */
  readonly maxSeries?: number;
  /** @default 20,000,000 (about 50 MB of counters, up to 200 MB of numbers that follow no pattern) */
  readonly maxSamples?: number;
  /** After so many bytes of samples the log starts its next file. @default 16 MiB */
  readonly segmentBytes?: number;
  /** The memory is copied to disk when that saves the next start so much of the log. @default 1 MiB */
  readonly checkpointBytes?: number;
  /** One line for the operator of the server. @default nothing */
  readonly log?: (line: string) => void;
}

/** A series that a writer keeps at hand, so that a scrape need not look it up by its labels again. */
export interface SeriesRef {
  readonly labels: Labels;
}

/** A series that has samples. */
export interface StoredSeries extends SeriesRef {
  /** Never given to another series. */
  readonly id: number;
}

/** The samples of one scrape, column by column. All of it is stored, or none of it. */
export interface SampleBatch {
  readonly series: readonly SeriesRef[];
  readonly timestamps: Float64Array;
  /** May hold the stale marker. */
  readonly values: Float64Array;
  /** How much of the columns is used. */
  readonly length: number;
}

export type CommitOutcome =
  | {
      readonly status: 'stored';
      /** Not stored, as in Prometheus: older than the newest sample of their series. */
      readonly outOfOrder: number;
      /** Not stored: another value for the same moment. */
      readonly duplicates: number;
      /** Not stored: older than the retention or more than 10 minutes ahead of the clock. */
      readonly outOfBounds: number;
    }
  /** A bound is reached; nothing was stored. The message says which and what to do. */
  | { readonly status: 'full'; readonly message: string };

export type InsertOutcome =
  | {
      readonly status: 'stored';
      readonly samples: number;
      /** Not stored: older than the retention or more than 10 minutes ahead of the clock. */
      readonly outOfBounds: number;
    }
  /** A bound would be passed; nothing was stored. */
  | { readonly status: 'full'; readonly message: string };

export interface StoreStats {
  readonly seriesCount: number;
  readonly sampleCount: number;
  /** Since the start of this process. */
  readonly appendedTotal: number;
  /** Of the oldest and newest sample; absent while there is none. */
  readonly minTime?: TimestampMs;
  readonly maxTime?: TimestampMs;
}

/** Told of each sample that is stored, batch by batch. */
export interface SampleFollower {
  begin(): void;
  /** `values` may hold the stale marker at `index`. */
  sample(series: StoredSeries, time: TimestampMs, values: Float64Array, index: number): void;
  end(): void;
}

/** The samples of the server. */
export interface SampleStore extends Queryable {
  select(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): readonly SeriesSamples[];
  /** Selects, but gives nothing where that would be more than `most` samples: it stops reading there. */
  selectUpTo(
    matchers: readonly Matcher[],
    minT: TimestampMs,
    maxT: TimestampMs,
    most: number,
  ): readonly SeriesSamples[] | undefined;
  /** The handle of a label set. Takes no room until a sample is committed to it. */
  ref(labels: Labels): SeriesRef;
  commit(batch: SampleBatch, options?: { readonly isReport?: boolean }): CommitOutcome;
  /** Stores samples of the past; each series in order of time. They may be older than those that a series has. */
  insert(series: readonly SeriesSamples[]): InsertOutcome;
  /** Tells a follower, or none, of what is stored from now on. */
  follow(follower: SampleFollower | undefined): void;
  /** Gives the series that have a sample in the window, one by one, so that a long selection can be made in pieces. */
  find(
    matchers: readonly (Matcher | ValueMatcher)[],
    minT: TimestampMs,
    maxT: TimestampMs,
  ): Iterable<StoredSeries>;
  /**
   * Gives the series that may have a sample in the window, one by one. When a series is given, its chunks have been added
   * to `out`: for another thread, which decodes them.
   */
  list(
    matchers: readonly (Matcher | ValueMatcher)[],
    minT: TimestampMs,
    maxT: TimestampMs,
    out: ChunkList,
  ): Iterable<StoredSeries>;
  /** What was listed stays readable in the slabs until the returned function is called, even where it is dropped. */
  keep(): () => void;
  /** The shared memory that chunks lie in, from a slab on. There come more of them, and none goes. */
  slabsFrom(first: number): readonly SharedArrayBuffer[];
  /** Label sets of the series that match and have a sample in the window. */
  series(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): Iterable<Labels>;
  labelNames(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): readonly string[];
  labelValues(
    name: string,
    matchers: readonly Matcher[],
    minT: TimestampMs,
    maxT: TimestampMs,
  ): readonly string[];
  /** How many there are to list, found without listing them. */
  labelNameCount(): number;
  labelValueCount(name: string): number;
  stats(): StoreStats;
  /** Resolves when nothing that a timer has started is under way: writing to disk, dropping what has expired. */
  whenIdle(): Promise<void>;
  /** Writes out what is not yet on disk. */
  flush(): Promise<void>;
  /** Flushes, closes the log and gives the folder free. Safe to call twice. */
  close(): Promise<void>;
}

export type OpenOutcome =
  | { readonly status: 'open'; readonly store: SampleStore }
  /** Another server uses the folder. */
  | { readonly status: 'locked'; readonly pid: number; readonly message: string }
  | { readonly status: 'failed'; readonly message: string };
