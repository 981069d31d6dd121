// What the HTTP side needs of the server behind it: one small interface per concern, implemented by the server.
import type { ExemplarIndex } from '../../storage/index.ts';
import type { MetricSource } from '../../model/metric-family.ts';
import type { Queryable, TimestampMs } from '../../model/samples.ts';
import type { RuleSource } from '../../rules/model/view.ts';
import type { SampleStore } from '../../storage/model/store.ts';
import type { AlertmanagerSource } from '../../notifications/index.ts';
import type { TargetSource } from '../../scrape/model/target-view.ts';

/** What the label endpoints ask of the index. */
export type SeriesIndex = Pick<SampleStore, 'series' | 'labelNames' | 'labelValues'>;

/** How much there is to list; known without listing it. */
export type IndexCounts = Pick<SampleStore, 'labelNameCount' | 'labelValueCount'>;

export interface NamedCount {
  readonly name: string;
  readonly value: number;
}

export type ReloadAnswer =
  { readonly status: 'reloaded' } | { readonly status: 'rejected'; readonly message: string };

/** The server as a whole: its configuration, its life. */
export interface ServerControl {
  readonly startedMs: TimestampMs;
  now(): TimestampMs;
  /** The loaded configuration as YAML, with the defaults written out. */
  configYaml(): string;
  /** The step of a subquery without one. */
  evaluationIntervalMs(): number;
  /** The external labels of the configuration. */
  externalLabels(): Readonly<Record<string, string>>;
  reload(): Promise<ReloadAnswer>;
  lastReload(): { readonly isSuccess: boolean; readonly successMs: TimestampMs };
  flags(): Readonly<Record<string, string>>;
  readonly retention: string;
  readonly version: string;
}

/** What a query needs of the server. */
export interface QueryBackend {
  readonly samples: Queryable;
  readonly control: Pick<ServerControl, 'now' | 'evaluationIntervalMs' | 'externalLabels'>;
  /** How much of its time a request has spent waiting for its turn. @default 0 */
  readonly waitedMs?: number;
}

export interface Backend {
  readonly exemplars: ExemplarIndex;
  readonly samples: Queryable & SeriesIndex & IndexCounts & Pick<SampleStore, 'stats'>;
  readonly targets: TargetSource;
  readonly rules: RuleSource;
  readonly alertmanagers: AlertmanagerSource;
  readonly control: ServerControl;
  /** What the other parts of the server say of themselves on /metrics. */
  readonly metrics: readonly MetricSource[];
}
