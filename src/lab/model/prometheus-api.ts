// What the lab asks a Prometheus over HTTP, whichever of the three it is, and the provider that owns it.

export type Sample = readonly [timeSeconds: number, value: string];

export interface VectorSample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: Sample;
}
export interface MatrixSeries {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly Sample[];
}
export type QueryResult =
  | { readonly resultType: 'vector'; readonly result: readonly VectorSample[] }
  | { readonly resultType: 'matrix'; readonly result: readonly MatrixSeries[] }
  | { readonly resultType: 'scalar' | 'string'; readonly result: Sample };

export interface ActiveTarget {
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly discoveredLabels: Readonly<Record<string, string>>;
  readonly health: 'up' | 'down' | 'unknown';
  readonly lastError: string;
  /** RFC 3339; the zero time before the first scrape. */
  readonly lastScrape: string;
}

/** A rule that it evaluates. */
export interface RunningRule {
  readonly kind: 'recording' | 'alerting';
  readonly name: string;
  readonly group: string;
  /** The expression as it prints it. */
  readonly query: string;
  /** `for`; 0 for a recording rule. */
  readonly holdMs: number;
  readonly intervalMs: number;
  /** `unknown` before the first evaluation. */
  readonly health: 'ok' | 'err' | 'unknown';
  readonly lastError: string;
}

export interface QueryOptions {
  /** Unix seconds. @default now */
  readonly timeSeconds?: number;
  /** How old the last sample of a series may be. @default Prometheus's own, 5 minutes; it is never longer */
  readonly lookbackMs?: number;
}

/** A client of Prometheus's HTTP API. Each call rejects with a LabError `prometheus-…` naming what is wrong. */
export interface PrometheusApi {
  /** `http://127.0.0.1:9090` */
  readonly url: string;
  /** Rejects with code `bad-query` and Prometheus's own words where the query is wrong. */
  query(promql: string, signal: AbortSignal, options?: QueryOptions): Promise<QueryResult>;
  queryRange(
    promql: string,
    range: { readonly startSeconds: number; readonly endSeconds: number; readonly stepSeconds: number },
    signal: AbortSignal,
  ): Promise<QueryResult>;
  targets(signal: AbortSignal): Promise<readonly ActiveTarget[]>;
  /** The labels of targets that a rule of their job has dropped, as they were discovered. */
  droppedTargets(signal: AbortSignal): Promise<readonly Readonly<Record<string, string>>[]>;
  /** The rules of all groups, in order. */
  rules(signal: AbortSignal): Promise<readonly RunningRule[]>;
  /** Its page of metrics about itself; empty where it shows none. */
  ownMetrics(signal: AbortSignal): Promise<string>;
  /** The configuration that is loaded, as YAML. */
  loadedConfig(signal: AbortSignal): Promise<string>;
  version(signal: AbortSignal): Promise<string>;
  /** Server time in Unix seconds, from a query: clocks may differ. */
  now(signal: AbortSignal): Promise<number>;
}

/** Why a Prometheus cannot be told to reload or restart: it has no lifecycle API, or the lab did not start it. */
export type Unsupported = 'no-lifecycle-api' | 'not-started-by-lab';

export type ReloadOutcome =
  | { readonly status: 'reloaded' }
  /** The file is wrong: Prometheus's words. The old configuration is still in force. */
  | { readonly status: 'rejected'; readonly message: string }
  /** The learner has to restart the Prometheus at `url`. */
  | { readonly status: 'unsupported'; readonly why: Unsupported; readonly url: string };

/** Samples of the past, in promqltest's notation (docs/embedded-prometheus.md, History). */
export interface HistoryDescription {
  readonly text: string;
  /** The same seed gives the same samples. */
  readonly seed: string;
  /** The time of the last sample, in Unix milliseconds. @default now */
  readonly endMs?: number;
}

/** Why a Prometheus gets no samples of the past. `said`: the words of the program. */
export type NoHistory =
  | { readonly kind: 'not-started-by-lab'; readonly url: string }
  | { readonly kind: 'promtool-missing'; readonly path: string }
  | { readonly kind: 'promtool-failed' | 'config-rejected' | 'store-full'; readonly said: string }
  /** It reaches back further than the embedded Prometheus keeps samples. */
  | { readonly kind: 'too-long'; readonly days: number };

export type HistoryOutcome =
  /** `startMs`: the time of the first sample, in Unix milliseconds. */
  | { readonly status: 'loaded'; readonly samples: number; readonly startMs: number }
  /** The description is wrong. Lines are 1-based. */
  | {
      readonly status: 'rejected';
      readonly problems: readonly { readonly line: number; readonly message: string }[];
    }
  | { readonly status: 'blocked'; readonly why: NoHistory };

/** What the lab can have done with a Prometheus. */
export interface PrometheusCapabilities {
  /** It evaluates rules. */
  readonly rules: boolean;
  /** It takes samples of the past. */
  readonly history: boolean;
  /** It reads its configuration again when it is asked to. */
  readonly reload: boolean;
}

/** Why a Prometheus does not run. */
export type DownReason =
  /** The process exited, or (`said`, the system's words) was never started. `lines`: the last ones of its log. */
  | {
      readonly kind: 'exited';
      readonly code: number | null;
      readonly signal: string | null;
      readonly said?: string;
      readonly lines: readonly string[];
    }
  /** The thread of the embedded one ended; `said`: its own words. */
  | { readonly kind: 'thread-ended'; readonly said: string }
  /** An attached one: the last request found no Prometheus at `url`. */
  | { readonly kind: 'lost'; readonly url: string }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'restarting' };

/** A Prometheus that the lab uses: attached, managed or embedded. One contract suite runs against all three. */
export interface PrometheusProvider {
  readonly kind: 'attached' | 'managed' | 'embedded';
  /** One line for the learner: `Prometheus 2.42.0 from /usr/bin/prometheus`. */
  readonly description: string;
  readonly api: PrometheusApi;
  readonly capabilities: PrometheusCapabilities;
  /** Resolves with the reason where one that the lab started has ended by itself. */
  readonly ended: Promise<DownReason>;
  /** Whether it still runs (a managed one may have died); the reason and last log lines otherwise. */
  status(): { readonly isRunning: true } | { readonly isRunning: false; readonly reason: DownReason };
  reload(signal: AbortSignal): Promise<ReloadOutcome>;
  /** Ends and starts it again on the same data; `unsupported` for an attached one. */
  restart(signal: AbortSignal): Promise<ReloadOutcome>;
  /**
   * Gives it samples of the past, which are there when it resolves. A managed one is restarted for that, and gets no stale
   * markers.
   */
  loadHistory(description: HistoryDescription, signal: AbortSignal): Promise<HistoryOutcome>;
  /** Ends what the lab started, leaves alone what it did not. Safe to call twice. */
  stop(): Promise<void>;
}
