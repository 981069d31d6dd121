// What checks ask of rules: the files that a configuration names, evaluated over hidden timelines, without a server.
// Times are milliseconds from the start of the timeline, which is 0. Everything here crosses threads as plain data.

import type { QueryNode } from './query-tree.ts';
import type { TimelineSeries } from './timeline.ts';

type Texts = Readonly<Record<string, string>>;

/** The rule files of a configuration, and what applies to all of them. */
export interface RuleFilesAsked {
  /** Where relative patterns start: the absolute folder of the configuration. */
  readonly baseDir: string;
  /** As `rule_files` has them. */
  readonly patterns: readonly string[];
  readonly evaluationIntervalMs: number;
  readonly queryOffsetMs: number;
  readonly externalLabels: Texts;
}

/** A timeline that the rules are evaluated over. */
export interface RuleTimeline {
  readonly series: readonly TimelineSeries[];
  /** The last moment at which a rule is evaluated. */
  readonly endMs: number;
  /** Groups with a shorter interval are evaluated this often. @default 0, all as they say */
  readonly minIntervalMs?: number;
}

export interface RuleRunAsked {
  readonly rules: RuleFilesAsked;
  readonly timelines: readonly RuleTimeline[];
}

/** What is wrong with a rule file, in Prometheus's words. */
export interface RuleFileFault {
  /** Absolute. */
  readonly file: string;
  /** 1-based; absent where the file could not be read. */
  readonly line?: number;
  readonly message: string;
}

/** A rule as a file has it, with every default in place. */
export interface LoadedRule {
  readonly kind: 'recording' | 'alerting';
  /** The recorded metric, or the value of `alertname`. */
  readonly name: string;
  readonly group: string;
  /** Absolute. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** The expression as Prometheus prints it. */
  readonly query: string;
  readonly tree: QueryNode;
  readonly labels: Texts;
  /** Empty for a recording rule. */
  readonly annotations: Texts;
  readonly intervalMs: number;
  /** `for`; 0 for a recording rule. */
  readonly holdMs: number;
  readonly keepFiringMs: number;
}

/** One time that an alert was active. */
export interface AlertEpisode {
  readonly labels: Texts;
  /** As it fired; as it became pending if it did not fire. */
  readonly annotations: Texts;
  readonly pendingMs: number;
  /** Undefined if it did not fire. */
  readonly firingMs: number | undefined;
  /** Undefined if it was active at the end. */
  readonly endedMs: number | undefined;
}

/** The last sample of a recorded series that has not ended. */
export interface RecordedRow {
  /** With `__name__`. */
  readonly labels: Texts;
  readonly value: number;
  readonly atMs: number;
}

/** What a rule did in a timeline. */
export interface RuleInTimeline {
  /** The metrics of the timeline that it reads, directly or through what other rules record. */
  readonly reads: readonly string[];
  readonly episodes: readonly AlertEpisode[];
  /** Empty for an alerting rule. */
  readonly recorded: readonly RecordedRow[];
  /** Why evaluations failed, the first time; in Prometheus's words. */
  readonly failure: string | undefined;
}

export interface TimelineRun {
  /** One for each rule, in order. */
  readonly rules: readonly RuleInTimeline[];
}

export type RuleRun =
  | {
      readonly status: 'ran';
      /** The files that the patterns name, absolute, in order. */
      readonly files: readonly string[];
      readonly rules: readonly LoadedRule[];
      /** One for each timeline, in order. */
      readonly timelines: readonly TimelineRun[];
    }
  | {
      readonly status: 'rejected';
      readonly files: readonly string[];
      readonly faults: readonly RuleFileFault[];
    }
  /** The simulation cannot run them; `message` is a sentence without a period. */
  | { readonly status: 'failed'; readonly message: string }
  /** They need more than they may have: time, pieces of work, or memory. */
  | { readonly status: 'too-heavy'; readonly why: 'time' | 'work' | 'memory' };
