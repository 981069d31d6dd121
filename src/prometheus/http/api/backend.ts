// What the HTTP side needs of the server behind it: one small interface per concern, filled in by the front door.
import type { Labels, Matcher, Queryable, TimestampMs } from '../../model/samples.ts';
import type { TargetSource } from '../../scrape/model/target-view.ts';

/** What the label endpoints ask of the index. */
export interface SeriesIndex {
  /** Label sets of the series that match and have a sample in the window. */
  series(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): Iterable<Labels>;
  /** Each once, in no particular order. */
  labelNames(matchers: readonly Matcher[], minT: TimestampMs, maxT: TimestampMs): readonly string[];
  /** Each once, in no particular order. */
  labelValues(
    name: string,
    matchers: readonly Matcher[],
    minT: TimestampMs,
    maxT: TimestampMs,
  ): readonly string[];
}

/** How much there is to list; known without listing it. */
export interface IndexCounts {
  labelNameCount(): number;
  labelValueCount(name: string): number;
}

/** The samples and their index. */
export interface SampleIndex extends Queryable, SeriesIndex, IndexCounts {
  stats(): SampleStats;
}

export interface NamedCount {
  readonly name: string;
  readonly value: number;
}

export interface SampleStats {
  readonly seriesCount: number;
  readonly sampleCount: number;
  /** Since the start of this process. */
  readonly appendedTotal: number;
  /** Of the oldest and newest sample; absent while there is none. */
  readonly minTime?: TimestampMs;
  readonly maxTime?: TimestampMs;
}

export type ReloadAnswer =
  { readonly status: 'reloaded' } | { readonly status: 'rejected'; readonly message: string };

/** The server as a whole: its configuration, its life. */
export interface ServerControl {
  readonly startedMs: TimestampMs;
  now(): TimestampMs;
  /** The loaded configuration as YAML, with the defaults written out. */
  configYaml(): string;
  /** The step of a subquery that names none. */
  evaluationIntervalMs(): number;
  /** The rule files of the configuration: shown, and not evaluated. */
  ruleFiles(): readonly string[];
  reload(): Promise<ReloadAnswer>;
  lastReload(): { readonly isSuccess: boolean; readonly successMs: TimestampMs };
  flags(): Readonly<Record<string, string>>;
  readonly retention: string;
  readonly version: string;
}

/** What a query needs of the server. */
export interface QueryBackend {
  readonly samples: Queryable;
  readonly control: Pick<ServerControl, 'now' | 'evaluationIntervalMs'>;
  /** How much of its time a request has spent waiting for its turn. @default 0 */
  readonly waitedMs?: number;
}

export interface Backend {
  readonly samples: SampleIndex;
  readonly targets: TargetSource;
  readonly control: ServerControl;
}
