// The simulator: what queries say about timelines that a text describes, without a server and without waiting.
import type { QueryNode } from './query-tree.ts';
import type { RuleTestsAsked, RuleTestsExamination } from '../rules/tests.ts';
import type { RuleRun, RuleRunAsked } from './rule-run.ts';
import type { TimelineSeries } from './timeline.ts';

export type { TimelineSeries } from './timeline.ts';

/** Series that all begin at 0. */
export interface Timeline {
  readonly series: readonly TimelineSeries[];
  /** The time of the last point, in ms. */
  readonly endMs: number;
}

export type TimelineReading =
  | { readonly status: 'read'; readonly timeline: Timeline }
  | TooHeavy
  /** The lines that cannot be read: 1-based, each with a sentence that Prometheus might say. */
  | {
      readonly status: 'rejected';
      readonly problems: readonly { readonly line: number; readonly message: string }[];
    };

/** What is wrong with a query, in Prometheus's words. */
export interface QueryFault {
  /** `bad_data`: it cannot be read. `execution`: it cannot be evaluated on these samples. */
  readonly kind: 'bad_data' | 'execution';
  /** Begins with line and column where a place is known: `1:8: parse error: …`. */
  readonly message: string;
  /** Offset into the query's text, in UTF-16 code units, where a place is known. */
  readonly position: number | undefined;
}

/** The query needs more than it may have: time, pieces of work, or memory. */
export interface TooHeavy {
  readonly status: 'too-heavy';
  readonly why: 'time' | 'work' | 'memory';
}

export type ParsedQuery =
  | { readonly status: 'parsed'; readonly tree: QueryNode }
  | { readonly status: 'rejected'; readonly fault: QueryFault }
  | TooHeavy;

/** A query at one moment of a timeline. */
export interface InstantQuestion {
  readonly query: string;
  readonly series: readonly TimelineSeries[];
  readonly atMs: number;
}

export interface InstantRow {
  /** Without `__name__` where the query drops it. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export type InstantValue =
  | { readonly kind: 'vector'; readonly rows: readonly InstantRow[] }
  | { readonly kind: 'scalar'; readonly value: number }
  | { readonly kind: 'string'; readonly value: string }
  /** A range vector: how many series it has. */
  | { readonly kind: 'matrix'; readonly seriesCount: number };

export type InstantAnswer =
  | { readonly status: 'answered'; readonly value: InstantValue }
  | { readonly status: 'rejected'; readonly fault: QueryFault }
  | TooHeavy;

/**
 * Evaluates in a thread that is ended where it does not end by itself, so that no query harms the lab. Each call rejects
 * with the reason of its signal, and with LabError `simulator-busy` where the machine gives it no processor time.
 */
export interface Simulator {
  /** The series that a text in promqltest's `load` notation describes; the seed decides what `~` varies. */
  readTimeline(load: string, seed: string, signal: AbortSignal): Promise<TimelineReading>;
  /** The syntax tree of a query. */
  parse(query: string, signal: AbortSignal): Promise<ParsedQuery>;
  /** The answers in the order of the questions. If one needs more time than all may have, the rest are too heavy as well. */
  ask(questions: readonly InstantQuestion[], signal: AbortSignal): Promise<readonly InstantAnswer[]>;
  /** What unit tests of rules prove. The rules are those that the tests name. */
  examineTests(asked: RuleTestsAsked, signal: AbortSignal): Promise<RuleTestsExamination | TooHeavy>;
  /** What rule files do over timelines. They may take longer than queries. */
  runRules(asked: RuleRunAsked, signal: AbortSignal): Promise<RuleRun>;
}
