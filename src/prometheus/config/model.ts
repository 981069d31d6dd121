// A loaded prometheus.yml: every default filled in, every regular expression compiled, nothing left to look up.
import type { RelabelRule } from './relabel-rule.ts';

export interface GlobalConfig {
  readonly scrapeIntervalMs: number;
  readonly scrapeTimeoutMs: number;
  readonly evaluationIntervalMs: number;
  /** How far back in time rules are evaluated whose group does not say so. */
  readonly ruleQueryOffsetMs: number;
  readonly scrapeProtocols: readonly ScrapeProtocol[];
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly limits: ScrapeLimits;
}

/** 0 is no limit. */
export interface ScrapeLimits {
  readonly sampleLimit: number;
  readonly bodySizeLimit: number;
  readonly targetLimit: number;
  readonly labelLimit: number;
  readonly labelNameLengthLimit: number;
  readonly labelValueLengthLimit: number;
  readonly keepDroppedTargets: number;
}

/** What a scrape asks for in its Accept header, best first. */
export type ScrapeProtocol =
  'OpenMetricsText1.0.0' | 'OpenMetricsText0.0.1' | 'PrometheusText1.0.0' | 'PrometheusText0.0.4';

/** Addresses with the labels that they share. */
export interface TargetGroup {
  readonly targets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface FileDiscovery {
  /** As written; relative ones start at the folder of prometheus.yml. The last part may hold `*`. */
  readonly files: readonly string[];
  readonly refreshIntervalMs: number;
}

export interface JobConfig {
  readonly jobName: string;
  readonly scrapeIntervalMs: number;
  readonly scrapeTimeoutMs: number;
  readonly metricsPath: string;
  /** `http` or `https` in any case; with any other its targets cannot be scraped. */
  readonly scheme: string;
  readonly params: Readonly<Record<string, readonly string[]>>;
  readonly honorLabels: boolean;
  readonly honorTimestamps: boolean;
  readonly trackTimestampsStaleness: boolean;
  readonly followRedirects: boolean;
  readonly enableCompression: boolean;
  readonly enableHttp2: boolean;
  readonly scrapeProtocols: readonly ScrapeProtocol[];
  readonly fallbackScrapeProtocol: ScrapeProtocol | undefined;
  readonly limits: ScrapeLimits;
  readonly staticConfigs: readonly TargetGroup[];
  readonly fileDiscoveries: readonly FileDiscovery[];
  readonly relabelRules: readonly RelabelRule[];
  readonly metricRelabelRules: readonly RelabelRule[];
}

/** A set of Alertmanagers, and how alerts are sent to each of them. */
export interface AlertmanagerConfig {
  /** `http` or `https`; to any other nothing can be sent. */
  readonly scheme: string;
  /** What the path of the API comes after. */
  readonly pathPrefix: string;
  readonly timeoutMs: number;
  readonly followRedirects: boolean;
  readonly enableHttp2: boolean;
  readonly staticConfigs: readonly TargetGroup[];
  readonly fileDiscoveries: readonly FileDiscovery[];
  /** For the labels of the Alertmanagers. */
  readonly relabelRules: readonly RelabelRule[];
  /** For the labels of the alerts that this set gets. */
  readonly alertRelabelRules: readonly RelabelRule[];
}

export interface AlertingConfig {
  /** For the labels of all alerts. */
  readonly alertRelabelRules: readonly RelabelRule[];
  readonly alertmanagers: readonly AlertmanagerConfig[];
}

/** How samples wait for a receiver, and how they are sent again. */
export interface RemoteQueueConfig {
  /** Shown only, with the shards: there is one sender, and a queue that grows. */
  readonly capacity: number;
  readonly maxShards: number;
  readonly minShards: number;
  readonly maxSamplesPerSend: number;
  readonly batchSendDeadlineMs: number;
  readonly minBackoffMs: number;
  readonly maxBackoffMs: number;
  /** Whether a request that was answered with 429 is sent again. */
  readonly retryOnRateLimit: boolean;
  /** Older samples are not sent; 0 is no limit. */
  readonly sampleAgeLimitMs: number;
}

export interface RemoteMetadataConfig {
  readonly send: boolean;
  readonly sendIntervalMs: number;
  readonly maxSamplesPerSend: number;
}

/** A receiver of everything that is stored. */
export interface RemoteWriteConfig {
  readonly url: string;
  /** '' where it has none. */
  readonly name: string;
  readonly remoteTimeoutMs: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly writeRelabelRules: readonly RelabelRule[];
  readonly sendExemplars: boolean;
  readonly followRedirects: boolean;
  readonly enableHttp2: boolean;
  readonly queue: RemoteQueueConfig;
  readonly metadata: RemoteMetadataConfig;
}

export interface StorageConfig {
  /** How many exemplars are kept, of all series together; 0 keeps none. */
  readonly maxExemplars: number;
}

export interface Config {
  /** Absolute path of prometheus.yml. */
  readonly file: string;
  readonly global: GlobalConfig;
  readonly alerting: AlertingConfig;
  /** Those of the file itself, which the loaded configuration shows. */
  readonly jobs: readonly JobConfig[];
  /** Patterns of further files with jobs, as written. */
  readonly scrapeConfigFiles: readonly string[];
  /** The jobs of those files. */
  readonly includedJobs: readonly JobConfig[];
  /** Patterns of files with rules, as written. */
  readonly ruleFiles: readonly string[];
  readonly storage: StorageConfig;
  readonly remoteWrites: readonly RemoteWriteConfig[];
}

/** One error of the file. */
export interface ConfigProblem {
  /** 1-based; absent where the file could not be read. */
  readonly line?: number;
  readonly message: string;
}

export type ConfigOutcome =
  | { readonly status: 'ok'; readonly config: Config; readonly warnings: readonly string[] }
  /** `message` is the whole story in Prometheus's form: file, line and reason of each problem. */
  | { readonly status: 'error'; readonly message: string; readonly problems: readonly ConfigProblem[] };
