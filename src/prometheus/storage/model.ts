// What the scraper writes to and the API reads from, and the terms on which a store is opened.
import type { Clock, Labels, Matcher, Queryable, TimestampMs, ValueMatcher } from '../model.ts';
import type { SampleRange } from './memory-series.ts';

export interface StoreOptions {
  readonly clock: Clock;
  /** Folder of the sample log, created where it is missing. Absent: samples live in memory only. */
  readonly dataDir?: string;
  /** Samples older than this are dropped. @default 7 days */
  readonly retentionMs?: number;
  /** @default 100,000 */
  readonly maxSeries?: number;
  /** @default 20,000,000 (about 240 MB) */
  readonly maxSamples?: number;
  /** When the log starts its next file. @default 16 MiB */
  readonly segmentBytes?: number;
  /** One line for whoever runs the server. @default nothing */
  readonly log?: (line: string) => void;
}

/** A series that a writer keeps at hand, so that a scrape need not look it up by its labels again. */
export interface SeriesRef {
  readonly labels: Labels;
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

export interface StoreStats {
  readonly seriesCount: number;
  readonly sampleCount: number;
  /** Since the start of this process. */
  readonly appendedTotal: number;
  /** Of the oldest and newest sample; absent while there is none. */
  readonly minTime?: TimestampMs;
  readonly maxTime?: TimestampMs;
}

/** The samples of the server. */
export interface SampleStore extends Queryable {
  /** The handle of a label set. Takes no room until a sample is committed to it. */
  ref(labels: Labels): SeriesRef;
  commit(batch: SampleBatch, options?: { readonly isReport?: boolean }): CommitOutcome;
  /**
   * What {@link SampleStore.select} would copy, series by series, so that a long selection can be made in pieces. A range
   * has to be read before the next one is asked for, and before anything else happens.
   */
  ranges(
    matchers: readonly (Matcher | ValueMatcher)[],
    minT: TimestampMs,
    maxT: TimestampMs,
  ): Iterable<SampleRange>;
  /** Label sets of the series that match and have a sample in the window. */
  series(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): Iterable<Labels>;
  labelNames(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): readonly string[];
  labelValues(
    name: string,
    matchers: readonly Matcher[],
    minT: TimestampMs,
    maxT: TimestampMs,
  ): readonly string[];
  stats(): StoreStats;
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
